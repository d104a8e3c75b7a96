import type { SparkApplication } from '../api/spark-application.ts';
import { SUBMISSION_ID_LABEL } from '../api/labels.ts';
import { EXECUTOR_SETS } from '../api/spark-executor-set.ts';
import { keyOf } from '../kube/projection-cache.ts';
import { isOwnedBy, type KubernetesObject, type Resource, type Stored } from '../manifest/object-meta.ts';
import { PODS } from '../manifest/pod.ts';
import { attemptIds } from '../spark/application-names.ts';
import { planSubmission, SIDE_OBJECT_KINDS } from '../submission/plan-submission.ts';
import { unreachable } from '../unreachable.ts';
import type { Action } from './action.ts';
import type { DriverPod } from './driver-pod.ts';
import type { Observed } from './observed.ts';
import type { Hands } from './perform-hands.ts';
import { setStatus } from './perform-status.ts';
import { createOwned, submit } from './perform-submission.ts';

/**
 * Does what was decided, in order; each action can be repeated, so a crash between two of them costs nothing.
 *
 * Fails: with the `ApiError` or `OperatorError` of the first action that fails; those after it are not begun.
 */
export async function perform(actions: readonly Action[], observed: Observed, hands: Hands): Promise<void> {
  for (const action of actions) await performOne(action, observed, hands);
}

/** What is decided after a submission is performed in its place, before the actions that follow it. */
async function performOne(action: Action, observed: Observed, hands: Hands): Promise<void> {
  const { application } = observed;
  hands.log.debug(
    { app: keyOf(application.metadata), action: action.kind, because: whyOf(action) },
    'acting',
  );
  switch (action.kind) {
    case 'submit':
      return perform(await submit(action, observed, hands), observed, hands);
    case 'set-status':
      return setStatus(application, action.status, hands);
    case 'emit-event':
      return hands.emit(application, action);
    case 'restore-executor-set':
      return restoreExecutorSet(action.attempt, application, hands);
    case 'run-executors':
      return ensureExecutors(application, action.driver, hands);
    case 'end-executors':
      return ensureExecutors(application, undefined, hands);
    case 'remove-side-objects':
      return removeSideObjects(action.attempt, application, hands);
    default:
      return unreachable(action);
  }
}

/** An Event says itself why it is there. */
const whyOf = (action: Action): string => (action.kind === 'emit-event' ? action.message : action.because);

/**
 * Tells the executors' controller what there is to know; the rest is its own business.
 *
 * Guarantees: `ensure` only wakes it, so no application waits for another one's executors. Repeating it tells it of a
 * driver that has become ready, or has ended.
 * Fails: with an `ApiError` where the driver's ConfigMap cannot be read.
 */
async function ensureExecutors(
  application: Stored<SparkApplication>,
  driver: DriverPod | undefined,
  hands: Hands,
): Promise<void> {
  hands.executors.ensure(await hands.executorsStore.executorsOf(application, driver));
}

/**
 * Makes the set as the submission made it, empty. Ids are not used again: the executors' controller remembers its
 * counter, and after a restart takes in the pods there are.
 */
async function restoreExecutorSet(
  attempt: number,
  application: Stored<SparkApplication>,
  hands: Hands,
): Promise<void> {
  const request = { application, attempt, submittedAtMs: 0, settings: hands.submissions };
  const { sideObjects } = planSubmission(request);
  const set = sideObjects.find(({ resource }) => resource.kind === EXECUTOR_SETS.kind);
  if (set !== undefined) await createOwned(set.resource, set.object, application, hands.api);
}

/**
 * Deletes what carries the label of the attempt, whatever the application says by now. The executor set goes last: as
 * long as it is there, the rest is known to be due. Then nothing is left to remember.
 *
 * Guarantees: only what the application owns, itself or by its driver pod, is deleted. The name of a claim is the user's
 * choice, so it may be taken by somebody else's, and that holds data. What is gone already counts as deleted.
 * Fails: with the first `ApiError`; the set stays then, and the next look tries again.
 */
async function removeSideObjects(
  attempt: number,
  application: Stored<SparkApplication>,
  hands: Hands,
): Promise<void> {
  const { namespace, name, uid } = application.metadata;
  const labelSelector = `${SUBMISSION_ID_LABEL}=${attemptIds(uid, attempt).submissionId}`;
  const removeAll = async (resource: Resource<KubernetesObject>): Promise<void> => {
    for await (const { items } of hands.api.list(resource, { namespace, labelSelector })) {
      const owned = items.filter((item) => isOwnedBy(item, uid) || isOfDriver(item, application));
      await Promise.all(
        owned.map(({ metadata }) => hands.api.delete(resource, metadata, { uid: metadata.uid })),
      );
    }
  };
  await Promise.all(SIDE_OBJECT_KINDS.map(removeAll));
  await removeAll(EXECUTOR_SETS);
  hands.forget({ namespace, name });
  hands.log.info({ namespace, name, attempt }, 'side objects of the attempt removed');
}

/** Claims of executors belong to the driver pod, which stays for a while: its log is looked at. */
function isOfDriver(object: KubernetesObject, { status }: SparkApplication): boolean {
  const driver = status?.driverInfo.podName;
  const owners = object.metadata.ownerReferences ?? [];
  return driver !== undefined && owners.some(({ kind, name }) => kind === PODS.kind && name === driver);
}
