import { isDeepStrictEqual } from 'node:util';
import type { ExecutorSetStatus } from '../api/spark-executor-set.ts';
import { NOBODY, takeCensus, type Census } from './census.ts';
import { wantedOf, type Demand } from './demand.ts';
import { formatExecutorIds } from './executor-ids.ts';
import type { ExecutorLedger } from './executor-ledger.ts';
import { shortened, type ExecutorEnd, type LossLedger } from './executor-losses.ts';
import type { ExecutorSettings } from './executor-settings.ts';
import type { ExecutorsMemory } from './executors-memory.ts';
import { retirementsIn } from './plan-retirements.ts';
import { isRecovering } from './recovery-mode.ts';
import { countFailures, failureOf, type FailureLimit } from './failure-limit.ts';
import { withRecentLosses } from './recent-losses.ts';
import type { ExecutorPodsSnapshot } from './snapshot.ts';

/** What a round leaves to be shown in the executor set. */
export interface StatusRound {
  /** The status as it was observed. */
  readonly before: ExecutorSetStatus;
  /** Of the spec that this round answers. */
  readonly generation: number | undefined;
  readonly demand: Demand;
  readonly snapshot: ExecutorPodsSnapshot;
  /** Ids after this round: those it asks for in, those whose end it records out. */
  readonly ledger: ExecutorLedger;
  readonly memory: ExecutorsMemory;
  readonly settings: ExecutorSettings;
  /** Ends recorded in this round. */
  readonly ends: readonly ExecutorEnd[];
  /** Losses the driver still has to hear of. */
  readonly losses: LossLedger;
  /** Selects the executor pods, for the scale subresource. */
  readonly selector: string;
  /** What keeps executors from coming, if anything beside their pods' own words does. */
  readonly message: string | undefined;
  /** How many executors may fail. */
  readonly failureLimit: FailureLimit;
  /** The SparkContext that the round is for, where the driver has named one. */
  readonly context: string | undefined;
  readonly nowMs: number;
}

const LONGEST_MESSAGE_BYTES = 1024;

/** Gives the status that says what there is after a round; equal to the one before when nothing is new. */
export function nextExecutorSetStatus(round: StatusRound): ExecutorSetStatus {
  const { before, demand, ledger, ends, losses } = round;
  const census = takeCensus(round.snapshot, ledger.unfinished, round.memory);
  const profiles = profileCounts(demand, census, before);
  const total = (count: 'desired' | 'pending' | 'running'): number =>
    profiles.reduce((sum, profile) => sum + profile[count], 0);
  const ended = (outcome: ExecutorEnd['outcome']): number =>
    ends.filter((end) => end.outcome === outcome).length;
  const message = round.message ?? waitingMessage(census);
  const retire = retirementsIn(round.memory, ledger);
  const { message: _, ...rest } = before;
  return {
    ...rest,
    ...failuresAfter(round),
    ...(round.generation === undefined ? {} : { observedGeneration: round.generation }),
    nextExecutorId: ledger.nextExecutorId,
    unfinished: formatExecutorIds(ledger.unfinished),
    desired: total('desired'),
    pending: total('pending'),
    running: total('running'),
    succeeded: (before.succeeded ?? 0) + ended('succeeded'),
    failed: (before.failed ?? 0) + ended('failed'),
    profiles,
    ...(isRecovering(before, [...round.memory.ended.values(), ...ends], round.settings) && {
      recoveryMode: true,
    }),
    lastLoss: losses.lastLoss,
    losses: [...losses.losses],
    ...(retire.length === 0 && before.retire === undefined ? {} : { retire }),
    ...(round.memory.scaledTo === undefined ? {} : { scaledTo: round.memory.scaledTo }),
    selector: round.selector,
    ...(message === undefined ? {} : { message: shortened(message, LONGEST_MESSAGE_BYTES) }),
  };
}

/** Counts failures, keeps the latest losses, and says whose they are; nothing where none has ever failed. */
function failuresAfter({
  before,
  ends,
  context,
  failureLimit,
  nowMs,
}: StatusRound): Pick<ExecutorSetStatus, 'context' | 'recentLosses' | 'countedFailures' | 'failure'> {
  const counted = countFailures(before.countedFailures ?? [], ends, failureLimit, nowMs);
  const recent = withRecentLosses(before.recentLosses ?? [], ends, nowMs);
  const failure = before.failure ?? failureOf(counted, recent, failureLimit, nowMs);
  return {
    ...(context === undefined ? {} : { context }),
    ...(recent.length === 0 ? {} : { recentLosses: [...recent] }),
    ...(counted.length + (before.countedFailures ?? []).length === 0
      ? {}
      : { countedFailures: [...counted] }),
    ...(failure === undefined ? {} : { failure }),
  };
}

/**
 * The merge patch that turns the status `before` into `after`: only what differs, so that parts written by others
 * stay. Undefined where nothing differs.
 */
export function statusPatch(
  before: ExecutorSetStatus,
  after: ExecutorSetStatus,
): Readonly<Record<string, unknown>> | undefined {
  const old: Readonly<Record<string, unknown>> = before;
  // Not by their texts: the API server gives members back in another order.
  const changed = Object.entries(after).filter(([key, value]) => !isDeepStrictEqual(value, old[key]));
  const gone = Object.keys(before).filter((key) => !(key in after));
  if (changed.length + gone.length === 0) return undefined;
  return Object.fromEntries([...changed, ...gone.map((key) => [key, null])]);
}

/** A profile that was shown once stays, so that people see it go to zero. */
function profileCounts(
  demand: Demand,
  census: Census,
  before: ExecutorSetStatus,
): NonNullable<ExecutorSetStatus['profiles']> {
  const wanted = demand.kind === 'wanted' ? demand.profiles.map(({ id }) => id) : [];
  const shown = (before.profiles ?? []).map(({ id }) => id);
  const ids = [...new Set([...wanted, ...shown, ...census.keys()])].toSorted((a, b) => a - b);
  return ids.map((id) => {
    const { running, retiring, pending, requested } = census.get(id) ?? NOBODY;
    const desiredBefore = before.profiles?.find((profile) => profile.id === id)?.desired ?? 0;
    const desired = demand.kind === 'unknown' ? desiredBefore : wantedOf(demand, id);
    return { id, desired, pending: pending.length + requested.length, running: running + retiring };
  });
}

/** What the first executor that waits for something says about it. */
function waitingMessage(census: Census): string | undefined {
  const held = [...census.values()]
    .flatMap(({ pending }) => pending)
    .find(({ waiting }) => waiting !== undefined);
  if (held?.waiting === undefined) return undefined;
  const { reason, message } = held.waiting;
  return `executor ${held.executorId}: ${[reason, message].filter((part) => part !== '').join(': ')}`;
}
