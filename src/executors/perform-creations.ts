import type { SparkExecutorSet } from '../api/spark-executor-set.ts';
import { ApiError, fromUnknown, mayBeDone } from '../kube/api-error.ts';
import type { ApiServer } from '../kube/api-server.ts';
import { atOnce } from '../kube/at-once.ts';
import { backoffMs, type Backoff } from '../kube/backoff.ts';
import { createOrAdopt, type Creation } from '../kube/create-or-adopt.ts';
import type { KubernetesObject, Stored } from '../manifest/object-meta.ts';
import { PODS, type PodManifest } from '../manifest/pod.ts';
import { OperatorError } from '../operator-error.ts';
import { APP_SELECTOR_LABEL, EXECUTOR_ID_LABEL } from '../spark/labels.ts';
import { withLost, withPutOff, withRefused } from './executors-memory.ts';
import type { ManagedExecutors } from './managed-executors.ts';
import { createClaim, handOverAll, withReusedClaims } from './perform-claims.ts';
import { CREATIONS_AT_ONCE, logFields, type PerformWorld } from './perform-world.ts';
import type { CreateExecutor } from './plan-allocation.ts';

/** How long no pods are asked for after some were refused: by a quota, an admission webhook, a server that has enough. */
const REFUSAL_REST: Backoff = { baseMs: 1_000, maxMs: 60_000 };

/**
 * Asks for pods until one is refused, or until others have ended, of which their driver is to hear first; the ids that
 * are left are kept for later. After a refusal one pod goes ahead of the others, so that a server that refuses all is
 * not run down. Answers when to look again because something is left.
 *
 * Pods that use claims again are not put off: the claims were chosen for them.
 */
export async function createAll(
  create: readonly CreateExecutor[],
  set: SparkExecutorSet,
  executors: ManagedExecutors,
  world: PerformWorld & { readonly signal: AbortSignal },
): Promise<number | undefined> {
  const left = new Set(create.map(({ id }) => id));
  const looksMs: number[] = [];
  let refused: unknown;
  const ask = async (request: CreateExecutor): Promise<void> => {
    if (refused !== undefined || world.signal.aborted) return;
    if (executors.endsWait && request.claims === undefined) return;
    try {
      const retryAtMs = await createOne(request, set, executors, world);
      if (retryAtMs !== undefined) looksMs.push(retryAtMs);
      left.delete(request.id);
    } catch (caught) {
      refused ??= caught;
      world.metrics.add('spark_operator_executors_refused_total');
    }
  };
  const ahead = executors.memory.refusal === undefined ? 0 : 1;
  await atOnce(1, create.slice(0, ahead), ask);
  await atOnce(CREATIONS_AT_ONCE, create.slice(ahead), ask);
  if (create.length > left.size) {
    executors.memory = { ...executors.memory, refusal: undefined };
    world.metrics.add('spark_operator_executors_created_total', {}, create.length - left.size);
  }
  if (left.size > 0 && !world.signal.aborted)
    looksMs.push(
      refused === undefined
        ? putOff([...left], executors, world)
        : keepForLater([...left], refused, executors, world),
    );
  return looksMs.length === 0 ? undefined : Math.min(...looksMs);
}

/**
 * Builds and creates one pod, after its claims. Built here and not ahead, a large batch never keeps the process from
 * other work for long. Answers when claims are to be handed over that could not be.
 *
 * A name that somebody else's pod has is given up like an executor that was lost.
 */
async function createOne(
  { id, profile, claims: reused = [] }: CreateExecutor,
  { spec, status }: SparkExecutorSet,
  executors: ManagedExecutors,
  world: PerformWorld,
): Promise<number | undefined> {
  const { api } = world;
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
  const create = (claim: KubernetesObject): Promise<Stored<KubernetesObject>> => createClaim(claim, api);
  const [made] = await Promise.all([Promise.all(toMake.map(create)), Promise.all(sharedClaims.map(create))]);
  const creation = await createPod(pod, id, executors, api);
  if (creation.kind !== 'occupied') {
    const { metadata } = creation.object;
    const left = made.map((claim) => ({ claim: claim.metadata, pod: metadata }));
    // The pod is there, whatever becomes of its claims.
    return claimsGoWithPod ? handOverAll(left, executors, world) : undefined;
  }
  const reason = `the name of its pod is taken: ${creation.by.metadata.name}`;
  executors.memory = withLost(executors.memory, [id], { outcome: 'failed', reason });
  return undefined;
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

/** The rest of a batch, to be asked for as soon as the executors that have ended are told of. */
function putOff(ids: readonly number[], executors: ManagedExecutors, { clock }: PerformWorld): number {
  const { ended } = executors.memory;
  executors.memory = withPutOff(
    executors.memory,
    ids.filter((id) => !ended.has(id)),
  );
  return clock.now();
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
    { ...logFields(executors), ids: ids.length, failures: count, err: error },
    'executor pods were refused',
  );
  // At once, so that the executor set says why; the next pods wait.
  return clock.now();
}
