import type { ExecutorCounts } from '../api/spark-application.ts';
import { unreachable } from '../unreachable.ts';
import type { ExecutorPod } from './executor-pod.ts';
import { podState, type StateRules } from './executor-pod-state.ts';

/**
 * Counts the executors that a driver makes itself, as their pods show them. Its demand is not known: as many are wanted
 * as there are. Those that have ended count while their pods are there.
 */
export function countExecutors(
  pods: Iterable<ExecutorPod>,
  rules: StateRules,
): Omit<ExecutorCounts, 'selector'> {
  const counts = { pending: 0, running: 0, succeeded: 0, failed: 0 };
  for (const pod of pods) {
    const counted = countedAs(pod, rules);
    if (counted !== undefined) counts[counted] += 1;
  }
  return { desired: counts.pending + counts.running, ...counts };
}

function countedAs(
  pod: ExecutorPod,
  rules: StateRules,
): keyof Omit<ExecutorCounts, 'selector' | 'desired'> | undefined {
  const state = podState(pod, rules);
  switch (state.kind) {
    case 'pending':
    case 'running':
    case 'succeeded':
    case 'failed':
      return state.kind;
    case 'terminating':
    case 'unknown':
    case 'deleted':
    case 'missing':
      return undefined;
    default:
      return unreachable(state);
  }
}
