import { CONF } from './conf-keys.ts';
import type { ResourceProfile } from './resource-profile.ts';
import type { SparkConf } from './spark-conf.ts';

/**
 * The cores that an executor says it has, which is how many tasks it gets at a time: those of one task where it is to
 * take no more, in whole numbers; undefined where all of its cores count.
 *
 * @param recovering one of the application has run out of memory; the property wins
 * @see Spark `spark.kubernetes.allocation.recoveryMode.enabled`
 */
export function coresOfOneTask(
  recovering: boolean,
  { taskCpus }: ResourceProfile,
  conf: SparkConf,
): number | undefined {
  // Read in any case: Spark makes its default profile of it, and refuses what it cannot read.
  const usualTaskCpus = conf.read(CONF.taskCpus) ?? 1;
  if (!(conf.read(CONF.recoveryMode) ?? recovering)) return undefined;
  return Math.max(1, Math.ceil(taskCpus ?? usualTaskCpus));
}
