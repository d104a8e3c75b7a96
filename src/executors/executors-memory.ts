import type { CleanExit } from './demand.ts';
import type { ExecutorLedger } from './executor-ledger.ts';
import type { ExecutorEnd } from './executor-losses.ts';
import { isFinal, type ExecutorPodState, type FinalPodState, type StateRules } from './executor-pod-state.ts';
import { exitReasonOf, UNKNOWN_EXIT_CODE } from './exit-reason.ts';
import { NOTHING_TOLD, type LossTelling } from './loss-telling.ts';
import type { ExecutorPodsSnapshot } from './snapshot.ts';

/**
 * What one round leaves to the next, beside what the executor set says. A value: rounds are given one and hand the
 * next one back. All of it may be lost: the next look finds what exists.
 */
export interface ExecutorsMemory {
  /** The lowest id never used, as far as we know; matters when somebody deletes the set. */
  readonly nextExecutorId: number;
  /** Executors whose pods were asked for and that no snapshot has shown yet, by id. */
  readonly requested: ReadonlyMap<number, Requested>;
  /** Ids that are reserved and whose pods were refused; the next pods get them. Asking again does no harm. */
  readonly spare: ReadonlySet<number>;
  /** How many pods of the last batch have not been asked for, because others had to be told of first. */
  readonly putOff: number;
  /** Executors that have ended and whose end is not recorded in the set yet, by id. */
  readonly ended: ReadonlyMap<number, ExecutorEnd>;
  /** The latest ends with exit code 0. */
  readonly cleanExits: readonly CleanExit[];
  /** Uids of pods whose deletion, or label, the API server has accepted. */
  readonly removed: ReadonlySet<string>;
  readonly lastBatchAtMs: number;
  /** No batch before it; undefined until the first round. */
  readonly firstBatchFromMs: number | undefined;
  /**
   * Executors that were asked to end or that their driver has killed, and whose end is not recorded yet, by id. The
   * executor set says the same.
   */
  readonly retiring: ReadonlyMap<number, Retiring>;
  /** What `spec.executor.instances` asks for since it was changed. The executor set says the same. */
  readonly scaledTo: number | undefined;
  /** Set while the API server refuses pods. */
  readonly refusal: Refusal | undefined;
  /** Executors that may live in the namespace, while that is why some are not asked for. */
  readonly heldTo: number | undefined;
  /** Since when the driver wants executors. */
  readonly demandedAtMs: number | undefined;
  /** What people were told of failed executors. */
  readonly telling: LossTelling;
}

export interface Requested {
  readonly profileId: number;
  /** Claims of others that it uses again. */
  readonly claims?: readonly string[];
  readonly atMs: number;
}

/** An executor on its way out. */
export interface Retiring {
  readonly sinceMs: number;
  /** Why, for people. */
  readonly reason: string;
  /** Its driver has killed it, and knows it no more: it has less time to end than one that was asked. */
  readonly killed?: true;
}

/** Creations that failed in a row, and until when none is tried. */
export interface Refusal {
  readonly count: number;
  readonly untilMs: number;
  /** Why, for people. */
  readonly message: string;
}

export const EMPTY_MEMORY: ExecutorsMemory = {
  nextExecutorId: 1,
  requested: new Map(),
  spare: new Set(),
  putOff: 0,
  ended: new Map(),
  cleanExits: [],
  removed: new Set(),
  retiring: new Map(),
  scaledTo: undefined,
  lastBatchAtMs: Number.NEGATIVE_INFINITY,
  firstBatchFromMs: undefined,
  refusal: undefined,
  heldTo: undefined,
  demandedAtMs: undefined,
  telling: NOTHING_TOLD,
};

/** Forgets requests that have been answered: `snapshot` shows their pods. */
export function withSeen(memory: ExecutorsMemory, snapshot: ExecutorPodsSnapshot): ExecutorsMemory {
  const seen = [...memory.requested.keys(), ...memory.spare].filter((id) => snapshot.executors.has(id));
  return without(memory, seen);
}

/**
 * Forgets ids that are in the ledger no more: an operator that came in our place has recorded their end, because it saw
 * no pods. Under such an id no pod may be asked for again.
 */
export function withoutRecorded(memory: ExecutorsMemory, { unfinished }: ExecutorLedger): ExecutorsMemory {
  const recorded = [...memory.requested.keys(), ...memory.spare].filter((id) => !unfinished.has(id));
  return without(memory, recorded);
}

/** How ends are read. */
export interface EndRules extends StateRules {
  /** The driver has stopped: its executors end with it, whatever their exit codes. */
  readonly driverStopped: boolean;
  /** How many executors of a profile the driver wants. */
  readonly wanted: (profileId: number) => number;
}

/** Keeps the ends among `states`, so that none is lost although the pod may be gone by the next snapshot. */
export function withEnds(
  memory: ExecutorsMemory,
  states: readonly ExecutorPodState[],
  rules: EndRules,
  nowMs: number,
): ExecutorsMemory {
  const ended = new Map(memory.ended);
  const cleanExits = [...memory.cleanExits];
  for (const state of states) {
    const { executorId, profileId } = state.pod;
    if (!isFinal(state) || ended.has(executorId)) continue;
    const end = endOf(state, rules, memory.removed);
    ended.set(executorId, end);
    if (end.outcome === 'succeeded' && !memory.retiring.has(executorId))
      cleanExits.push({ profileId, atMs: nowMs, wanted: rules.wanted(profileId) });
  }
  return ended.size === memory.ended.size ? memory : without({ ...memory, ended, cleanExits }, ended.keys());
}

/** Keeps the end of executors that are known to be no more, without anybody having seen them end. */
export function withLost(
  memory: ExecutorsMemory,
  ids: Iterable<number>,
  how: Pick<ExecutorEnd, 'outcome' | 'reason'>,
): ExecutorsMemory {
  const ended = new Map(memory.ended);
  for (const id of ids) {
    if (!ended.has(id))
      ended.set(id, { id, exitCode: UNKNOWN_EXIT_CODE, causedByApplication: false, ...how });
  }
  return ended.size === memory.ended.size ? memory : without({ ...memory, ended }, ended.keys());
}

/** Executors that were asked to end have not failed, however they ended; the driver hears why they were asked. */
export function withRetired(memory: ExecutorsMemory): ExecutorsMemory {
  const retired = [...memory.ended.values()].flatMap((end): ExecutorEnd[] => {
    const { reason } = memory.retiring.get(end.id) ?? {};
    if (reason === undefined || end.reason.startsWith(reason)) return [];
    const outcome = end.outcome === 'failed' ? 'given-back' : end.outcome;
    return [{ ...end, outcome, causedByApplication: false, reason: `${reason} (${end.reason})` }];
  });
  if (retired.length === 0) return memory;
  return { ...memory, ended: new Map([...memory.ended, ...retired.map((end) => [end.id, end] as const)]) };
}

/** Keeps ids whose pods were refused for the next pods, and asks for none before the refusal is over. */
export function withRefused(
  memory: ExecutorsMemory,
  ids: readonly number[],
  refusal: Refusal,
): ExecutorsMemory {
  const left = without(memory, ids);
  return { ...left, spare: new Set([...left.spare, ...ids]), refusal };
}

/** Keeps ids that are reserved, and whose pods the next round asks for, as the rest of this batch. */
export function withPutOff(memory: ExecutorsMemory, ids: readonly number[]): ExecutorsMemory {
  const left = without(memory, ids);
  return { ...left, spare: new Set([...left.spare, ...ids]), putOff: ids.length };
}

/** Remembers pods whose removal was accepted, so that it is not asked for again. */
export function withRemoved(memory: ExecutorsMemory, uids: readonly string[]): ExecutorsMemory {
  return uids.length === 0 ? memory : { ...memory, removed: new Set([...memory.removed, ...uids]) };
}

/** Forgets that pods were asked for under those ids, or could be. */
export function without(memory: ExecutorsMemory, ids: Iterable<number>): ExecutorsMemory {
  const requested = new Map(memory.requested);
  const spare = new Set(memory.spare);
  for (const id of ids) {
    requested.delete(id);
    spare.delete(id);
  }
  const same = requested.size === memory.requested.size && spare.size === memory.spare.size;
  return same ? memory : { ...memory, requested, spare };
}

/** An executor that nobody wants any more did not fail, whatever its exit code. */
function endOf(state: FinalPodState, rules: EndRules, removed: ReadonlySet<string>): ExecutorEnd {
  const reason = exitReasonOf(state, rules);
  const failed = state.kind === 'failed' || reason.exitCode !== 0;
  const unwanted = rules.driverStopped || removed.has(state.pod.uid);
  const outcome = failed ? (unwanted ? 'given-back' : 'failed') : 'succeeded';
  return { id: state.pod.executorId, outcome, ...reason };
}
