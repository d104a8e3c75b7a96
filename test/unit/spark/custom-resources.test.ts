import { describe, expect, test } from '@jest/globals';
import { deviceLimits, parseCustomResources } from '../../../src/spark/custom-resources.ts';
import { SparkConf } from '../../../src/spark/spark-conf.ts';

const PREFIX = 'spark.driver.resource.';
const parse = (properties: Record<string, string>) =>
  parseCustomResources(
    SparkConf.from(Object.entries(properties).map(([key, value]) => [PREFIX + key, value] as const)),
    PREFIX,
  );

describe('devices', () => {
  test('are read in order of their names', () => {
    expect(parse({ 'gpu.amount': '2', 'gpu.vendor': 'nvidia.com', 'fpga.amount': '1' })).toEqual([
      { name: 'fpga', amount: 1 },
      { name: 'gpu', amount: 2, vendor: 'nvidia.com' },
    ]);
  });

  test('of which none is wanted ask for nothing', () => {
    expect(parse({ 'gpu.amount': '0' })).toEqual([]);
  });

  test.each([{ 'gpu.amount': '1.5' }, { 'gpu.vendor': 'nvidia.com' }])(
    'of no whole number are refused: %o',
    (conf) => {
      expect(() => parse(conf as Record<string, string>)).toThrow('spark.driver.resource.gpu.amount');
    },
  );

  test('are limits by vendor and name', () => {
    expect(deviceLimits([{ name: 'gpu', amount: 2, vendor: 'nvidia.com' }], PREFIX)).toEqual({
      'nvidia.com/gpu': '2',
    });
  });

  test('without a vendor are refused', () => {
    expect(() => deviceLimits([{ name: 'gpu', amount: 2 }], PREFIX)).toThrow(
      'spark.driver.resource.gpu.vendor: the resource "gpu" was asked for without its vendor',
    );
  });
});
