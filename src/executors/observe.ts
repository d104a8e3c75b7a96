import { EXECUTOR_SETS, type SparkExecutorSet } from '../api/spark-executor-set.ts';
import type { ApiServer } from '../kube/api-server.ts';
import { fromUnknown } from '../kube/api-error.ts';
import type { OwnWrites } from '../kube/own-writes.ts';
import { keyOf } from '../kube/projection-cache.ts';
import type { Log } from '../log.ts';
import type { NamespacedName, Stored } from '../manifest/object-meta.ts';
import { PODS } from '../manifest/pod.ts';
import { quantityBytes } from '../manifest/quantity.ts';
import { APP_SELECTOR_LABEL, executorSelector } from '../spark/labels.ts';
import {
  PERSISTENT_VOLUME_CLAIMS,
  type PersistentVolumeClaimManifest,
} from '../volumes/persistent-volume-claim.ts';
import type { ClaimRules, ExecutorClaim } from './executor-claim.ts';
import { projectExecutorPod, type ExecutorPod } from './executor-pod.ts';
import { withLost } from './executors-memory.ts';
import type { ExecutorsOf } from './executors-of.ts';
import type { ManagedExecutors } from './managed-executors.ts';
import { missingExecutors } from './missing-executors.ts';
import type { ObservedExecutors } from './observed-executors.ts';

/** Where rounds read from. */
export interface ObserveWorld {
  readonly api: ApiServer;
  /** The executor sets as an informer shows them. */
  readonly sets: { get(name: NamespacedName): Stored<SparkExecutorSet> | undefined };
  readonly ownWrites: OwnWrites<SparkExecutorSet>;
  readonly log: Log;
  /** No application gets more executors. */
  readonly mostExecutors: number;
}

/** Where the executor set of that attempt is. */
export const setNameOf = ({ key, setName }: ExecutorsOf): NamespacedName => ({
  namespace: key.namespace,
  name: setName,
});

/**
 * Reads everything a round rests on; undefined while there is no executor set.
 *
 * Executors that nothing but the set speaks of are looked for on the API server itself, all with one list: found, they
 * enter the snapshot; not found, they are lost. While that list fails, nobody is lost by it, and the rest of the round goes
 * on.
 */
export async function observe(
  executors: ManagedExecutors,
  world: ObserveWorld,
): Promise<ObservedExecutors | undefined> {
  const observed = observeCached(executors, world);
  if (observed === undefined) return undefined;
  const missing = missingExecutors(observed);
  if (missing.length === 0) return observed;
  const there = await tryListExecutors(executors, world);
  if (there === undefined) return { ...observed, lookFailed: true };
  const gone = missing.filter((id) => !there.has(id));
  for (const id of missing) {
    const known = there.get(id);
    const last = observed.snapshot.executors.get(id)?.pod;
    if (known !== undefined) executors.store.updatePod(known);
    else if (last !== undefined) executors.store.deletePod(last);
  }
  const seen = (id: number): boolean => observed.snapshot.executors.has(id) && !executors.of.driver.ended;
  executors.memory = withLost(executors.memory, gone.filter(seen), {
    outcome: 'failed',
    reason: 'pod was gone when it was looked for',
  });
  // Whoever reserved the id may have ended before the pod was created: nobody can say that it has failed.
  executors.memory = withLost(executors.memory, gone, {
    outcome: 'given-back',
    reason: 'pod was not there when it was looked for',
  });
  return observeCached(executors, world);
}

/** Has the next look rest on the set as it is on the API server; false where there is none. */
export async function refreshSet(
  executors: ManagedExecutors,
  world: ObserveWorld,
  outdated: Stored<SparkExecutorSet>,
): Promise<boolean> {
  const name = setNameOf(executors.of);
  // Read before the answer comes, so that it is not newer than the answer.
  const shown = world.sets.get(name)?.metadata.resourceVersion;
  const live = await world.api.get(EXECUTOR_SETS, name);
  if (live === undefined) return false;
  if (shown !== undefined) world.ownWrites.wrote(keyOf(name), shown, live);
  world.ownWrites.wrote(keyOf(name), outdated.metadata.resourceVersion, live);
  return true;
}

/** What the caches and our own writes say, without asking anybody. */
function observeCached(executors: ManagedExecutors, world: ObserveWorld): ObservedExecutors | undefined {
  const { of, memory, changes, store } = executors;
  const name = setNameOf(of);
  const set = world.ownWrites.newest(keyOf(name), world.sets.get(name));
  if (set === undefined) return undefined;
  return {
    ...goneOn(set, executors),
    appId: of.appId,
    driver: of.driver,
    settings: of.settings,
    snapshot: store.current,
    changes,
    memory,
    mostExecutors: world.mostExecutors,
    instances: of.instances,
  };
}

/**
 * A set that somebody deleted is made again empty. What must not be forgotten, ids and losses above all, stands in the
 * last status that was seen or written; an operator that was started anew since then has none, and goes by the pods, and
 * for ids by the driver.
 */
function goneOn(
  set: Stored<SparkExecutorSet>,
  executors: ManagedExecutors,
): Pick<ObservedExecutors, 'set' | 'written'> {
  const { status: written = {} } = set;
  const isEmpty = written.nextExecutorId === undefined;
  if (!isEmpty) executors.lastStatus = written;
  const { lastStatus: status } = executors;
  return isEmpty && status !== undefined ? { set: { ...set, status }, written } : { set };
}

/**
 * What was observed, with the claims there are where they matter: pods are about to be asked for that may use some again
 * (`creating`), or, once for each attempt, claims may be left that were not handed over to their pods.
 *
 * A list that fails keeps no executor from coming: new claims are made then.
 */
export async function withClaims(
  observed: ObservedExecutors,
  executors: ManagedExecutors,
  world: ObserveWorld,
  creating: boolean,
): Promise<ObservedExecutors> {
  const { of, claimsHandedOver } = executors;
  const rules = of.claims;
  if (rules === undefined) return observed;
  const matter = rules.goWithPod ? !claimsHandedOver : rules.reuses && creating;
  if (!matter) return observed;
  const claims: ExecutorClaim[] = [];
  const query = { namespace: of.key.namespace, labelSelector: `${APP_SELECTOR_LABEL}=${of.appId}` };
  try {
    for await (const page of world.api.list(PERSISTENT_VOLUME_CLAIMS, query)) {
      claims.push(...page.items.map(projectClaim));
    }
  } catch (caught) {
    world.log.warn({ app: keyOf(of.key), err: fromUnknown(caught) }, 'claims were not listed');
    return observed;
  }
  executors.claimsHandedOver = !someAwaitTheirPods(claims, rules, observed);
  return { ...observed, claims: { rules, claims } };
}

/** Picks out of a claim what the choice of claims needs. */
function projectClaim({ metadata, spec, status }: Stored<PersistentVolumeClaimManifest>): ExecutorClaim {
  return {
    name: metadata.name,
    uid: metadata.uid,
    storageClass: spec.storageClassName,
    bytes: quantityBytes(spec.resources.requests['storage'] ?? '') ?? 0,
    ownerUid: metadata.ownerReferences?.find(({ kind }) => kind === 'Pod')?.uid,
    usable: metadata.deletionTimestamp === undefined && status?.phase !== 'Lost',
  };
}

/** Claims can only be handed over to pods that have been seen: others are looked at again with the next pod that is. */
function someAwaitTheirPods(
  claims: readonly ExecutorClaim[],
  { namesOf, driverUid }: ClaimRules,
  { memory }: ObservedExecutors,
): boolean {
  const awaiting = new Set([...memory.requested.keys()].flatMap((id) => namesOf(id)));
  return claims.some(({ name, ownerUid }) => ownerUid === driverUid && awaiting.has(name));
}

/**
 * What was observed, with executors that are about to be given up as the API server has them now: where there
 * is no watch, or a late one, those that seem not to run yet may have tasks. Whoever starts after this look is refused by
 * the driver, which hears of it by then.
 *
 * A list that fails keeps nobody from being told of losses, nor other executors from coming: none is given up then.
 *
 * @see Spark SPARK-34361: what the scheduler knows is never given back, though pods seem not to run
 */
export async function withLiveExecutors(
  observed: ObservedExecutors,
  executors: ManagedExecutors,
  world: ObserveWorld,
): Promise<ObservedExecutors> {
  const seen = observed.snapshot.executors;
  const isOpen = (id: number): boolean => seen.has(id) || observed.memory.requested.has(id);
  const listed = await tryListExecutors(executors, world);
  if (listed === undefined) return { ...observed, lookFailed: true };
  for (const [id, pod] of listed) {
    const isNews = seen.get(id)?.pod.resourceVersion !== pod.resourceVersion;
    if (isOpen(id) && isNews) executors.store.updatePod(pod);
  }
  return observeCached(executors, world) ?? observed;
}

/** The same as `listExecutors`; undefined where the API server does not list them. */
async function tryListExecutors(
  { of }: ManagedExecutors,
  { api, log }: ObserveWorld,
): Promise<ReadonlyMap<number, ExecutorPod> | undefined> {
  try {
    return await listExecutors(of, api);
  } catch (caught) {
    log.warn({ app: keyOf(of.key), err: fromUnknown(caught) }, 'executors were not listed');
    return undefined;
  }
}

/** All executor pods of the attempt, as the API server has them now; those put aside, too. */
async function listExecutors(of: ExecutorsOf, api: ApiServer): Promise<ReadonlyMap<number, ExecutorPod>> {
  const labelSelector = executorSelector(of.appId);
  const pods = new Map<number, ExecutorPod>();
  for await (const page of api.list(PODS, { namespace: of.key.namespace, labelSelector })) {
    for (const pod of page.items.map(projectExecutorPod)) pods.set(pod.executorId, pod);
  }
  return pods;
}
