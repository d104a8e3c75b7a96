import { describe, expect, test } from '@jest/globals';
import { CONF } from '../../../src/spark/conf-keys.ts';
import { SparkConf } from '../../../src/spark/spark-conf.ts';

describe('SparkConf', () => {
  const conf = SparkConf.from({ b: '2', a: '1', 'p.y': 'Y', 'p.x': 'X', 'p.': 'none' });

  test('lists its properties in order of their keys, however they came', () => {
    expect(conf.entries().map(([key]) => key)).toEqual(['a', 'b', 'p.', 'p.x', 'p.y']);
  });

  test('reads a family by the rest of the key', () => {
    expect([...conf.withPrefix('p.')]).toEqual([
      ['x', 'X'],
      ['y', 'Y'],
    ]);
  });

  test('never changes: with and without make the next one', () => {
    const next = conf
      .with('a', '9')
      .withAll([['c', '3']])
      .without('b', 'p.');
    expect(next.toRecord()).toEqual({ a: '9', c: '3', 'p.x': 'X', 'p.y': 'Y' });
    expect(conf.get('a')).toBe('1');
    expect(conf.has('b')).toBe(true);
  });

  test('gives the default of a property that nobody set', () => {
    expect(conf.read(CONF.driverMemory)).toBe(1024);
    expect(conf.read(CONF.driverMemoryOverhead)).toBeUndefined();
  });

  test('gives a value in its own type', () => {
    expect(conf.with('spark.driver.memory', '2g').read(CONF.driverMemory)).toBe(2048);
  });

  test('names the key of a value that it cannot read', () => {
    expect(() => conf.with('spark.driver.memory', '2x').read(CONF.driverMemory)).toThrow(
      'spark.driver.memory: "2x"',
    );
  });

  test('is not fooled by names that every object has', () => {
    expect(conf.get('constructor')).toBeUndefined();
    expect(conf.has('toString')).toBe(false);
  });
});
