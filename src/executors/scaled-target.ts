import type { ExecutorSetSpec } from '../api/spark-executor-set.ts';
import { CONF } from '../spark/conf-keys.ts';
import { reportedFlag } from '../spark/reported-flag.ts';
import type { ExecutorSettings } from './executor-settings.ts';

/**
 * What `spec.executor.instances` asks for, once somebody has changed it since the submission; undefined before. From
 * the first change on it counts for good, also when it is set back to what was submitted, or taken away.
 *
 * @param before what the last round found
 * @param asked the field as it is now; undefined where the application does not have it
 */
export function scaledTo(
  before: number | undefined,
  asked: number | undefined,
  { instances: submitted }: Pick<ExecutorSettings, 'instances'>,
): number | undefined {
  if (asked === undefined) return before;
  return before === undefined && asked === submitted ? undefined : asked;
}

/**
 * How many executors of the default profile that makes; undefined where the driver's own demand counts.
 *
 * Without dynamic allocation a driver asks once, for as many as it was submitted with, and never again: whoever scales
 * the application knows better. With it the driver keeps asking, and two that decide would undo each other's work.
 */
export function scaledTarget(
  scaled: number | undefined,
  spec: ExecutorSetSpec,
  settings: Pick<ExecutorSettings, 'dynamicAllocation'>,
): number | undefined {
  return allocatesDynamically(spec, settings) ? undefined : scaled;
}

/** By what the driver reports, because code may switch it on; by what was submitted where it reports nothing. */
export function allocatesDynamically(
  { conf }: Pick<ExecutorSetSpec, 'conf'>,
  { dynamicAllocation }: Pick<ExecutorSettings, 'dynamicAllocation'>,
): boolean {
  return reportedFlag(conf, CONF.dynamicAllocation) ?? dynamicAllocation;
}

/** By what the driver reports, in the same way. */
export function decommissions(
  { conf }: Pick<ExecutorSetSpec, 'conf'>,
  settings: Pick<ExecutorSettings, 'decommissions'>,
): boolean {
  return reportedFlag(conf, CONF.decommission) ?? settings.decommissions;
}
