import { presentIn, takeCensus } from './census.ts';
import { isScaled, wantedOf, type Demand } from './demand.ts';
import type { ExecutorLedger } from './executor-ledger.ts';
import type { ExecutorSettings } from './executor-settings.ts';
import { withLost, type ExecutorsMemory } from './executors-memory.ts';
import { NEVER_MS } from './next-look.ts';
import type { ExecutorPodsSnapshot } from './snapshot.ts';

/** What the choice of requests and pods to give up rests on. */
export interface TakeBackRound {
  readonly demand: Demand;
  readonly snapshot: ExecutorPodsSnapshot;
  readonly ledger: ExecutorLedger;
  /** Holds what was asked for before. */
  readonly memory: ExecutorsMemory;
  readonly settings: Pick<ExecutorSettings, 'idleTimeoutMs' | 'creationTimeoutMs'>;
  /** Nobody can say which executors run by now: none is given up. @default false */
  readonly lookFailed?: boolean | undefined;
  readonly nowMs: number;
}

/** How soon the executors are looked at again, where the look at them has failed. */
export const NEXT_TRY_MS = 5_000;

/** Executors given up before they ran. */
export interface TakenBack {
  /** Counts them among the ended: the driver may know of them by now, so it has to be told. */
  readonly memory: ExecutorsMemory;
  /** Those that no snapshot has shown. */
  readonly unseen: readonly number[];
  /** Those whose pods a snapshot shows. */
  readonly pending: readonly number[];
  /** When the next of those that are too many is old enough. */
  readonly lookAtMs: number;
}

/**
 * Gives up on what was asked for longer than the creation timeout ago and was not seen. The pod may be there all the
 * same, so it is deleted once its end is recorded.
 */
export function takeBackUnanswered(round: TakeBackRound): TakenBack {
  const { memory, settings, nowMs } = round;
  if (round.lookFailed === true) return nothingTakenBack(round);
  const unseen = [...memory.requested]
    .filter(([, { atMs }]) => nowMs - atMs > settings.creationTimeoutMs)
    .map(([id]) => id);
  const reason = `pod was asked for and not seen within ${settings.creationTimeoutMs / 1_000} s`;
  return {
    memory: withLost(memory, unseen, { outcome: 'failed', reason }),
    unseen,
    pending: [],
    lookAtMs: NEVER_MS,
  };
}

/**
 * Gives up what is too many. In each profile requests go first, then pending pods, but none younger than the idle
 * timeout; a young request saves no old pod. In a profile that somebody has scaled, and where the driver wants nothing
 * any more, age does not matter.
 *
 * @see Spark `ExecutorPodsAllocator.onNewSnapshots`, excess pod requests
 */
export function takeBackExcess(round: TakeBackRound): TakenBack {
  if (round.lookFailed === true) return nothingTakenBack(round);
  const { demand, snapshot, ledger, memory, settings, nowMs } = round;
  const requestedAtMs = (id: number): number => memory.requested.get(id)?.atMs ?? nowMs;
  const unseen: number[] = [];
  const pending: number[] = [];
  let lookAtMs = NEVER_MS;
  for (const [profileId, census] of takeCensus(snapshot, ledger.unfinished, memory)) {
    const excess = Math.max(0, presentIn(census) - wantedOf(demand, profileId));
    if (excess === 0) continue;
    const atOnce = demand.kind === 'none' || isScaled(demand, profileId);
    const patienceMs = atOnce ? -NEVER_MS : settings.idleTimeoutMs;
    const old = (sinceMs: number): boolean => nowMs - sinceMs > patienceMs;
    const requests = census.requested.filter((id) => old(requestedAtMs(id))).slice(0, excess);
    const pods = census.pending.filter((pod) => old(pod.createdAtMs)).slice(0, excess - requests.length);
    unseen.push(...requests);
    pending.push(...pods.map(({ executorId }) => executorId));
    const sinceMs = [...census.requested.map(requestedAtMs), ...census.pending.map((pod) => pod.createdAtMs)];
    lookAtMs = sinceMs
      .filter((atMs) => !old(atMs))
      .reduce((earliest, atMs) => Math.min(earliest, atMs + patienceMs + 1), lookAtMs);
  }
  const how = { outcome: 'given-back', reason: 'given back before it ran: no longer wanted' } as const;
  return { memory: withLost(memory, [...unseen, ...pending], how), unseen, pending, lookAtMs };
}

const nothingTakenBack = ({ memory, nowMs }: TakeBackRound): TakenBack => ({
  memory,
  unseen: [],
  pending: [],
  lookAtMs: nowMs + NEXT_TRY_MS,
});
