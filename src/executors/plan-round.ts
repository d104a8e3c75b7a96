import { earlier, type NextLook } from '../clock.ts';
import type { ExecutorSetStatus, SparkExecutorSet } from '../api/spark-executor-set.ts';
import { activeExecutorSelector } from '../spark/labels.ts';
import { claimsToHandOver, type ClaimOfPod } from './claims-to-hand-over.ts';
import { contextHasChanged, memoryForNewContext, statusForNewContext } from './context-change.ts';
import { demandOf, type Demand } from './demand.ts';
import type { ExecutorPod } from './executor-pod.ts';
import type { ExecutorPodState } from './executor-pod-state.ts';
import { lossRoom, openLosses, withLosses, type ExecutorEnd, type LossLedger } from './executor-losses.ts';
import { nextExecutorSetStatus, statusPatch } from './executor-set-status.ts';
import type { ExecutorsMemory } from './executors-memory.ts';
import { countFailures, failureLimitOf, failureOf, type FailureLimit } from './failure-limit.ts';
import { BEHIND, holdingMessage, isBehind } from './holding-message.ts';
import { ledgerOf } from './ledger-of.ts';
import { tellLosses } from './loss-telling.ts';
import { demandWhileUnseen } from './missing-executors.ts';
import { lookAt, NEVER_MS } from './next-look.ts';
import { noticed } from './noticed.ts';
import { overdueAtMs } from './overdue-deletions.ts';
import { planAllocation, type AllocationPlan, type CreateExecutor } from './plan-allocation.ts';
import { planRemovals, type PodRemoval, type RemovalPlan } from './plan-removals.ts';
import type { ObservedExecutors } from './observed-executors.ts';
import { planRetirements, retirementsIn, type RetirementPlan } from './plan-retirements.ts';
import { decommissions, scaledTarget, scaledTo } from './scaled-target.ts';
import type { ExecutorPodsSnapshot } from './snapshot.ts';
import { NEXT_TRY_MS } from './take-back.ts';

/** What to do, in this order: write the status, then everything else at once. */
export interface RoundPlan {
  /** A merge patch of the status, to be written on the very version observed; undefined where nothing is new. */
  readonly status: Readonly<Record<string, unknown>> | undefined;
  readonly create: readonly CreateExecutor[];
  readonly remove: readonly PodRemoval[];
  /** Executors that need not be known any more, once the status is written. */
  readonly forget: readonly ExecutorPodState[];
  /** Ids to delete whose pods nobody has seen. */
  readonly deleteUnseen: readonly number[];
  /** Executors that are given up although a late watch may only not have shown them run: to be looked at before. */
  readonly giveUp: readonly number[];
  /** Pods of executors on their way out, since this round or before, to be labelled where the user wants that. */
  readonly leaving: readonly ExecutorPod[];
  /** Claims that are to go with their pods and still belong to the driver. */
  readonly handOver: readonly ClaimOfPod[];
  /** Ends recorded by the status. */
  readonly ends: readonly ExecutorEnd[];
  /** Message of the Event that tells people of failed executors, where one is due. */
  readonly warning: string | undefined;
  /** Holds once the status is written. */
  readonly memory: ExecutorsMemory;
  readonly nextLook: NextLook;
}

/**
 * Decides one round over the executors of an application. Same observation, same plan.
 *
 * 1. Notice executors that have ended.
 * 2. Plan allocation, then who is to be parted with, then removals: what the ones give up, the last records and removes.
 * 3. One status reserves the new ids, records the ends and says what there is.
 */
export function planRound(observed: ObservedExecutors, nowMs: number): RoundPlan {
  const parts = planParts(observed, nowMs);
  const { allocation, retirements, removals } = parts;
  const told = tellLosses(removals.memory.telling, removals.record, nowMs);
  return {
    status: statusPatch(observed.written ?? observed.set.status ?? {}, statusAfter(observed, parts, nowMs)),
    create: allocation.create,
    remove: [...removals.remove, ...retirements.remove],
    forget: removals.forget,
    deleteUnseen: allocation.deleteUnseen,
    // A driver that wants none has them all end, those that run, too.
    giveUp: parts.demand.kind === 'none' ? [] : allocation.giveUp,
    leaving: retirements.leaving,
    handOver: claimsToHandOver(observed),
    ends: removals.record,
    warning: told.message,
    memory: { ...withoutGonePods(removals.memory, observed.snapshot), telling: told.telling },
    nextLook: nextLookAfter(observed, parts, told.dueAtMs, nowMs),
  };
}

/** What the deciders of one round say. */
interface RoundParts {
  /** The status that the round goes on from. */
  readonly before: ExecutorSetStatus;
  /** Another SparkContext asks than before. */
  readonly anew: boolean;
  readonly demand: Demand;
  readonly allocation: AllocationPlan;
  readonly retirements: RetirementPlan;
  readonly removals: RemovalPlan;
  /** Losses the driver has still to acknowledge, without those of this round. */
  readonly open: LossLedger;
}

/** Steps 1 and 2. Each decider goes on with the ledger and the memory of the one before. */
function planParts(observed: ObservedExecutors, nowMs: number): RoundParts {
  const { set, snapshot, settings, driver, claims, places, lookFailed } = observed;
  const written = set.status ?? {};
  const anew = contextHasChanged(set.spec, written);
  const before = anew ? statusForNewContext(written) : written;
  const scaled = scaledTo(before.scaledTo ?? observed.memory.scaledTo, observed.instances, settings);
  const target = scaledTarget(scaled, set.spec, settings);
  const asked = demandOf(set.spec, driver, observed.mostExecutors, target);
  const demand = before.failure === undefined ? asked : NO_MORE;
  const ledger = ledgerOf(before, snapshot, observed.memory, set.spec);
  const seen = noticed(observed, demand, ledger, nowMs);
  const kept = anew ? memoryForNewContext(seen, ledger.unfinished) : seen;
  const memory = { ...kept, scaledTo: scaled };
  const served = servedOf({ before, demand }, observed, memory, nowMs);
  const driverReady = driver.ready;
  const allocation = planAllocation({
    demand: served,
    driverReady,
    snapshot,
    ledger,
    memory,
    settings,
    claims,
    places,
    lookFailed,
    nowMs,
  });
  const graces = { graceMs: graceOf(observed), killedGraceMs: settings.deleteGraceMs };
  const retirements = planRetirements({ ...allocation, ...graces, demand, snapshot, nowMs });
  const open = openLosses(before, set.spec);
  const removals = planRemovals({
    snapshot,
    ledger: allocation.ledger,
    memory: retirements.memory,
    settings,
    driverEnded: driver.ended,
    room: anew ? retirements.memory.ended.size : roomFor({ allocation, retirements, demand, open }, set),
  });
  return { before, anew, demand, allocation, retirements, removals, open };
}

/** A driver that has to end itself gets no more executors. */
const NO_MORE: Demand = { kind: 'none', because: 'the driver has to end' };

/** What of the demand new executors are asked for by, and old requests are taken back by. */
function servedOf(
  { before, demand }: Pick<RoundParts, 'before' | 'demand'>,
  observed: ObservedExecutors,
  memory: ExecutorsMemory,
  nowMs: number,
): Demand {
  if (isBehind(memory)) return BEHIND;
  const free = isAboutToEnd(observed, before, memory, nowMs) ? NO_MORE : demand;
  return demandWhileUnseen(observed) ?? free;
}

/** Whether the ends that are about to be recorded are too many for the driver to go on. */
function isAboutToEnd(
  observed: ObservedExecutors,
  { countedFailures = [] }: ExecutorSetStatus,
  memory: ExecutorsMemory,
  nowMs: number,
): boolean {
  const limit = limitIn(observed, memory);
  const counted = countFailures(countedFailures, [...memory.ended.values()], limit, nowMs);
  return failureOf(counted, [], limit, nowMs) !== undefined;
}

const limitIn = ({ settings, set }: ObservedExecutors, { scaledTo: scaled }: ExecutorsMemory): FailureLimit =>
  failureLimitOf(settings.submitted, set.spec.conf, scaled);

/** Step 3. */
function statusAfter(
  observed: ObservedExecutors,
  { before, anew, demand, allocation, removals, open }: RoundParts,
  nowMs: number,
): ExecutorSetStatus {
  const { set, snapshot, appId, settings } = observed;
  const untold = demand.kind === 'none' || anew;
  return nextExecutorSetStatus({
    before,
    generation: set.metadata.generation,
    demand,
    snapshot,
    ledger: removals.ledger,
    memory: removals.memory,
    settings,
    ends: removals.record,
    losses: untold ? { ...open, losses: [] } : withLosses(open, removals.record),
    failureLimit: limitIn(observed, removals.memory),
    context: set.spec.context,
    nowMs,
    selector: activeExecutorSelector(appId),
    message: holdingMessage(observed, demand, allocation),
  });
}

function nextLookAfter(
  { snapshot, driver, lookFailed }: ObservedExecutors,
  { allocation, retirements, removals }: RoundParts,
  tellAtMs: number,
  nowMs: number,
): NextLook {
  const endingAtMs = driver.ended && removals.ledger.unfinished.size > 0 ? nowMs + ENDING_MS : NEVER_MS;
  const tryAtMs = lookFailed === true ? nowMs + NEXT_TRY_MS : NEVER_MS;
  const looksMs = [overdueAtMs(snapshot, nowMs), endingAtMs, retirements.lookAtMs, tellAtMs, tryAtMs];
  return earlier(allocation.nextLook, lookAt(looksMs, nowMs));
}

/** How long an executor may take to end once it was asked. */
function graceOf({ set, settings }: ObservedExecutors): number {
  return decommissions(set.spec, settings) ? settings.decommissionGraceMs : settings.deleteGraceMs;
}

/**
 * A driver that has not spoken hears of no loss: in a set that was made anew it says first how far it had come. One
 * that has stopped listening needs none: the counters are enough.
 */
function roomFor(
  {
    allocation,
    retirements,
    demand,
    open,
  }: Pick<RoundParts, 'allocation' | 'retirements' | 'demand' | 'open'>,
  set: SparkExecutorSet,
): number {
  if (demand.kind === 'none') return allocation.memory.ended.size;
  if (demand.kind === 'unknown' || allocation.memory.ended.size === 0) return 0;
  const retire = retirementsIn(retirements.memory, allocation.ledger);
  const rest = { ...set, status: { ...set.status, losses: [], retire } };
  return lossRoom(open, Buffer.byteLength(JSON.stringify(rest)) + GROWTH_BYTES);
}

/** How often executors of an ended driver are looked at although nothing has changed. */
const ENDING_MS = 5_000;

/** What else one round can add to a set, beside losses and executors on their way out. */
const GROWTH_BYTES = 16 * 1024;

/** Pods that no snapshot shows any more need not be remembered as removed. */
function withoutGonePods(memory: ExecutorsMemory, snapshot: ExecutorPodsSnapshot): ExecutorsMemory {
  if (memory.removed.size === 0) return memory;
  const there = new Set([...snapshot.executors.values()].map(({ pod }) => pod.uid));
  return { ...memory, removed: new Set([...memory.removed].filter((uid) => there.has(uid))) };
}
