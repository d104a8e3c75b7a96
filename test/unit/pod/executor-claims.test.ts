import { expect, test } from '@jest/globals';
import { buildExecutor } from '../../../src/pod/build-executor.ts';
import { executorClaims, ownClaims } from '../../../src/pod/executor-claims.ts';
import { APP_ID, executorTemplate } from './samples.ts';

const VOLUME = 'spark.kubernetes.executor.volumes.persistentVolumeClaim.spark-local-dir-1';
const ON_DEMAND = {
  [`${VOLUME}.mount.path`]: '/data',
  [`${VOLUME}.options.claimName`]: 'OnDemand',
  [`${VOLUME}.options.storageClass`]: 'fast',
  [`${VOLUME}.options.sizeLimit`]: '5Gi',
};
const LABELS = { 'sparkoperator.k8s.io/submission-id': 's' };

const claimsOf = (properties: Readonly<Record<string, string>>) => {
  const template = executorTemplate(properties);
  return executorClaims(template, buildExecutor(template, { id: 3, profile: { id: 0 } }), LABELS);
};

test('a claim made on demand belongs to the driver pod and to the attempt', () => {
  expect(claimsOf(ON_DEMAND).claims).toMatchObject([
    {
      metadata: {
        name: 'app-exec-3-pvc-0',
        namespace: 'jobs',
        labels: { 'spark-app-selector': APP_ID, ...LABELS },
        ownerReferences: [{ kind: 'Pod', name: 'app-driver', uid: 'driver-uid', controller: true }],
      },
      spec: { storageClassName: 'fast' },
    },
  ]);
});

test.each([
  { value: 'true', goes: false },
  { value: 'false', goes: true },
])(
  'spark.kubernetes.driver.ownPersistentVolumeClaim=$value: it goes with the executor: $goes',
  ({ value, goes }) => {
    const own = { 'spark.kubernetes.driver.ownPersistentVolumeClaim': value };
    expect(claimsOf({ ...ON_DEMAND, ...own }).claimsGoWithPod).toBe(goes);
  },
);

test('the claims of an executor are known without its pod', () => {
  const { needs, namesOf } = ownClaims(executorTemplate(ON_DEMAND));
  expect(needs).toEqual([{ storageClass: 'fast', bytes: 5 * 2 ** 30 }]);
  expect(namesOf(3)).toEqual(claimsOf(ON_DEMAND).claims.map(({ metadata }) => metadata.name));
});

test.each([
  { claimName: 'OnDemand', own: 1 },
  { claimName: 'data-SPARK_EXECUTOR_ID', own: 1 },
  { claimName: 'data', own: 0 },
])('a claim named $claimName is its own: $own, else shared by all executors', ({ claimName, own }) => {
  const properties = { ...ON_DEMAND, [`${VOLUME}.options.claimName`]: claimName };
  const { claims, sharedClaims } = claimsOf(properties);
  expect([claims.length, sharedClaims.length]).toEqual([own, 1 - own]);
  expect(ownClaims(executorTemplate(properties)).needs).toHaveLength(own);
});

test('an executor without such a volume has none', () => {
  expect(claimsOf({}).claims).toEqual([]);
});
