import { EXECUTOR_CONTAINER } from '../spark/container-names.ts';
import type { ExecutorPod } from './executor-pod.ts';

/**
 * Where an executor stands, seen from Spark.
 *
 * @see Spark `ExecutorPodStates`
 */
export type ExecutorPodState =
  | { readonly kind: 'pending'; readonly pod: ExecutorPod }
  | { readonly kind: 'running'; readonly pod: ExecutorPod }
  | { readonly kind: 'terminating'; readonly pod: ExecutorPod }
  /** Kubernetes doesn't know: usually the node does not answer. */
  | { readonly kind: 'unknown'; readonly pod: ExecutorPod }
  | { readonly kind: 'succeeded'; readonly pod: ExecutorPod }
  | { readonly kind: 'failed'; readonly pod: ExecutorPod }
  | { readonly kind: 'deleted'; readonly pod: ExecutorPod }
  /** It had not ended, and the full list taken at `listedAtMs` did not show it any more. */
  | { readonly kind: 'missing'; readonly pod: ExecutorPod; readonly listedAtMs: number };

/** States that an executor never leaves, except that a pod is deleted afterwards. */
export type FinalPodState = Extract<ExecutorPodState, { kind: 'succeeded' | 'failed' | 'deleted' }>;

/** What the user's properties say about reading a pod. */
export interface StateRules {
  /** Any container that fails makes the pod count as failed. */
  readonly checkAllContainers: boolean;
  /** The container that runs Spark. */
  readonly containerName: string;
}

/**
 * Spark's own defaults, good enough for what people look at: a pod of a template with other names shows its end by its
 * phase.
 */
export const USUAL_RULES: StateRules = { checkAllContainers: true, containerName: EXECUTOR_CONTAINER };

/**
 * Reads the state of an executor from its pod.
 *
 * 1. A pod that is being deleted counts as deleted, unless it still runs.
 * 2. A running pod has failed when any of its containers has (if all are checked and none is restarted).
 * 3. Otherwise a running pod stands where its Spark container stands: sidecars may outlive it.
 * 4. Everything else follows the phase.
 *
 * @see Spark `ExecutorPodsSnapshot.toState`
 */
export function podState(pod: ExecutorPod, rules: StateRules): ExecutorPodState {
  const phase = pod.phase?.toLowerCase();
  if (pod.deletionAtMs !== undefined && phase !== 'running' && phase !== 'terminating') {
    return { kind: 'deleted', pod };
  }
  switch (phase) {
    case 'pending':
      return { kind: 'pending', pod };
    case 'running':
      return { kind: runningKind(pod, rules), pod };
    case 'failed':
      return { kind: 'failed', pod };
    case 'succeeded':
      return { kind: 'succeeded', pod };
    case 'terminating':
      return { kind: 'terminating', pod };
    // Kubernetes' own `Unknown`, and every word to come: a phase is text, so no list of them is complete.
    default:
      return { kind: 'unknown', pod };
  }
}

/** Whether an executor in that state is over. */
export function isFinal(state: ExecutorPodState): state is FinalPodState {
  return state.kind === 'succeeded' || state.kind === 'failed' || state.kind === 'deleted';
}

function runningKind(pod: ExecutorPod, rules: StateRules): 'running' | 'succeeded' | 'failed' {
  const checksAll = rules.checkAllContainers && pod.restartPolicy === 'Never';
  if (checksAll && pod.ended.some(({ exitCode }) => exitCode !== 0)) return 'failed';
  const spark = pod.ended.find(({ name }) => name === rules.containerName);
  if (spark === undefined) return 'running';
  return spark.exitCode === 0 ? 'succeeded' : 'failed';
}
