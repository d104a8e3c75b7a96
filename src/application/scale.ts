import type { Verdict } from '../api/condition.ts';
import type { SparkExecutorSet } from '../api/spark-executor-set.ts';
import { CONF } from '../spark/conf-keys.ts';
import { reportedFlag } from '../spark/reported-flag.ts';
import { eventAction, type Action } from './action.ts';
import type { Observed } from './observed.ts';

/**
 * What has become of a change of `spec.executor.instances`; undefined while nobody has changed it. The condition
 * `Scaled`:
 *
 *   True   SpecDecides               so many executors are wanted
 *   False  DynamicAllocationDecides  it has no effect
 */
export function scaleVerdict(set: SparkExecutorSet | undefined): Verdict | undefined {
  const scaledTo = set?.status?.scaledTo;
  if (scaledTo === undefined) return undefined;
  return reportedFlag(set?.spec.conf, CONF.dynamicAllocation)
    ? {
        status: 'False',
        reason: 'DynamicAllocationDecides',
        message:
          `spec.executor.instances is ${scaledTo} now, which has no effect: with dynamic allocation the driver decides,` +
          ' between spark.dynamicAllocation.minExecutors and maxExecutors as they were submitted.',
      }
    : { status: 'True', reason: 'SpecDecides', message: `spec.executor.instances asks for ${scaledTo}.` };
}

/**
 * An Event for each change, told apart from those before by the condition: it is written before the Event, so a crash
 * between the two loses an Event and repeats none.
 */
export function scaleEvents({ application, executorSet }: Observed): readonly Action[] {
  const verdict = scaleVerdict(executorSet);
  const before = application.status?.conditions?.find(({ type }) => type === 'Scaled');
  if (verdict === undefined || verdict.message === before?.message) return [];
  const { status, message } = verdict;
  return status === 'True'
    ? [eventAction('Normal', 'SparkApplicationScaled', message)]
    : [eventAction('Warning', 'SparkApplicationNotScaled', message)];
}
