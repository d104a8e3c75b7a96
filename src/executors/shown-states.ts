import type { ExecutorState } from '../api/executor-state.ts';
import { unreachable } from '../unreachable.ts';
import type { ExecutorPod } from './executor-pod.ts';
import { podState, type ExecutorPodState, type StateRules } from './executor-pod-state.ts';

/**
 * The states of executor pods by their names, in the words of `status.executorState`, in the order of their ids; of those
 * about to go none.
 */
export function shownStates(
  pods: Iterable<ExecutorPod>,
  rules: StateRules,
): ReadonlyMap<string, ExecutorState> {
  const states = new Map<string, ExecutorState>();
  for (const pod of [...pods].toSorted((a, b) => a.executorId - b.executorId)) {
    const state = pod.executorId === 0 ? undefined : shownState(podState(pod, rules));
    if (state !== undefined) states.set(pod.name, state);
  }
  return states;
}

function shownState({ kind }: ExecutorPodState): ExecutorState | undefined {
  switch (kind) {
    case 'pending':
      return 'PENDING';
    case 'running':
    case 'terminating':
      return 'RUNNING';
    case 'succeeded':
      return 'COMPLETED';
    case 'failed':
      return 'FAILED';
    case 'unknown':
      return 'UNKNOWN';
    case 'deleted':
    case 'missing':
      return undefined;
    default:
      return unreachable(kind);
  }
}
