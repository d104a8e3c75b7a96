import { describe, expect, test } from '@jest/globals';
import { claimName, claimToCreate, type ClaimOwner } from '../../../src/volumes/persistent-volume-claim.ts';
import type { ClaimSource } from '../../../src/volumes/volume-spec.ts';

const DRIVER: ClaimOwner = { appId: 'spark-1', namePrefix: 'app-driver', executorId: undefined };
const EXECUTOR: ClaimOwner = { appId: 'spark-1', namePrefix: 'app-exec-7', executorId: '7' };
const source = (changes: Partial<ClaimSource>): ClaimSource => ({
  kind: 'persistentVolumeClaim',
  claimName: 'OnDemand',
  storageClass: undefined,
  sizeLimit: undefined,
  labels: {},
  annotations: {},
  ...changes,
});

describe('the name of a claim', () => {
  test.each([
    { claim: 'mine', owner: DRIVER, name: 'mine' },
    { claim: 'OnDemand', owner: DRIVER, name: 'app-driver-pvc-2' },
    { claim: 'OnDemand', owner: EXECUTOR, name: 'app-exec-7-pvc-2' },
    { claim: 'data-SPARK_EXECUTOR_ID', owner: EXECUTOR, name: 'data-7' },
    { claim: 'data-SPARK_EXECUTOR_ID', owner: DRIVER, name: 'data-SPARK_EXECUTOR_ID' },
  ])('$claim becomes $name', ({ claim, owner, name }) => {
    expect(claimName(source({ claimName: claim }), 2, owner)).toBe(name);
  });
});

describe('a claim', () => {
  test.each([{}, { storageClass: 'fast' }, { sizeLimit: '5Gi' }])('is not made of %o alone', (changes) => {
    expect(claimToCreate(source(changes), 'n', DRIVER, 'ReadWriteOnce')).toBeUndefined();
  });

  test('is made of a class and a size, and carries the labels of the volume and of the application', () => {
    const made = claimToCreate(
      source({ storageClass: 'fast', sizeLimit: '5Gi', labels: { a: 'b' }, annotations: { c: 'd' } }),
      'n',
      DRIVER,
      'ReadWriteOncePod',
    );
    expect(made).toEqual({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'n', labels: { a: 'b', 'spark-app-selector': 'spark-1' }, annotations: { c: 'd' } },
      spec: {
        accessModes: ['ReadWriteOncePod'],
        resources: { requests: { storage: '5Gi' } },
        storageClassName: 'fast',
      },
    });
  });
});
