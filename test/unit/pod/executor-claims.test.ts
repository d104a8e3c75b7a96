import { expect, test } from '@jest/globals';
import { buildExecutor } from '../../../src/pod/build-executor.ts';
import { executorClaims } from '../../../src/pod/executor-claims.ts';
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

test('an executor without such a volume has none', () => {
  expect(claimsOf({}).claims).toEqual([]);
});
