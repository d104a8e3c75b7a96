import type { ExecutorPod } from './executor-pod.ts';
import type { ExecutorPodState } from './executor-pod-state.ts';
import type { ExecutorsMemory } from './executors-memory.ts';
import type { ExecutorPodsSnapshot } from './snapshot.ts';

/** The executors of one resource profile that are there or on their way. */
export interface ProfileCensus {
  readonly running: number;
  /** Pods that do not run yet, in the order of their ids. */
  readonly pending: readonly ExecutorPod[];
  /** Ids asked for and not seen yet, in their order. */
  readonly requested: readonly number[];
}

/** Counts by profile. A profile without executors is not in it. */
export type Census = ReadonlyMap<number, ProfileCensus>;

export const NOBODY: ProfileCensus = { running: 0, pending: [], requested: [] };

/** All executors of one profile, whatever they are doing. */
export const presentIn = ({ running, pending, requested }: ProfileCensus): number =>
  running + pending.length + requested.length;

/**
 * Counts the executors that a driver can rely on or wait for: those in `unfinished` whose end nobody has noticed.
 * Executors that a full list did not show count on until somebody has looked; those of an unknown state don't, so that
 * they are replaced.
 */
export function takeCensus(
  snapshot: ExecutorPodsSnapshot,
  unfinished: ReadonlySet<number>,
  memory: Pick<ExecutorsMemory, 'requested' | 'ended'>,
): Census {
  const census = new Map<number, { running: number; pending: ExecutorPod[]; requested: number[] }>();
  const at = (profileId: number) => {
    const profile = census.get(profileId) ?? { running: 0, pending: [], requested: [] };
    census.set(profileId, profile);
    return profile;
  };
  for (const [id, state] of snapshot.executors) {
    if (!unfinished.has(id) || memory.ended.has(id)) continue;
    const stage = stageOf(state);
    if (stage === 'running') at(state.pod.profileId).running += 1;
    else if (stage === 'pending') at(state.pod.profileId).pending.push(state.pod);
  }
  for (const [id, { profileId }] of memory.requested) {
    if (!snapshot.executors.has(id)) at(profileId).requested.push(id);
  }
  for (const { pending } of census.values()) pending.sort((a, b) => a.executorId - b.executorId);
  return census;
}

function stageOf({ kind, pod }: ExecutorPodState): 'running' | 'pending' | undefined {
  if (kind === 'running' || kind === 'pending') return kind;
  if (kind === 'missing') return pod.phase === 'Running' ? 'running' : 'pending';
  return undefined;
}
