import { describe, expect, test } from '@jest/globals';
import { executorSize, memoryOverhead, type ResourceProfile } from '../../../src/spark/resource-profile.ts';
import { SparkConf } from '../../../src/spark/spark-conf.ts';

const OFF_HEAP = { 'spark.memory.offHeap.enabled': 'true', 'spark.memory.offHeap.size': '1g' };

describe('the memory of an executor', () => {
  test.each<{
    readonly name: string;
    readonly conf?: Record<string, string>;
    readonly profile?: ResourceProfile;
    readonly total: number;
  }>([
    { name: 'is heap and at least 384 MiB', total: 1408 },
    {
      name: 'is heap and a share of it, rounded down',
      conf: { 'spark.executor.memory': '10g', 'spark.executor.memoryOverheadFactor': '0.333' },
      total: 10_240 + 3_409,
    },
    {
      name: 'prefers the executors own share to that of the application',
      conf: {
        'spark.executor.memory': '8g',
        'spark.executor.memoryOverheadFactor': '0.25',
        'spark.kubernetes.memoryOverheadFactor': '0.5',
      },
      total: 8_192 + 2_048,
    },
    {
      name: 'follows the share of the application',
      conf: { 'spark.executor.memory': '8g', 'spark.kubernetes.memoryOverheadFactor': '0.5' },
      total: 8_192 + 4_096,
    },
    {
      name: 'takes a fixed overhead before any share',
      conf: { 'spark.executor.memoryOverhead': '100m', 'spark.executor.memoryOverheadFactor': '0.9' },
      total: 1_124,
    },
    {
      name: 'has another least overhead',
      conf: { 'spark.executor.minMemoryOverhead': '600m' },
      total: 1_624,
    },
    { name: 'includes off-heap memory', conf: OFF_HEAP, total: 2_432 },
    {
      name: 'leaves Python out of a Java application',
      conf: { 'spark.executor.pyspark.memory': '100m', 'spark.kubernetes.resource.type': 'java' },
      total: 1_408,
    },
    {
      name: 'includes Python workers of a Python application',
      conf: { 'spark.executor.pyspark.memory': '100m', 'spark.kubernetes.resource.type': 'python' },
      total: 1_508,
    },
    {
      name: 'keeps the overhead of the configured heap where a profile names only another heap',
      conf: { 'spark.executor.memory': '10g' },
      profile: { id: 2, memoryMiB: 500 },
      total: 1_524,
    },
    {
      name: 'follows the profile',
      conf: OFF_HEAP,
      profile: { id: 2, memoryMiB: 500, memoryOverheadMiB: 50, offHeapMiB: 7 },
      total: 557,
    },
    {
      name: 'leaves out off-heap memory that the properties do not switch on',
      profile: { id: 2, offHeapMiB: 700 },
      total: 1_408,
    },
  ])('$name: $total MiB', ({ conf = {}, profile = { id: 0 }, total }) => {
    expect(executorSize(profile, SparkConf.from(conf)).totalMemoryMiB).toBe(total);
  });

  test('refuses off-heap memory of no size', () => {
    expect(() => executorSize({ id: 2, offHeapMiB: 0 }, SparkConf.from(OFF_HEAP))).toThrow(
      'is not at least 1m',
    );
    expect(() => executorSize({ id: 0 }, SparkConf.from({ 'spark.memory.offHeap.enabled': 'true' }))).toThrow(
      'spark.memory.offHeap.size: "" is not at least 1m, which spark.memory.offHeap.enabled=true needs',
    );
  });
});

describe('devices of an executor', () => {
  const conf = SparkConf.from({
    'spark.executor.resource.gpu.amount': '2',
    'spark.executor.resource.gpu.vendor': 'nvidia.com',
  });

  test('are those of the configuration in the default profile only', () => {
    expect(executorSize({ id: 0 }, conf).resources).toEqual([
      { name: 'gpu', amount: 2, vendor: 'nvidia.com' },
    ]);
    expect(executorSize({ id: 1 }, conf).resources).toEqual([]);
  });

  test('are those of a profile that names some', () => {
    expect(executorSize({ id: 1, resources: [{ name: 'fpga', amount: 1 }] }, conf).resources).toEqual([
      { name: 'fpga', amount: 1 },
    ]);
  });
});

test('an overhead is a whole number of MiB', () => {
  expect(memoryOverhead(3_333, { fixedMiB: undefined, leastMiB: 384, factor: 0.5 })).toBe(1_666);
});
