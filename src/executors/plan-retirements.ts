import type { ExecutorRetirement, ExecutorSetStatus } from '../api/spark-executor-set.ts';
import { timeText } from '../manifest/time.ts';
import { runningPods } from './census.ts';
import type { Demand, WantedProfile } from './demand.ts';
import type { ExecutorLedger } from './executor-ledger.ts';
import type { ExecutorPod } from './executor-pod.ts';
import { isFinal } from './executor-pod-state.ts';
import type { ExecutorsMemory, Retiring } from './executors-memory.ts';
import { NEVER_MS } from './next-look.ts';
import type { PodRemoval } from './plan-removals.ts';
import type { ExecutorPodsSnapshot } from './snapshot.ts';

/** Everything one decision about executors to part with rests on. */
export interface RetirementRound {
  readonly demand: Demand;
  readonly snapshot: ExecutorPodsSnapshot;
  readonly ledger: ExecutorLedger;
  /** Says who was asked before. */
  readonly memory: ExecutorsMemory;
  /** How long an executor may take to end once it was asked. */
  readonly graceMs: number;
  /** The same for one that its driver has killed. */
  readonly killedGraceMs: number;
  readonly nowMs: number;
}

export interface RetirementPlan {
  /** With those that are asked from now on; the executor set tells the driver of them. */
  readonly memory: ExecutorsMemory;
  /** Pods of executors on their way out that have not ended in time. */
  readonly remove: readonly PodRemoval[];
  /** Pods of all that are on their way out and have not ended. */
  readonly leaving: readonly ExecutorPod[];
  /** When the next one will have had its time, or more can be asked. */
  readonly lookAtMs: number;
}

/** Executors on their way out at the same time: what the schema lets a set hold. */
export const MOST_RETIRING = 500;

/** Of them, those of one round: so many fit in beside everything else that a round may add to a set. */
const MOST_PER_ROUND = 100;

/**
 * Decides which running executors to part with, for one round. Only profiles that somebody has scaled: in others the
 * driver parts with executors itself. Requests and pending pods are taken back before, by `planAllocation`.
 *
 * 1. Of each such profile with more running executors than wanted, ask the newest to end, those first that are being
 *    deleted anyway. The driver hears of it by the executor set, gives them no more tasks, and has them end.
 * 2. Delete the pods of those that have not ended within the grace period, whatever the driver does; also of those that
 *    it has killed itself (`withKilled`).
 *
 * Guarantees: who was asked stays asked, also over restarts, and is replaced by nobody; what is wanted is never undercut.
 */
export function planRetirements(round: RetirementRound): RetirementPlan {
  const { demand, memory, nowMs } = round;
  const chosen =
    demand.kind === 'wanted' ? demand.profiles.flatMap((profile) => chosenOf(profile, round)) : [];
  const places = Math.min(MOST_PER_ROUND, Math.max(0, MOST_RETIRING - memory.retiring.size));
  const asked = chosen.slice(0, places);
  const retiring = new Map<number, Retiring>([...memory.retiring, ...asked]);
  const goesOn = asked.length === MOST_PER_ROUND && chosen.length > asked.length;
  const dueMs = [...retiring.values()]
    .map((each) => dueAtMs(each, round))
    .reduce((earliest, atMs) => (atMs > nowMs ? Math.min(earliest, atMs) : earliest), NEVER_MS);
  return {
    memory: asked.length === 0 ? memory : { ...memory, retiring },
    remove: overdue(round),
    leaving: [...retiring.keys()].flatMap((id) => livingPod(id, round)),
    lookAtMs: goesOn ? nowMs : dueMs,
  };
}

/**
 * Who is on the way out: as the executor set says, and as is remembered where somebody has deleted the set. Nobody
 * whose end is recorded.
 */
export function retiringExecutors(
  { retire = [] }: Pick<ExecutorSetStatus, 'retire'>,
  { unfinished }: ExecutorLedger,
  memory: Pick<ExecutorsMemory, 'retiring'>,
): ReadonlyMap<number, Retiring> {
  const recorded = retire.map(
    ({ id, reason, since, killed }) =>
      [id, { reason, sinceMs: Date.parse(since) || 0, ...(killed === true && { killed }) }] as const,
  );
  return new Map([...recorded, ...memory.retiring].filter(([id]) => unfinished.has(id)));
}

/**
 * The same as the executor set is to say it, in the order of the ids. Whole seconds are enough: who reads them after a
 * restart waits a second less at most.
 */
export function retirementsIn(
  { retiring }: Pick<ExecutorsMemory, 'retiring'>,
  { unfinished }: ExecutorLedger,
): ExecutorRetirement[] {
  return [...retiring]
    .filter(([id]) => unfinished.has(id))
    .toSorted(([one], [other]) => one - other)
    .map(([id, { sinceMs, ...rest }]) => ({ id, ...rest, since: timeText(sinceMs) }));
}

const dueAtMs = (
  { sinceMs, killed }: Retiring,
  { graceMs, killedGraceMs }: Pick<RetirementRound, 'graceMs' | 'killedGraceMs'>,
): number => sinceMs + (killed === true ? killedGraceMs : graceMs);

/** Step 1, for one profile. Nobody else's executors are touched: of those the driver decides. */
function chosenOf(
  { id: profileId, wanted, scaled }: WantedProfile,
  { snapshot, ledger, memory, nowMs }: RetirementRound,
): readonly (readonly [number, Retiring])[] {
  if (scaled === undefined) return [];
  const running = runningPods(snapshot, ledger.unfinished, memory, profileId);
  const reason = `scaled down to ${wanted} ${wanted === 1 ? 'executor' : 'executors'}`;
  return running
    .toSorted(leavingFirst)
    .slice(0, Math.max(0, running.length - wanted))
    .map(({ executorId }) => [executorId, { sinceMs: nowMs, reason }]);
}

/** Of an executor whose end nobody has noticed. */
function livingPod(id: number, { snapshot, memory }: RetirementRound): readonly ExecutorPod[] {
  const state = snapshot.executors.get(id);
  return state === undefined || isFinal(state) || memory.ended.has(id) ? [] : [state.pod];
}

/** Who goes first: pods that are being deleted, then the newest, which hold the fewest blocks. */
const leavingFirst = (one: ExecutorPod, other: ExecutorPod): number =>
  Number(one.deletionAtMs === undefined) - Number(other.deletionAtMs === undefined) ||
  other.executorId - one.executorId;

/** Step 2. Those that are being deleted already need no second word; a driver that wants nothing ends them itself. */
function overdue(round: RetirementRound): readonly PodRemoval[] {
  const { demand, snapshot, ledger, memory, nowMs } = round;
  if (demand.kind === 'none') return [];
  return [...memory.retiring].flatMap(([id, retiring]): PodRemoval[] => {
    const state = snapshot.executors.get(id);
    if (state === undefined || isFinal(state) || state.kind === 'missing') return [];
    const { name, uid, deletionAtMs } = state.pod;
    const isGoing = deletionAtMs !== undefined || memory.removed.has(uid) || !ledger.unfinished.has(id);
    const dueMs = dueAtMs(retiring, round);
    if (isGoing || nowMs < dueMs) return [];
    const what = retiring.killed === true ? retiring.reason : 'asked to end';
    const because = `executor ${id}: ${what}, and still there ${(dueMs - retiring.sinceMs) / 1_000} s later`;
    return [{ kind: 'delete', name, uid, because }];
  });
}
