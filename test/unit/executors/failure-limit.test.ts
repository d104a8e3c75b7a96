import { describe, expect, test } from '@jest/globals';
import type { FailureCount, RecentLoss } from '../../../src/api/spark-executor-set.ts';
import type { ExecutorEnd } from '../../../src/executors/executor-losses.ts';
import {
  countFailures,
  failureLimitOf,
  failureOf,
  parseFailureLimit,
  type FailureLimit,
} from '../../../src/executors/failure-limit.ts';
import { SparkConf } from '../../../src/spark/spark-conf.ts';
import { readBy } from '../../../src/spark/version-differences.ts';

const MAXIMUM = 'spark.executor.maxNumFailures';
const VALIDITY = 'spark.executor.failuresValidityInterval';
const INSTANCES = 'spark.executor.instances';
const DYNAMIC = { 'spark.dynamicAllocation.enabled': 'true' };

const failures = (count: number, more: Partial<ExecutorEnd> = {}): readonly ExecutorEnd[] =>
  Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    outcome: 'failed',
    exitCode: 1,
    causedByApplication: true,
    reason: 'exit code 1',
    ...more,
  }));
const forEver: FailureLimit = { maximum: 3, validForMs: undefined };
const total = (counted: readonly FailureCount[]): number =>
  counted.reduce((sum, { count }) => sum + count, 0);

describe('the limit of failures', () => {
  test.each<{
    readonly name: string;
    readonly conf: Readonly<Record<string, string>>;
    readonly maximum: number;
  }>([
    { name: 'is what the user says', conf: { [MAXIMUM]: '7', [INSTANCES]: '9' }, maximum: 7 },
    { name: 'may be zero', conf: { [MAXIMUM]: '0' }, maximum: 0 },
    { name: 'is twice the executors otherwise', conf: { [INSTANCES]: '10' }, maximum: 20 },
    { name: 'is at least three', conf: { [INSTANCES]: '1' }, maximum: 3 },
    { name: 'is three where nobody says how many executors', conf: {}, maximum: 3 },
    {
      name: 'goes by the most executors of dynamic allocation',
      conf: { ...DYNAMIC, [INSTANCES]: '1', 'spark.dynamicAllocation.maxExecutors': '8' },
      maximum: 16,
    },
    {
      name: 'goes by that of streams first',
      conf: {
        ...DYNAMIC,
        'spark.dynamicAllocation.maxExecutors': '8',
        'spark.streaming.dynamicAllocation.enabled': 'true',
        'spark.streaming.dynamicAllocation.maxExecutors': '5',
      },
      maximum: 10,
    },
    { name: 'is none with unlimited dynamic allocation', conf: DYNAMIC, maximum: 2_147_483_647 },
  ])('$name', ({ conf, maximum }) => {
    expect(parseFailureLimit(SparkConf.from(conf))).toEqual({ maximum, validForMs: undefined });
  });

  test.each<{
    readonly version: string;
    readonly conf: Readonly<Record<string, string>>;
    readonly maximum: number;
  }>([
    { version: '3.5.9', conf: { [INSTANCES]: '2' }, maximum: 2_147_483_647 },
    { version: '3.5.9', conf: { [MAXIMUM]: '2' }, maximum: 2 },
    { version: '4.0.0', conf: { [INSTANCES]: '2' }, maximum: 4 },
  ])('Spark $version with $conf allows $maximum', ({ version, conf, maximum }) => {
    expect(parseFailureLimit(readBy(version, SparkConf.from(conf))).maximum).toBe(maximum);
  });

  test.each([
    { text: '2s', validForMs: 2_000 },
    { text: '1500', validForMs: 1_500 },
    { text: '-1', validForMs: undefined },
  ])('a failure counts for $text', ({ text, validForMs }) => {
    expect(parseFailureLimit(SparkConf.from({ [VALIDITY]: text }))).toMatchObject({ validForMs });
  });

  test.each<{
    readonly name: string;
    readonly reported: Readonly<Record<string, string>>;
    readonly maximum: number;
  }>([
    { name: 'what the driver reports wins', reported: { [MAXIMUM]: '9' }, maximum: 9 },
    { name: 'what it reports of the executors, too', reported: { [INSTANCES]: '50' }, maximum: 100 },
    { name: 'nonsense that it reports does not', reported: { [MAXIMUM]: 'many' }, maximum: 4 },
  ])('$name', ({ reported, maximum }) => {
    expect(failureLimitOf(SparkConf.from({ [INSTANCES]: '2' }), reported).maximum).toBe(maximum);
  });

  test.each([
    {
      name: 'more executors by scaling may fail more often',
      scaledTo: 20,
      conf: { [INSTANCES]: '2' },
      maximum: 40,
    },
    { name: 'fewer as often as before', scaledTo: 1, conf: { [INSTANCES]: '4' }, maximum: 8 },
    { name: 'a limit that somebody has set stays', scaledTo: 20, conf: { [MAXIMUM]: '2' }, maximum: 2 },
  ])('$name', ({ scaledTo, conf, maximum }) => {
    expect(failureLimitOf(SparkConf.from(conf), {}, scaledTo).maximum).toBe(maximum);
  });

  test('a value that cannot be read is told with its key', () => {
    expect(() => parseFailureLimit(SparkConf.from({ [MAXIMUM]: 'few' }))).toThrow(MAXIMUM);
  });
});

describe('counting failures', () => {
  test('with an interval, a failure counts for that long, and the one too many ends the application', () => {
    const limit: FailureLimit = { maximum: 2, validForMs: 2_000 };
    let counted: readonly FailureCount[] = [];
    const look = (atMs: number, failed: number): readonly [number, boolean] => {
      counted = countFailures(counted, failures(failed), limit, atMs);
      return [total(counted), failureOf(counted, [], limit, atMs) !== undefined];
    };
    expect(look(1_000, 2)).toEqual([2, false]);
    expect(look(2_000, 0)).toEqual([2, false]);
    expect(look(4_000, 0)).toEqual([0, false]);
    expect(look(5_000, 3)).toEqual([3, true]);
  });

  test.each<{ readonly name: string; readonly ends: readonly ExecutorEnd[]; readonly counts: number }>([
    { name: 'failures count', ends: failures(2), counts: 2 },
    { name: 'what the cluster took does not', ends: failures(2, { causedByApplication: false }), counts: 0 },
    { name: 'success does not', ends: failures(2, { outcome: 'succeeded', exitCode: 0 }), counts: 0 },
    { name: 'what was given back does not', ends: failures(2, { outcome: 'given-back' }), counts: 0 },
  ])('$name', ({ ends, counts }) => {
    expect(total(countFailures([], ends, forEver, 0))).toBe(counts);
  });

  test('without an interval one number is enough', () => {
    const once = countFailures([], failures(2), forEver, 0);
    expect(countFailures(once, failures(3), forEver, 9_000)).toEqual([
      { at: '1970-01-01T00:00:09.000Z', count: 5 },
    ]);
  });

  test('many moments stay few enough to be written down, and no failure is lost', () => {
    const limit: FailureLimit = { maximum: 1_000, validForMs: 3_600_000 };
    let counted: readonly FailureCount[] = [];
    for (let atMs = 0; atMs < 250_000; atMs += 1_000)
      counted = countFailures(counted, failures(1), limit, atMs);
    expect(counted).toHaveLength(100);
    expect(total(counted)).toBe(250);
  });
});

describe('the verdict', () => {
  const recent: readonly RecentLoss[] = [1, 2, 3, 4].map((id) => ({
    id,
    exitCode: 52,
    causedByApplication: id !== 2,
    reason: `exit code 52 (JVM out of memory)`,
    time: '2026-01-01T00:00:00Z',
  }));

  test('says which limit was exceeded, by how many, and why the last ones failed', () => {
    const limit: FailureLimit = { maximum: 3, validForMs: 60_000 };
    expect(failureOf([{ at: '', count: 4 }], recent, limit, 0)).toEqual({
      reason: 'MaxExecutorFailures',
      message:
        '4 executors failed within 60 s, more than spark.executor.maxNumFailures allows (3). The last: executor 1: exit' +
        ' code 52 (JVM out of memory); executor 3: exit code 52 (JVM out of memory); executor 4: exit code 52 (JVM out' +
        ' of memory)',
      exitCode: 11,
      time: '1970-01-01T00:00:00Z',
    });
  });

  test('as many as are allowed may fail', () => {
    expect(failureOf([{ at: '', count: 3 }], recent, forEver, 0)).toBeUndefined();
  });
});
