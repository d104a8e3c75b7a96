import { EXECUTOR_SETS, type SparkExecutorSet } from '../api/spark-executor-set.ts';
import type { Clock } from '../clock.ts';
import { ApiError, fromUnknown, isApiError, mayBeDone } from '../kube/api-error.ts';
import type { ApiServer } from '../kube/api-server.ts';
import { backoffMs, type Backoff } from '../kube/backoff.ts';
import { createOrAdopt, type Creation } from '../kube/create-or-adopt.ts';
import { keyOf } from '../kube/projection-cache.ts';
import type { Log } from '../log.ts';
import type { Stored } from '../manifest/object-meta.ts';
import { PODS, type PodManifest } from '../manifest/pod.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { OperatorError } from '../operator-error.ts';
import { APP_SELECTOR_LABEL, EXECUTOR_ID_LABEL, INACTIVE_LABEL } from '../spark/labels.ts';
import { withLost, withRefused, withRemoved } from './executors-memory.ts';
import type { ManagedExecutors } from './managed-executors.ts';
import { setNameOf, type ObserveWorld } from './observe.ts';
import { createClaim, handOver, withReusedClaims } from './perform-claims.ts';
import type { CreateExecutor } from './plan-allocation.ts';
import type { PodRemoval } from './plan-removals.ts';
import type { ObservedExecutors } from './observed-executors.ts';
import type { RoundPlan } from './plan-round.ts';

/** Where rounds write to. */
export interface PerformWorld extends ObserveWorld {
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Shows a Warning Event at the application of that set; never fails. Absent: nobody wants to know. */
  readonly warn?: (set: Stored<SparkExecutorSet>, reason: string, message: string) => void;
}

/** Reason of the Event about executors that failed; existing tools match on it. */
const LOST = 'SparkExecutorFailed';

/** Requests of one application under way at the same time: enough to keep a connection busy, few for one of many. */
const AT_ONCE = 50;

/** How long no pods are asked for after some were refused: by a quota, an admission webhook, a server that has enough. */
const REFUSAL_REST: Backoff = { baseMs: 1_000, maxMs: 60_000 };

/** How soon a removal that failed is tried again. */
const REMOVAL_REST_MS = 5_000;

/**
 * Carries out a plan: the status first, then pods, many at once. Answers when to look again because something failed;
 * undefined where nothing did.
 *
 * Guarantees: an id is reserved before its pod is asked for, and an end is recorded before its pod is removed; each
 * write can be repeated.
 * Fails: with the `ApiError` of the status, `Conflict` among them; nothing was done then.
 */
export async function perform(
  plan: RoundPlan,
  observed: ObservedExecutors,
  executors: ManagedExecutors,
  world: PerformWorld & { readonly signal: AbortSignal },
): Promise<number | undefined> {
  const set =
    plan.status === undefined ? observed.set : await writeStatus(plan.status, observed, executors, world);
  executors.commit(observed.changes, plan.memory);
  report(plan, executors, world);
  if (plan.warning !== undefined) world.warn?.(set, LOST, plan.warning);
  const looks = await Promise.all([
    createAll(plan.create, set, executors, world),
    removeAll(plan, executors, world),
    handOverAll(plan, executors, world),
  ]);
  const times = looks.filter((atMs) => atMs !== undefined);
  return times.length === 0 ? undefined : Math.min(...times);
}

/** Writes on the very version that was observed, so that a round over an older one changes nothing. */
async function writeStatus(
  status: Readonly<Record<string, unknown>>,
  { set }: ObservedExecutors,
  executors: ManagedExecutors,
  { api, ownWrites }: PerformWorld,
): Promise<Stored<SparkExecutorSet>> {
  const name = setNameOf(executors.of);
  const { resourceVersion } = set.metadata;
  const written = await api.mergePatch(
    EXECUTOR_SETS,
    name,
    { metadata: { resourceVersion }, status },
    'status',
  );
  ownWrites.wrote(keyOf(name), resourceVersion, written);
  executors.writtenVersion = written.metadata.resourceVersion;
  return written;
}

/**
 * Asks for pods until one is refused; the ids that are left are kept for later. After a refusal one pod goes ahead of
 * the others, so that a server that refuses all is not run down.
 */
async function createAll(
  create: readonly CreateExecutor[],
  set: SparkExecutorSet,
  executors: ManagedExecutors,
  world: PerformWorld & { readonly signal: AbortSignal },
): Promise<number | undefined> {
  const left = new Set(create.map(({ id }) => id));
  let refused: unknown;
  const ask = async (request: CreateExecutor): Promise<void> => {
    if (refused !== undefined || world.signal.aborted) return;
    try {
      await createOne(request, set, executors, world);
      left.delete(request.id);
    } catch (caught) {
      refused ??= caught;
      world.metrics.add('spark_operator_executors_refused_total');
    }
  };
  const ahead = executors.memory.refusal === undefined ? 0 : 1;
  await atOnce(1, create.slice(0, ahead), ask);
  await atOnce(AT_ONCE, create.slice(ahead), ask);
  if (create.length > left.size) {
    executors.memory = { ...executors.memory, refusal: undefined };
    world.metrics.add('spark_operator_executors_created_total', {}, create.length - left.size);
  }
  if (left.size === 0 || world.signal.aborted) return undefined;
  return keepForLater([...left], refused, executors, world);
}

/**
 * Builds and creates one pod, after its claims. Built here and not ahead, a large batch never keeps the process from other work for long.
 *
 * A name that somebody else's pod has is given up like an executor that was lost.
 */
async function createOne(
  { id, profile, claims: reused = [] }: CreateExecutor,
  { spec, status }: SparkExecutorSet,
  executors: ManagedExecutors,
  { api }: PerformWorld,
): Promise<void> {
  const {
    claims,
    sharedClaims = [],
    claimsGoWithPod,
    ...built
  } = executors.of.build({
    id,
    profile,
    oneTask: status?.recoveryMode === true,
    reportedConf: spec.conf ?? {},
  });
  const pod = withReusedClaims(built.pod, claims, reused);
  const toMake = claims.filter((_, index) => reused[index] === undefined);
  await Promise.all([...sharedClaims, ...toMake].map((claim) => createClaim(claim, api)));
  const creation = await createPod(pod, id, executors, api);
  if (creation.kind !== 'occupied') {
    const { metadata } = creation.object;
    if (claimsGoWithPod) {
      await Promise.all(claims.map((claim) => handOver({ claim: claim.metadata.name, pod: metadata }, api)));
    }
    return;
  }
  const reason = `the name of its pod is taken: ${creation.by.metadata.name}`;
  executors.memory = withLost(executors.memory, [id], { outcome: 'failed', reason });
}

/**
 * Where nobody can tell whether the pod was created, its id is given up: should it be there, it is deleted once it is
 * seen. Asked for again under the same id it could be there for the second time, its first life gone unseen.
 */
async function createPod(
  pod: PodManifest,
  id: number,
  executors: ManagedExecutors,
  api: ApiServer,
): Promise<Creation<PodManifest>> {
  try {
    return await createOrAdopt(api, PODS, pod, (existing) => isSameExecutor(existing, pod));
  } catch (caught) {
    const error = fromUnknown(caught);
    if (mayBeDone(error)) {
      const how = {
        outcome: 'given-back',
        reason: `whether its pod was created is not known: ${error.message}`,
      } as const;
      executors.memory = withLost(executors.memory, [id], how);
    }
    throw error;
  }
}

/** Spark's id of the application is another one for each attempt, so that no older pod can pass for ours. */
function isSameExecutor(existing: PodManifest, wanted: PodManifest): boolean {
  return [APP_SELECTOR_LABEL, EXECUTOR_ID_LABEL].every(
    (label) => existing.metadata.labels?.[label] === wanted.metadata.labels?.[label],
  );
}

/** Rests longer from refusal to refusal, and no shorter than the server asked for. */
function keepForLater(
  ids: readonly number[],
  refused: unknown,
  executors: ManagedExecutors,
  { clock, log, random }: PerformWorld,
): number {
  const count = (executors.memory.refusal?.count ?? 0) + 1;
  const error = refused instanceof OperatorError ? refused : fromUnknown(refused);
  const askedMs = error instanceof ApiError ? 1_000 * (error.retryAfterSeconds ?? 0) : 0;
  const untilMs = clock.now() + Math.max(askedMs, backoffMs(REFUSAL_REST, count, random()));
  const { ended } = executors.memory;
  const free = ids.filter((id) => !ended.has(id));
  executors.memory = withRefused(executors.memory, free, { count, untilMs, message: error.message });
  log.warn(
    { ...about(executors), ids: ids.length, failures: count, err: error },
    'executor pods were refused',
  );
  // At once, so that the executor set says why; the next pods wait.
  return clock.now();
}

/** Removes what can be removed; what fails is tried again later and holds up none of the others. */
async function removeAll(
  { remove, deleteUnseen }: RoundPlan,
  executors: ManagedExecutors,
  world: PerformWorld,
): Promise<number | undefined> {
  const unseen = deleteUnseen.map((id): PodRemoval => {
    const because = `executor ${id} was asked for and is not wanted any more`;
    return { kind: 'delete', name: executors.of.podName(id), uid: undefined, because };
  });
  const removed: string[] = [];
  let failed = 0;
  await atOnce(AT_ONCE, [...remove, ...unseen], async (removal) => {
    try {
      await removeOne(removal, executors, world);
      if (removal.uid !== undefined) removed.push(removal.uid);
      world.log.debug({ ...about(executors), ...removal }, 'executor pod removed');
    } catch (caught) {
      failed += 1;
      world.log.warn({ ...about(executors), ...removal, err: fromUnknown(caught) }, 'a pod was not removed');
    }
  });
  executors.memory = withRemoved(executors.memory, removed);
  return failed === 0 ? undefined : world.clock.now() + REMOVAL_REST_MS;
}

/** What fails is found again by the next look at all claims. */
async function handOverAll(
  { handOver: left }: RoundPlan,
  executors: ManagedExecutors,
  { api, log, clock }: PerformWorld,
): Promise<number | undefined> {
  try {
    await atOnce(AT_ONCE, left, (claimOfPod) => handOver(claimOfPod, api));
    return undefined;
  } catch (caught) {
    executors.claimsHandedOver = false;
    log.warn({ ...about(executors), err: fromUnknown(caught) }, 'a claim was not handed over to its pod');
    return clock.now() + REMOVAL_REST_MS;
  }
}

/** One removal; that nothing is left to remove is no failure. */
async function removeOne(
  { kind, name, uid }: PodRemoval,
  { of }: ManagedExecutors,
  { api }: PerformWorld,
): Promise<void> {
  const pod = { namespace: of.key.namespace, name };
  if (kind === 'delete') {
    await api.delete(PODS, pod, uid === undefined ? {} : { uid });
    return;
  }
  try {
    await api.mergePatch(PODS, pod, { metadata: { uid, labels: { [INACTIVE_LABEL]: 'true' } } });
  } catch (caught) {
    // Gone, or another pod has the name by now: nothing is left to label.
    if (!isApiError(caught, 'NotFound') && !isApiError(caught, 'Conflict')) throw caught;
  }
}

/** Runs `work` for each item, at most `limit` at a time. */
async function atOnce<T>(
  limit: number,
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const worker = async (): Promise<void> => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
}

/** Says what the status has made known. */
function report(plan: RoundPlan, executors: ManagedExecutors, { log, metrics }: PerformWorld): void {
  for (const { id, outcome, exitCode, causedByApplication, reason } of plan.ends) {
    log.info({ ...about(executors), executor: id, outcome, exitCode, because: reason }, 'executor ended');
    const causedBy = causedByApplication ? 'application' : 'infrastructure';
    if (outcome === 'failed') metrics.add('spark_operator_executors_lost_total', { caused_by: causedBy });
  }
  if (plan.create.length > 0) {
    log.info({ ...about(executors), executors: plan.create.length }, 'executors requested');
  }
}

const about = ({ of }: ManagedExecutors): { readonly app: string; readonly set: string } => ({
  app: keyOf(of.key),
  set: of.setName,
});
