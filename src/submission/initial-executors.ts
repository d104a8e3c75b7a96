import { CONF } from '../spark/conf-keys.ts';
import type { SparkConf } from '../spark/spark-conf.ts';

/**
 * How many executors an application begins with: with dynamic allocation the most that any of its properties names, and
 * none where nothing is named; else a fixed number.
 *
 * @see Spark `SchedulerBackendUtils.getInitialTargetExecutorNumber`
 */
export function initialExecutors(conf: SparkConf): number {
  if (!conf.read(CONF.dynamicAllocation)) return conf.read(CONF.executorInstances);
  const asked = [
    'spark.dynamicAllocation.minExecutors',
    'spark.dynamicAllocation.initialExecutors',
    CONF.executorInstances.key,
  ];
  return Math.max(0, ...asked.map((key) => countIn(conf.get(key))));
}

/** What is no number is found by a check. */
const countIn = (text = ''): number => (/^\d+$/u.test(text.trim()) ? Number(text) : 0);
