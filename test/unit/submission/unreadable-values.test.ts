import { describe, expect, test } from '@jest/globals';
import { validateApplication } from '../../../src/submission/validate-application.ts';
import { application } from './samples.ts';

type Spec = Parameters<typeof application>[0];

describe('what cannot be read is found where it is written', () => {
  test.each<{ readonly spec: Spec; readonly path: string; readonly says: string }>([
    { spec: { driver: { memory: '1.5g' } }, path: 'spec.driver.memory', says: '"1.5g" is not a memory size' },
    {
      spec: { executor: { memoryOverhead: 'x' } },
      path: 'spec.executor.memoryOverhead',
      says: '"x" is not a memory',
    },
    {
      spec: { driver: { coreLimit: 'much' } },
      path: 'spec.driver.coreLimit',
      says: '"much" is not a quantity of CPU',
    },
    {
      spec: { sparkVersion: '3.5.9', executor: { memory: '2GiB' } },
      path: 'spec.executor.memory',
      says: '"2GiB" is not a memory size. Write a whole number followed by k, m, g or t',
    },
    {
      spec: { sparkVersion: '3.5.9', executor: { cores: 2, coreLimit: '1500m' } },
      path: 'spec.executor.coreLimit',
      says: '"1500m" is not at least the CPU that is requested, 2',
    },
    { spec: { memoryOverheadFactor: '-1' }, path: 'spec.memoryOverheadFactor', says: '"-1" is not a share' },
    {
      spec: { sparkConf: { 'spark.executor.cores': '0' } },
      path: 'spec.sparkConf[spark.executor.cores]',
      says: 'at least 1',
    },
    {
      spec: { sparkConf: { 'spark.kubernetes.allocation.batch.delay': '1x' } },
      path: 'spec.sparkConf[spark.kubernetes.allocation.batch.delay]',
      says: 'is not a time',
    },
    {
      spec: { sparkConf: { 'spark.kubernetes.executor.volumes.nfs.a.mount.path': '/a' } },
      path: 'spec.sparkConf[spark.kubernetes.executor.volumes]',
      says: 'nfs.a.options.server',
    },
    {
      spec: { sparkConf: { 'spark.executor.resource.gpu.amount': '1' } },
      path: 'spec.sparkConf[spark.executor.resource.*]',
      says: 'without its vendor',
    },
    {
      spec: { sparkConf: { 'spark.kubernetes.driver.secretKeyRef.A': 'x' } },
      path: 'spec.sparkConf[spark.kubernetes.driver.secretKeyRef.A]',
      says: 'Write <secret name>:<key>',
    },
    {
      spec: { executor: { labels: { 'spark-exec-id': '1' } } },
      path: 'spec.executor.labels[spark-exec-id]',
      says: 'is set by Spark itself',
    },
    {
      spec: { driver: { podName: 'Pi_Driver' } },
      path: 'spec.driver.podName',
      says: 'is not a DNS subdomain',
    },
    { spec: { sparkVersion: 'latest' }, path: 'spec.sparkVersion', says: 'is not a version of Spark' },
    { spec: { sparkVersion: '2.4.8' }, path: 'spec.sparkVersion', says: 'Use Spark 3.0 or newer' },
    {
      spec: { sparkConf: { 'spark.memory.offHeap.enabled': 'true' } },
      path: 'spec',
      says: 'spark.memory.offHeap.size',
    },
  ])('$path', ({ spec, path, says }) => {
    expect(validateApplication(application(spec))).toEqual([
      { path, message: expect.stringContaining(says) },
    ]);
  });

  test.each(['Pi', '1pi', 'pi-', 'p.i', 'p'.repeat(64), ''])('a name like "%s"', (name) => {
    expect(validateApplication(application({}, { name })).map(({ path }) => path)).toEqual(['metadata.name']);
  });
});

test('an image for each role is enough', () => {
  const { image: _, ...spec } = application().spec;
  const without = { ...application(), spec };
  expect(validateApplication(without).map(({ path }) => path)).toEqual(['spec.image']);
  const each = { ...without, spec: { ...spec, driver: { image: 'd' }, executor: { image: 'e' } } };
  expect(validateApplication(each)).toEqual([]);
});
