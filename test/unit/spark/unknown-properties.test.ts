import { expect, test } from '@jest/globals';
import { unknownProperties } from '../../../src/spark/unknown-properties.ts';

test.each([
  { key: 'spark.kubernetes.alocation.batch.size', nearest: 'spark.kubernetes.allocation.batch.size' },
  { key: 'spark.kubernetes.driver.lables.team', nearest: 'spark.kubernetes.driver.label.team' },
  { key: 'spark.kubernetes.driver.env.MODE', nearest: 'spark.kubernetes.driverEnv.MODE' },
  {
    key: 'spark.kubernetes.executor.volume.nfs.data.mount.path',
    nearest: 'spark.kubernetes.executor.volumes.nfs.data.mount.path',
  },
  { key: 'spark.kubernetes.Namespace', nearest: 'spark.kubernetes.namespace' },
])('$key is meant to be $nearest', ({ key, nearest }) => {
  expect(unknownProperties([key])).toEqual([{ key, nearest }]);
});

test('properties that Spark knows, and those that are not for Kubernetes, are passed over', () => {
  const keys = ['spark.kubernetes.executor.rollInterval', 'spark.executr.memory', 'my.own'];
  expect(unknownProperties(keys)).toEqual([]);
});
