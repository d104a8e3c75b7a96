import { APPLICATIONS, type SparkApplication } from '../api/spark-application.ts';
import { EXECUTOR_SETS } from '../api/spark-executor-set.ts';
import { patchSame } from '../kube/patch-same.ts';
import { keyOf } from '../kube/projection-cache.ts';
import type { Stored } from '../manifest/object-meta.ts';
import { PODS } from '../manifest/pod.ts';
import { planSubmission } from '../submission/plan-submission.ts';
import { unreachable } from '../unreachable.ts';
import type { Action } from './action.ts';
import { STOPPED_AFTER_SECONDS, type DriverPod } from './driver-pod.ts';
import { asManaged, type Observed } from './observed.ts';
import type { Hands } from './perform-hands.ts';
import { removeLeftovers, removeSideObjects } from './perform-removal.ts';
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
    case 'follow-executors':
      return followExecutors(application, hands);
    case 'remove-leftovers':
      return removeLeftovers(action.attempt, application, hands);
    case 'stop-driver':
      return stopDriver(action.driver, hands);
    case 'delete-driver':
      return deleteDriver(action.driver, hands);
    case 'delete-application':
      return deleteApplication(application, hands);
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

/** Has the executors' controller count them, and tell of failures; which pods are meant, and how they are read, is as it was submitted. */
async function followExecutors(application: Stored<SparkApplication>, hands: Hands): Promise<void> {
  const { appId, settings } = await hands.executorsStore.drivenOf(application);
  const { namespace, name, uid } = application.metadata;
  const driver = { namespace, name: application.status?.driverInfo.podName ?? '' };
  const driverRuns = (): boolean => {
    const pod = hands.drivers.get(driver);
    return pod?.state.kind === 'running' && !pod.deleting;
  };
  hands.executors.follow({ key: { namespace, name }, uid, appId, rules: settings, driverRuns });
}

/** A deadline that has passed: the kubelet ends the containers, and nothing is deleted. */
async function stopDriver(driver: DriverPod, { api }: Hands): Promise<void> {
  const { namespace, name, uid } = driver;
  const patch = { spec: { activeDeadlineSeconds: STOPPED_AFTER_SECONDS } };
  await patchSame(api, PODS, { namespace, name, uid }, patch);
}

/** Only the pod that was looked at: another one of the same name may be the next attempt's. */
async function deleteDriver({ namespace, name, uid }: DriverPod, { api }: Hands): Promise<void> {
  await api.delete(PODS, { namespace, name }, { uid });
}

async function deleteApplication({ metadata }: Stored<SparkApplication>, { api, log }: Hands): Promise<void> {
  const { namespace, name, uid } = metadata;
  await api.delete(APPLICATIONS, { namespace, name }, { uid });
  log.info({ namespace, name }, 'application deleted: its time to live has passed');
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
  const managed = asManaged(application);
  const request = { application: managed, attempt, submittedAtMs: 0, settings: hands.submissions };
  const { sideObjects } = planSubmission(request);
  const set = sideObjects.find(({ resource }) => resource.kind === EXECUTOR_SETS.kind);
  if (set !== undefined) await createOwned(set.resource, set.object, application, hands.api);
}
