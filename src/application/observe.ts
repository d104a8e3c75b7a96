import { followsDriver, type ApplicationState } from '../api/application-state.ts';
import type { SparkApplication } from '../api/spark-application.ts';
import { executorSetName, type SparkExecutorSet } from '../api/spark-executor-set.ts';
import type { ExecutorsController } from '../executors/controller.ts';
import type { ApiServer } from '../kube/api-server.ts';
import { isOwnedBy, type NamespacedName, type Stored } from '../manifest/object-meta.ts';
import { PODS } from '../manifest/pod.ts';
import { projectDriverPod, type DriverPod } from './driver-pod.ts';
import { currentAttempt, type Observed, type ObservedDriver } from './observed.ts';

/** Where to look: the caches, which cost nothing and may lag, and the API server itself. */
export interface Sight {
  readonly api: ApiServer;
  /** Never older than what we wrote ourselves. */
  readonly applications: Lookup<Stored<SparkApplication>>;
  /** May lag: an absence is confirmed by a direct look. */
  readonly drivers: Lookup<DriverPod>;
  /** May lag. */
  readonly executorSets: Lookup<Stored<SparkExecutorSet>>;
  /** Counts executor pods from its own cache. */
  readonly executors: Pick<ExecutorsController, 'podsOf' | 'countsOf'>;
}

/** A cache, by name. Undefined: it does not show such an object. */
export interface Lookup<T> {
  get(name: NamespacedName): T | undefined;
}

/**
 * Gathers everything that a decision about the application rests on; undefined when there is no such application, or
 * it is being deleted (its objects go with it).
 *
 * Guarantees: a driver that the cache does not show is called absent only after a direct look; the application is
 * never older than what we wrote ourselves.
 * Assumes: all caches were filled once. The executor set may lag: it only steers executors, and a set that is made
 * again by mistake is found to be there.
 * Fails: with an `ApiError`; nothing has been done then.
 */
export async function observe(name: NamespacedName, sight: Sight): Promise<Observed | undefined> {
  const application = sight.applications.get(name);
  if (application === undefined || application.metadata.deletionTimestamp !== undefined) return undefined;
  const state = application.status?.applicationState.state ?? '';
  return {
    application,
    driver: dependsOnDriver(state) ? await observeDriver(application, sight) : { kind: 'not-looked-for' },
    executorSet: observeExecutorSet(application, sight),
    executorPods: sight.executors.podsOf({
      namespace: name.namespace,
      appId: application.status?.sparkApplicationId ?? '',
    }),
    counted: sight.executors.countsOf(name),
  };
}

/** The states in which what happens next depends on the driver pod: it is followed, or waited for to be gone. */
const dependsOnDriver = (state: ApplicationState): boolean =>
  followsDriver(state) || state === 'PENDING_RERUN' || state === 'SUSPENDING';

/** The set of an application that was deleted and made again has the same name, and stays a while. */
function observeExecutorSet(
  application: Stored<SparkApplication>,
  { executorSets }: Sight,
): Stored<SparkExecutorSet> | undefined {
  const { namespace, name, uid } = application.metadata;
  const set = executorSets.get({ namespace, name: executorSetName(name, currentAttempt(application)) });
  return set !== undefined && isOwnedBy(set, uid) ? set : undefined;
}

/**
 * A pod of the right name is ours only by owner and attempt: a pod of an application deleted and made again, or of the
 * attempt before, counts as absent.
 */
async function observeDriver(application: Stored<SparkApplication>, sight: Sight): Promise<ObservedDriver> {
  const { namespace, uid } = application.metadata;
  const name = application.status?.driverInfo.podName;
  if (name === undefined) return { kind: 'absent' };
  const isOurs = (pod: DriverPod | undefined): pod is DriverPod =>
    pod !== undefined && pod.applicationUid === uid && pod.attempt === currentAttempt(application);
  const cached = sight.drivers.get({ namespace, name });
  if (isOurs(cached)) return { kind: 'present', pod: cached };
  const stored = await sight.api.get(PODS, { namespace, name });
  const live = stored === undefined ? undefined : projectDriverPod(stored);
  return isOurs(live) ? { kind: 'present', pod: live } : { kind: 'absent' };
}
