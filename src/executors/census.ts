import type { ExecutorPod } from './executor-pod.ts';
import type { ExecutorPodState } from './executor-pod-state.ts';
import type { ExecutorsMemory } from './executors-memory.ts';
import type { ExecutorPodsSnapshot } from './snapshot.ts';

/** The executors of one resource profile that are there or on their way. */
export interface ProfileCensus {
  readonly running: number;
  /** Executors that still run, and that were asked to end. */
  readonly retiring: number;
  /** Pods that do not run yet, in the order of their ids. */
  readonly pending: readonly ExecutorPod[];
  /** Ids asked for and not seen yet, in their order. */
  readonly requested: readonly number[];
}

/** Counts by profile. A profile without executors is not in it. */
export type Census = ReadonlyMap<number, ProfileCensus>;

export const NOBODY: ProfileCensus = { running: 0, retiring: 0, pending: [], requested: [] };

/** All executors of one profile that were not asked to end, whatever they are doing. */
export const presentIn = ({ running, pending, requested }: ProfileCensus): number =>
  running + pending.length + requested.length;

/**
 * Counts the executors that a driver can rely on or wait for: those in `unfinished` whose end nobody has noticed.
 * Executors that a full list did not show count on until somebody has looked; those of an unknown state don't, so that
 * they are replaced. Those that were asked to end are counted for themselves.
 */
export function takeCensus(
  snapshot: ExecutorPodsSnapshot,
  unfinished: ReadonlySet<number>,
  memory: Pick<ExecutorsMemory, 'requested' | 'ended' | 'retiring'>,
): Census {
  const census = new Map<number, Counting>();
  const at = (profileId: number): Counting => {
    const profile = census.get(profileId) ?? { running: 0, retiring: 0, pending: [], requested: [] };
    census.set(profileId, profile);
    return profile;
  };
  for (const [id, state] of snapshot.executors) {
    const stage = unfinished.has(id) && !memory.ended.has(id) ? stageOf(state) : undefined;
    if (stage === undefined) continue;
    if (memory.retiring.has(id)) at(state.pod.profileId).retiring += 1;
    else if (stage === 'running') at(state.pod.profileId).running += 1;
    else at(state.pod.profileId).pending.push(state.pod);
  }
  for (const [id, { profileId }] of memory.requested) {
    if (!snapshot.executors.has(id)) at(profileId).requested.push(id);
  }
  for (const { pending } of census.values()) pending.sort((a, b) => a.executorId - b.executorId);
  return census;
}

/** A `ProfileCensus` that is not finished. */
interface Counting {
  running: number;
  retiring: number;
  readonly pending: ExecutorPod[];
  readonly requested: number[];
}

/** The pods of the executors that `takeCensus` counts as running in that profile, in no order. */
export function runningPods(
  snapshot: ExecutorPodsSnapshot,
  unfinished: ReadonlySet<number>,
  memory: Pick<ExecutorsMemory, 'ended' | 'retiring'>,
  profileId: number,
): readonly ExecutorPod[] {
  return [...snapshot.executors.values()]
    .filter((state) => state.pod.profileId === profileId && stageOf(state) === 'running')
    .map(({ pod }) => pod)
    .filter(({ executorId }) => unfinished.has(executorId))
    .filter(({ executorId }) => !memory.ended.has(executorId) && !memory.retiring.has(executorId));
}

function stageOf({ kind, pod }: ExecutorPodState): 'running' | 'pending' | undefined {
  if (kind === 'running' || kind === 'pending') return kind;
  if (kind === 'missing') return pod.phase === 'Running' ? 'running' : 'pending';
  return undefined;
}
