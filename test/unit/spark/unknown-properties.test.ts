import { expect, test } from '@jest/globals';
import { PROPERTIES } from '../../../src/spark/properties.ts';
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
  { key: 'spark.executor.memroy', nearest: 'spark.executor.memory' },
  { key: 'spark.exectuor.cores', nearest: 'spark.executor.cores' },
  { key: 'spark.dynamicallocation.enabled', nearest: 'spark.dynamicAllocation.enabled' },
  { key: 'spark.sql.shuffle.partitons', nearest: 'spark.sql.shuffle.partitions' },
])('$key is meant to be $nearest', ({ key, nearest }) => {
  expect(unknownProperties([key])).toEqual([{ key, nearest }]);
});

test.each([
  { name: 'Spark knows', key: 'spark.kubernetes.executor.rollInterval' },
  { name: 'Spark knows elsewhere', key: 'spark.sql.adaptive.enabled' },
  { name: 'are not for Spark', key: 'my.own' },
  { name: 'are of nobody known', key: 'spark.etl.inputPath' },
  { name: 'are of a library', key: 'spark.rapids.sql.enabled' },
  { name: 'are of a library below sql', key: 'spark.sql.iceberg.handle-timestamp-without-timezone' },
  { name: 'are of Hadoop', key: 'spark.hadoop.dfs.replicaton' },
  { name: 'are variables', key: 'spark.executorEnv.cores' },
  { name: 'are of a catalog', key: 'spark.sql.catalog.prod.type' },
  { name: 'have no words', key: 'spark.' },
])('properties that $name are passed over', ({ key }) => {
  expect(unknownProperties([key])).toEqual([]);
});

test('no property of the table is taken for a misspelt one of Spark', () => {
  expect(unknownProperties(PROPERTIES.map(({ key }) => (key.endsWith('.') ? `${key}name` : key)))).toEqual(
    [],
  );
});
