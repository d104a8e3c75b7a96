import { expect, test } from '@jest/globals';
import { SparkConf } from '../../../src/spark/spark-conf.ts';
import { initialExecutors } from '../../../src/submission/initial-executors.ts';

const DYNAMIC = { 'spark.dynamicAllocation.enabled': 'true' };
const [LEAST, FIRST] = ['spark.dynamicAllocation.minExecutors', 'spark.dynamicAllocation.initialExecutors'];

test.each<readonly [Readonly<Record<string, string>>, number]>([
  [{}, 2],
  [{ 'spark.executor.instances': '0' }, 0],
  [{ 'spark.executor.instances': '7', [LEAST]: '9' }, 7],
  [DYNAMIC, 0],
  [{ ...DYNAMIC, [LEAST]: '3' }, 3],
  [{ ...DYNAMIC, [LEAST]: '3', [FIRST]: '5' }, 5],
  [{ ...DYNAMIC, [LEAST]: '3', [FIRST]: '1', 'spark.executor.instances': '4' }, 4],
  [{ ...DYNAMIC, [LEAST]: 'many' }, 0],
])('%j begins with %d', (conf, count) => {
  expect(initialExecutors(SparkConf.from(conf))).toBe(count);
});
