import type { ExecutorPod } from './executor-pod.ts';
import type { ExecutorPodState } from './executor-pod-state.ts';
import { NEVER_MS } from './next-look.ts';
import type { ExecutorPodsSnapshot } from './snapshot.ts';

/** An executor whose node counts as lost. */
export interface OverdueExecutor {
  readonly id: number;
  readonly reason: string;
}

/** How long after the time it was given a deleted pod may live on before its node counts as lost. */
const OVERDUE_AFTER_MS = 30_000;

/**
 * Finds executors that still show as running long after they were to be gone: their node does not answer, and
 * Kubernetes keeps such pods until it does. Spark waits as long; here they are lost and replaced.
 */
export function overdueExecutors(
  states: readonly ExecutorPodState[],
  nowMs: number,
): readonly OverdueExecutor[] {
  return states
    .filter((state) => overdueTimeOf(state) <= nowMs)
    .map(({ pod: { executorId, nodeName } }) => ({
      id: executorId,
      reason: `node lost${nodeName === undefined ? '' : ` (node ${nodeName})`}: it does not answer`,
    }));
}

/** When the next executor will be overdue, if its pod lives on. */
export function overdueAtMs(snapshot: ExecutorPodsSnapshot, nowMs: number): number {
  let earliestMs = NEVER_MS;
  for (const state of snapshot.executors.values()) {
    const atMs = overdueTimeOf(state);
    if (atMs > nowMs && atMs < earliestMs) earliestMs = atMs;
  }
  return earliestMs;
}

/** Whether a pod is still there long after it was to be gone. */
export const isOverdue = ({ deletionAtMs = NEVER_MS }: ExecutorPod, nowMs: number): boolean =>
  nowMs >= deletionAtMs + OVERDUE_AFTER_MS;

function overdueTimeOf({ kind, pod }: ExecutorPodState): number {
  const lives = kind === 'running' || kind === 'terminating' || kind === 'unknown';
  return lives && pod.deletionAtMs !== undefined ? pod.deletionAtMs + OVERDUE_AFTER_MS : NEVER_MS;
}
