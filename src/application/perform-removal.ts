import { SUBMISSION_ID_LABEL } from '../api/labels.ts';
import type { SparkApplication } from '../api/spark-application.ts';
import { EXECUTOR_SETS } from '../api/spark-executor-set.ts';
import type { ApiServer } from '../kube/api-server.ts';
import { isApiError } from '../kube/api-error.ts';
import { patchSame } from '../kube/patch-same.ts';
import { CONFIG_MAPS } from '../manifest/config-map.ts';
import {
  isOwnedBy,
  resourceName,
  type KubernetesObject,
  type Resource,
  type Stored,
} from '../manifest/object-meta.ts';
import { POD_GROUP_KINDS } from '../manifest/pod-group.ts';
import { DEPLOYMENTS, STATEFUL_SETS } from '../manifest/pod-sets.ts';
import { PODS } from '../manifest/pod.ts';
import { attemptIds } from '../spark/application-names.ts';
import { APP_SELECTOR_LABEL, executorSelector, INACTIVE_LABEL } from '../spark/labels.ts';
import {
  DRIVER_MADE_KINDS,
  kindsNotedIn,
  NOTED_KINDS,
  USUAL_KINDS,
} from '../submission/side-object-kinds.ts';
import { projectDriverPod } from './driver-pod.ts';
import type { Hands } from './perform-hands.ts';

/**
 * Deletes what carries the label of the attempt, whatever the application says by now.
 *
 * 1. Look into the ConfigMaps for the kinds that few attempts have; where there is no note any more, look for all kinds.
 * 2. Delete all but the ConfigMaps, then these, which the next try may need.
 * 3. Delete the executor set: as long as it is there, the rest is known to be due. Then nothing is left to remember.
 *
 * Guarantees: only what the application owns, itself or by its driver pod, is deleted. The name of a claim is the user's
 * choice, so it may be taken by somebody else's, and that holds data. What is gone already counts as deleted.
 * Fails: with the first `ApiError`; the set stays then, and the next look tries again.
 */
export async function removeSideObjects(
  attempt: number,
  application: Stored<SparkApplication>,
  hands: Hands,
): Promise<void> {
  const { namespace, name, uid } = application.metadata;
  const labelSelector = `${SUBMISSION_ID_LABEL}=${attemptIds(uid, attempt).submissionId}`;
  const removal = { namespace, labelSelector, isOurs: ownedIn(application) };
  const configMaps: Stored<KubernetesObject>[] = [];
  for await (const ours of listOurs(CONFIG_MAPS, removal, hands.api)) configMaps.push(...ours);
  const kinds = [...USUAL_KINDS, ...(kindsNotedIn(configMaps) ?? NOTED_KINDS)];
  const others = kinds.filter((kind) => kind !== CONFIG_MAPS);
  await Promise.all(others.map((resource) => removeKnown(resource, removal, hands)));
  await removeThese(CONFIG_MAPS, configMaps, hands.api);
  await removeAll(EXECUTOR_SETS, removal, hands.api);
  hands.forget({ namespace, name });
  hands.log.info({ namespace, name, attempt }, 'side objects of the attempt removed');
}

/**
 * Deletes what a driver that made its executors itself has left: a clean end leaves nothing, a killed one everything.
 *
 * 1. Sets that would make its executors again, whether or not these are to be kept.
 * 2. Its executors; those that were to be kept are put aside, as Spark does with what ends while it runs.
 * 3. What it made for them: it knows no label of ours, so Spark's id of the application tells it.
 * 4. What was made for the driver.
 *
 * Guarantees: as `removeSideObjects`. Fails: with the first error; then nothing counts as removed.
 */
export async function removeLeftovers(
  attempt: number,
  application: Stored<SparkApplication>,
  hands: Hands,
): Promise<void> {
  const { namespace } = application.metadata;
  const { appId, settings, inSets } = await hands.executorsStore.drivenOf(application);
  const isOurs = ownedIn(application);
  if (inSets) await removePodSets(application, attempt, hands);
  const executors = { namespace, labelSelector: executorSelector(appId), isOurs: () => true };
  await (settings.deleteOnTermination
    ? removeAll(PODS, executors, hands.api)
    : putAside(executors, hands.api));
  const removal = { namespace, labelSelector: `${APP_SELECTOR_LABEL}=${appId}`, isOurs };
  await Promise.all(DRIVER_MADE_KINDS.map((resource) => removeAll(resource, removal, hands.api)));
  await removeSideObjects(attempt, application, hands);
}

/**
 * By rights that the operator has only where somebody granted Driver mode; without them the rest goes all the same.
 *
 * No label tells of which attempt a set is, and all drivers of an application have the same name. After a crash the next
 * driver may be there already: its sets are left alone.
 */
async function removePodSets(
  application: Stored<SparkApplication>,
  attempt: number,
  { api, log }: Hands,
): Promise<void> {
  const { namespace } = application.metadata;
  const name = application.status?.driverInfo.podName;
  const driver = name === undefined ? undefined : await api.get(PODS, { namespace, name });
  const other = driver && projectDriverPod(driver).attempt !== attempt ? driver.metadata.uid : undefined;
  const isOfDriver = ownedIn(application);
  const isOurs = (set: KubernetesObject): boolean =>
    isOfDriver(set) && !(other !== undefined && isOwnedBy(set, other));
  const removal = { namespace, labelSelector: '', isOurs };
  try {
    await Promise.all([STATEFUL_SETS, DEPLOYMENTS].map((resource) => removeAll(resource, removal, api)));
  } catch (caught) {
    if (!isApiError(caught, 'Forbidden')) throw caught;
    log.warn({ namespace, err: caught }, 'sets of executors may be left');
  }
}

/** What is to go, of one kind. */
interface Removal {
  readonly namespace: string;
  readonly labelSelector: string;
  readonly isOurs: (object: KubernetesObject) => boolean;
}

async function removeAll(
  resource: Resource<KubernetesObject>,
  removal: Removal,
  api: ApiServer,
): Promise<void> {
  for await (const ours of listOurs(resource, removal, api)) await removeThese(resource, ours, api);
}

/** Groups of pods the cluster may not know, or not show: then the operator has made none. */
async function removeKnown(
  resource: Resource<KubernetesObject>,
  removal: Removal,
  { api, log }: Hands,
): Promise<void> {
  try {
    await removeAll(resource, removal, api);
  } catch (caught) {
    const isNone = isApiError(caught, 'NotFound') || isApiError(caught, 'Forbidden');
    if (!POD_GROUP_KINDS.includes(resource) || !isNone) throw caught;
    log.debug({ namespace: removal.namespace, resource: resourceName(resource) }, 'there are no such groups');
  }
}

/** Page by page: executors may be many. */
async function* listOurs(
  resource: Resource<KubernetesObject>,
  { namespace, labelSelector, isOurs }: Removal,
  api: ApiServer,
): AsyncIterable<readonly Stored<KubernetesObject>[]> {
  for await (const { items } of api.list(resource, { namespace, labelSelector })) yield items.filter(isOurs);
}

async function removeThese(
  resource: Resource<KubernetesObject>,
  objects: readonly Stored<KubernetesObject>[],
  api: ApiServer,
): Promise<void> {
  await Promise.all(objects.map(({ metadata }) => api.delete(resource, metadata, { uid: metadata.uid })));
}

/** No watch and no poll asks for them from then on. One that is gone meanwhile, or is another by now, needs it no more. */
async function putAside({ namespace, labelSelector }: Removal, api: ApiServer): Promise<void> {
  const patch = { metadata: { labels: { [INACTIVE_LABEL]: 'true' } } };
  const query = { namespace, labelSelector: `${labelSelector},${INACTIVE_LABEL}!=true` };
  for await (const { items } of api.list(PODS, query)) {
    await Promise.all(items.map(({ metadata }) => patchSame(api, PODS, metadata, patch)));
  }
}

/** Whether the application owns it, or its driver pod, which stays for a while: its log is looked at. */
const ownedIn =
  ({ metadata, status }: Stored<SparkApplication>) =>
  (object: KubernetesObject): boolean => {
    const driver = status?.driverInfo.podName;
    const owners = object.metadata.ownerReferences ?? [];
    const isOfDriver =
      driver !== undefined && owners.some(({ kind, name }) => kind === PODS.kind && name === driver);
    return isOfDriver || isOwnedBy(object, metadata.uid);
  };
