import type { NextLook } from '../clock.ts';
import type { ExecutorProfile } from '../api/spark-executor-set.ts';
import { assignClaims, type ClaimRound, type ClaimsOfExecutor } from './assign-claims.ts';
import { batchSizes, type BatchLimits } from './batch-sizes.ts';
import { NOBODY, presentIn, takeCensus, type Census, type ProfileCensus } from './census.ts';
import { idsFor, withReserved } from './reserve-ids.ts';
import { heldExits, heldUntilMs, type Demand, type WantedProfile } from './demand.ts';
import type { ExecutorLedger } from './executor-ledger.ts';
import type { ExecutorSettings } from './executor-settings.ts';
import { without, type ExecutorsMemory } from './executors-memory.ts';
import { PLACES_LOOK_MS, type PlacesInNamespace } from './namespace-limit.ts';
import { lookAt, NEVER_MS } from './next-look.ts';
import type { ExecutorPodsSnapshot } from './snapshot.ts';
import { NEXT_TRY_MS, takeBackExcess, takeBackUnanswered } from './take-back.ts';

/** Everything one decision about new executors rests on. */
export interface AllocationRound {
  readonly demand: Demand;
  /** Executors can reach it. */
  readonly driverReady: boolean;
  readonly snapshot: ExecutorPodsSnapshot;
  readonly ledger: ExecutorLedger;
  /** Holds what was asked for before. */
  readonly memory: ExecutorsMemory;
  readonly settings: ExecutorSettings;
  /** How claims live, and which there are; undefined where nobody has looked. */
  readonly claims?: Pick<ClaimRound, 'rules' | 'claims'> | undefined;
  /** What the namespace leaves for the next batch; undefined where nobody has asked. */
  readonly places?: PlacesInNamespace | undefined;
  /** Nobody can say which executors run by now: steps 1 and 2 wait. @default false */
  readonly lookFailed?: boolean | undefined;
  readonly nowMs: number;
}

export interface AllocationPlan {
  /** Pods to ask for, under ids that nobody has used; to be reserved first. */
  readonly create: readonly CreateExecutor[];
  /** Ids whose pods nobody has seen and nobody wants: to be deleted, in case they exist after all. */
  readonly deleteUnseen: readonly number[];
  /** Of executors that nobody has seen run, those that this round gives up. */
  readonly giveUp: readonly number[];
  /** The ledger with the new ids reserved. */
  readonly ledger: ExecutorLedger;
  /** Executors given up are among the ended: their end has to be recorded before their pods are deleted. */
  readonly memory: ExecutorsMemory;
  /** Executors the driver waits for, those asked for in this round among them. */
  readonly missing: number;
  /** Some wait for a claim that is free. */
  readonly waitsForClaims: boolean;
  readonly nextLook: NextLook;
}

export interface CreateExecutor {
  readonly id: number;
  readonly profile: ExecutorProfile;
  /** Claims that it uses again; undefined where none are. */
  readonly claims?: ClaimsOfExecutor;
}

/**
 * Decides which executors to ask for and which requests to take back, for one round.
 *
 * 1. Give up on ids asked for longer than the creation timeout ago.
 * 2. For each profile with more executors than wanted, take back requests, then pending pods, but none younger than
 *    the idle timeout, so that a demand that swings does not make pods swing; in a profile that somebody has scaled at
 *    once. Running executors are the driver's, or `planRetirements`'s.
 * 3. For each profile with fewer, once all its requests have been seen, ask for the next batch: no more than the batch
 *    size, the free places for pending pods, those of the namespace and the ids left allow. Executors that have just
 *    ended with exit code 0 count as there.
 * 4. None of step 3 before the batch delay has passed, while pods are refused, or while the driver may become ready.
 *    The rest of a batch that was put off waits neither for the delay nor for the others of its batch to be seen.
 *
 * Guarantees: no id is used twice; an unknown demand changes nothing.
 *
 * @see Spark `ExecutorPodsAllocator.onNewSnapshots`
 */
export function planAllocation(round: AllocationRound): AllocationPlan {
  const unanswered = takeBackUnanswered(round);
  const current = { ...round, memory: unanswered.memory };
  const { demand, nowMs } = round;
  if (demand.kind === 'unknown') {
    const { ledger, memory } = current;
    const nextLook = lookAt(timeouts(current), nowMs);
    return {
      create: [],
      deleteUnseen: unanswered.unseen,
      giveUp: unanswered.unseen,
      ledger,
      memory,
      missing: 0,
      waitsForClaims: false,
      nextLook,
    };
  }
  const excess = takeBackExcess(current);
  const batch = nextBatch({ ...current, memory: excess.memory });
  const { create, missing, waitsForClaims, lookAtMs } = batch;
  const ledger = withReserved(current.ledger, create);
  const memory = withRequests(excess.memory, create, { ...current, ledger });
  return {
    create,
    deleteUnseen: [...unanswered.unseen, ...excess.unseen],
    giveUp: [...unanswered.unseen, ...excess.unseen, ...excess.pending],
    ledger,
    memory: { ...memory, heldTo: batch.heldTo, ...(missing === 0 && { refusal: undefined }) },
    missing,
    waitsForClaims,
    nextLook: lookAt([lookAtMs, excess.lookAtMs, ...timeouts({ ...current, memory })], nowMs),
  };
}

/** What comes of step 3. */
interface Batch {
  readonly create: readonly CreateExecutor[];
  readonly missing: number;
  readonly waitsForClaims: boolean;
  /** See `ExecutorsMemory`. */
  readonly heldTo: number | undefined;
  /** When more may be asked for, if more are missing. */
  readonly lookAtMs: number;
}

/** Steps 3 and 4. */
function nextBatch(round: AllocationRound): Batch {
  const { demand, snapshot, ledger, memory, settings, nowMs } = round;
  const census = takeCensus(snapshot, ledger.unfinished, memory);
  const profiles = demand.kind === 'wanted' ? demand.profiles : [];
  const missing = profiles.reduce((sum, profile) => sum + missingOf(profile, census), 0);
  if (missing === 0) return { ...NOBODY_YET, missing };
  const opensAtMs = batchOpensAt(round);
  if (nowMs < opensAtMs) return { ...NOBODY_YET, missing, heldTo: memory.heldTo, lookAtMs: opensAtMs };
  const running = runningIn(census);
  const held = heldExits(memory.cleanExits, demand, running, nowMs);
  const asking = profiles
    .filter(({ id }) => memory.putOff > 0 || countOf(census, id).requested.length === 0)
    .map((profile) => ({
      profile: profile.profile,
      missing: missingOf(profile, census) - held.filter(({ profileId }) => profileId === profile.id).length,
      waiting: countOf(census, profile.id).pending.length,
    }))
    .filter((profile) => profile.missing > 0);
  const sizes = batchSizes(asking, limitsOf(round, waiting(census)));
  const freeIds = idsFor(round);
  const batch = asking.flatMap(({ profile }, index) =>
    freeIds(sizes[index] ?? 0).map((id) => ({ id, profile })),
  );
  const create = withClaims(batch, round);
  const waitsForClaims = create.length < batch.length;
  const looksMs = [
    create.length > 0 && create.length < missing ? nowMs + settings.batchDelayMs : NEVER_MS,
    waitsForClaims ? nowMs + settings.pollingIntervalMs : NEVER_MS,
    round.places === undefined ? NEVER_MS : nowMs + PLACES_LOOK_MS,
    ...held.map((exit) => heldUntilMs(exit, running)),
  ];
  // As long as nothing is asked for, nobody has looked.
  const heldTo = asking.length === 0 ? memory.heldTo : round.places?.most;
  return { create, missing, waitsForClaims, heldTo, lookAtMs: Math.min(...looksMs) };
}

/** What the settings, the namespace and an API server that refuses pods leave for a batch. */
function limitsOf({ settings, memory, places }: AllocationRound, waitingPods: number): BatchLimits {
  const granted = places?.granted ?? Number.POSITIVE_INFINITY;
  return {
    batchSize: settings.batchSize,
    places: Math.min(settings.maxPendingPods - waitingPods, granted),
    placesPerProfile: settings.maxPendingPodsPerProfile,
    most: mostOf(memory),
  };
}

function mostOf({ refusal, putOff }: ExecutorsMemory): number {
  // One tries whether pods are accepted again: a quota that is full is not asked for a whole batch each time.
  if (refusal !== undefined) return 1;
  return putOff > 0 ? putOff : Number.POSITIVE_INFINITY;
}

const NOBODY_YET: Batch = {
  create: [],
  missing: 0,
  waitsForClaims: false,
  heldTo: undefined,
  lookAtMs: NEVER_MS,
};

/** Those of a batch for which there are claims, or may be. */
function withClaims(batch: readonly CreateExecutor[], round: AllocationRound): readonly CreateExecutor[] {
  const { claims, demand } = round;
  if (claims?.rules.reuses !== true) return batch;
  const wanted =
    demand.kind === 'wanted' ? demand.profiles.reduce((sum, profile) => sum + profile.wanted, 0) : 0;
  const ids = batch.map(({ id }) => id);
  const assigned = assignClaims(ids, { ...round, ...claims, wanted });
  return assigned.flatMap((names, index) => {
    const request = batch[index];
    return request === undefined ? [] : [{ ...request, claims: names }];
  });
}

const countOf = (census: Census, profileId: number): ProfileCensus => census.get(profileId) ?? NOBODY;

const missingOf = ({ id, wanted }: WantedProfile, census: Census): number =>
  Math.max(0, wanted - presentIn(countOf(census, id)));

const runningIn = (census: Census): number =>
  [...census.values()].reduce((sum, { running }) => sum + running, 0);

/** All that take a place of pending pods. */
const waiting = (census: Census): number =>
  [...census.values()].reduce((sum, { pending, requested }) => sum + pending.length + requested.length, 0);

/** When the next batch may be asked for. */
function batchOpensAt({ memory, settings, driverReady, nowMs }: AllocationRound): number {
  const readyAtMs = driverReady ? nowMs : (memory.demandedAtMs ?? nowMs) + settings.driverReadinessTimeoutMs;
  const { lastBatchAtMs, firstBatchFromMs = nowMs, refusal, putOff } = memory;
  const delayedToMs = putOff > 0 ? lastBatchAtMs : lastBatchAtMs + settings.batchDelayMs;
  return Math.max(delayedToMs, firstBatchFromMs, refusal?.untilMs ?? 0, readyAtMs);
}

/** What the next round has to know of this one. */
function withRequests(
  memory: ExecutorsMemory,
  create: readonly CreateExecutor[],
  { ledger, demand, nowMs }: AllocationRound,
): ExecutorsMemory {
  const left = without(
    memory,
    create.map(({ id }) => id),
  );
  const requests = create.map(({ id, profile, claims = [] }) => {
    const reused = claims.filter((name) => name !== undefined);
    return [
      id,
      { profileId: profile.id, atMs: nowMs, ...(reused.length > 0 && { claims: reused }) },
    ] as const;
  });
  const demanded = demand.kind === 'wanted' && demand.profiles.some(({ wanted }) => wanted > 0);
  return {
    ...left,
    nextExecutorId: ledger.nextExecutorId,
    putOff: 0,
    requested: new Map([...left.requested, ...requests]),
    // Kept as long as they may count: those that run may be none soon.
    cleanExits: heldExits(memory.cleanExits, demand, 0, nowMs),
    lastBatchAtMs: create.length === 0 ? memory.lastBatchAtMs : nowMs,
    demandedAtMs: demanded ? (memory.demandedAtMs ?? nowMs) : undefined,
  };
}

/** When each request will have been unanswered for too long; for those that have been already, when to look once more. */
const timeouts = ({ memory, settings, lookFailed, nowMs }: AllocationRound): readonly number[] => {
  const earliestMs = lookFailed === true ? nowMs + NEXT_TRY_MS : -NEVER_MS;
  return [...memory.requested.values()].map(({ atMs }) =>
    Math.max(earliestMs, atMs + settings.creationTimeoutMs + 1),
  );
};
