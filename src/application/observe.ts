import { followsDriver, type ApplicationState } from '../api/application-state.ts';
import type { SparkApplication } from '../api/spark-application.ts';
import { EXECUTOR_SETS, executorSetName, type SparkExecutorSet } from '../api/spark-executor-set.ts';
import type { Clock } from '../clock.ts';
import type { ExecutorsController } from '../executors/controller.ts';
import type { ApiServer } from '../kube/api-server.ts';
import { EVENTS } from '../kube/event.ts';
import { listAll, whole } from '../kube/list-all.ts';
import { keyOf } from '../kube/projection-cache.ts';
import { isOwnedBy, type NamespacedName, type Stored } from '../manifest/object-meta.ts';
import { PODS } from '../manifest/pod.ts';
import { projectDriverPod, type DriverPod } from './driver-pod.ts';
import { eventsTellFromMs, mostTelling } from './driver-trouble.ts';
import { currentAttempt, isAnothers, managedBy, type Observed, type ObservedDriver } from './observed.ts';

/** Where to look: the caches, which cost nothing and may lag, and the API server itself. */
export interface Sight {
  readonly api: ApiServer;
  readonly clock: Clock;
  /** Never older than what we wrote ourselves. */
  readonly applications: Lookup<Stored<SparkApplication>>;
  /** May lag: an absence is confirmed by a direct look. */
  readonly drivers: Lookup<DriverPod>;
  /** May lag. */
  readonly executorSets: Lookup<Stored<SparkExecutorSet>>;
  /** Counts executor pods from its own cache. */
  readonly executors: Pick<
    ExecutorsController,
    'podsOf' | 'undeletedPodsOf' | 'statesOf' | 'countsOf' | 'refusalOf'
  >;
  /** When this process wrote the status of each application last, by key. */
  readonly statusWrites: Map<string, number>;
  /** What keeps applications from being looked after, by key. */
  readonly heldUp: Map<string, HeldUp>;
}

/** An error that a person has to know of, in the way of an application. */
export interface HeldUp {
  readonly why: string;
  /** Looks in a row that have failed by it. */
  readonly looks: number;
}

/** A cache, by name. Undefined: it does not show such an object. */
export interface Lookup<T> {
  get(name: NamespacedName): T | undefined;
}

/**
 * Gathers everything that a decision about the application rests on; undefined when there is no such application, or
 * it is being deleted (its objects go with it).
 *
 * Guarantees: a driver that the cache does not show is called absent only after a direct look; so is an executor set
 * that has to be gone before the application moves on; the application is never older than what we wrote ourselves.
 * Assumes: all caches were filled once. In other states the executor set may lag: a set that is made again by mistake is
 * found to be there, and one that shows up after the end wakes us.
 * Fails: with an `ApiError`; nothing has been done then.
 */
export async function observe(name: NamespacedName, sight: Sight): Promise<Observed | undefined> {
  const application = sight.applications.get(name);
  if (application === undefined || application.metadata.deletionTimestamp !== undefined) return undefined;
  const state = application.status?.applicationState.state ?? '';
  const attempt = { ...name, appId: application.status?.sparkApplicationId ?? '' };
  return {
    application,
    driver: dependsOnDriver(state)
      ? await withTrouble(await observeDriver(application, sight), sight)
      : { kind: 'not-looked-for' },
    executorSet: await observeExecutorSet(application, sight),
    executorPods: sight.executors.podsOf(attempt),
    undeletedExecutors: sight.executors.undeletedPodsOf(attempt),
    executorStates: sight.executors.statesOf(attempt),
    statusWrittenAtMs: sight.statusWrites.get(keyOf(name)),
    heldUp: sight.heldUp.get(keyOf(name))?.why ?? sight.executors.refusalOf(name),
    counted: sight.executors.countsOf(name),
  };
}

/** The states in which what happens next depends on the driver pod: it is followed, or waited for to be gone. */
export const dependsOnDriver = (state: ApplicationState): boolean =>
  followsDriver(state) || state === 'FAILING' || state === 'INVALIDATING' || hasToGo(state);

/** The states that end once nothing of an attempt is left. */
const hasToGo = (state: ApplicationState): boolean => state === 'PENDING_RERUN' || state === 'SUSPENDING';

/**
 * The set of an application that was deleted and made again has the same name, and stays a while. Where a state ends
 * because no set is there, nobody asks for it again, so the cache is not enough.
 */
async function observeExecutorSet(
  application: Stored<SparkApplication>,
  { api, executorSets }: Sight,
): Promise<Stored<SparkExecutorSet> | undefined> {
  const { namespace, name, uid } = application.metadata;
  const isOurs = (set: Stored<SparkExecutorSet> | undefined): boolean =>
    set !== undefined && isOwnedBy(set, uid);
  const setName = { namespace, name: executorSetName(name, currentAttempt(application)) };
  const cached = executorSets.get(setName);
  if (isOurs(cached)) return cached;
  const { state = '' } = application.status?.applicationState ?? {};
  if (!hasToGo(state) || managedBy(application) === 'Driver') return undefined;
  const live = await api.get(EXECUTOR_SETS, setName);
  return isOurs(live) ? live : undefined;
}

/**
 * A pod of the right name is ours only by owner and attempt: a pod of an application deleted and made again, or of the
 * attempt before, counts as absent. One that another operator has submitted has no attempt, but the id of its submission.
 */
async function observeDriver(application: Stored<SparkApplication>, sight: Sight): Promise<ObservedDriver> {
  const { namespace, uid } = application.metadata;
  const name = application.status?.driverInfo.podName;
  if (name === undefined) return { kind: 'absent' };
  const isOurs = (pod: DriverPod | undefined): pod is DriverPod =>
    pod !== undefined && pod.applicationUid === uid && isOfAttempt(pod, application);
  const cached = sight.drivers.get({ namespace, name });
  if (isOurs(cached)) return { kind: 'present', pod: cached };
  const stored = await sight.api.get(PODS, { namespace, name });
  const live = stored === undefined ? undefined : projectDriverPod(stored);
  return isOurs(live) ? { kind: 'present', pod: live } : { kind: 'absent' };
}

const isOfAttempt = (pod: DriverPod, application: SparkApplication): boolean =>
  isAnothers(application)
    ? pod.submissionId === application.status?.submissionID
    : pod.attempt === currentAttempt(application);

/** A mount that fails shows in Events alone: the driver with what they tell. Fails: with an `ApiError`. */
async function withTrouble(driver: ObservedDriver, { api, clock }: Sight): Promise<ObservedDriver> {
  if (driver.kind !== 'present') return driver;
  const fromMs = eventsTellFromMs(driver.pod);
  if (fromMs === undefined || clock.now() < fromMs) return driver;
  const { namespace, uid } = driver.pod;
  const fieldSelector = `involvedObject.uid=${uid}`;
  const { items: events } = await listAll(api, EVENTS, { namespace, fieldSelector }, whole);
  return { ...driver, trouble: mostTelling(events) };
}
