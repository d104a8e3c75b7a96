import type { SparkApplication } from '../api/spark-application.ts';
import { EXECUTOR_SETS } from '../api/spark-executor-set.ts';
import type { Stored } from '../manifest/object-meta.ts';
import type { PlannedObject } from '../pod/planned-object.ts';
import { planSubmission } from '../submission/plan-submission.ts';
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

async function performOne(action: Action, observed: Observed, hands: Hands): Promise<void> {
  const { application } = observed;
  switch (action.kind) {
    case 'submit':
      return perform(await submit(action.attempt, observed, hands), observed, hands);
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

/** Tells the executors' controller what there is to know; the rest is its own business. */
async function ensureExecutors(
  application: Stored<SparkApplication>,
  driver: DriverPod | undefined,
  hands: Hands,
): Promise<void> {
  hands.executors.ensure(await hands.executorsStore.executorsOf(application, driver));
}

async function restoreExecutorSet(
  attempt: number,
  application: Stored<SparkApplication>,
  hands: Hands,
): Promise<void> {
  const set = sideObjectsOf(application, attempt, hands).find(isSet);
  if (set !== undefined) await createOwned(set.resource, set.object, application, hands.api);
}

/** The executor set goes last: as long as it is there, the rest is known to be due. */
async function removeSideObjects(
  attempt: number,
  application: Stored<SparkApplication>,
  hands: Hands,
): Promise<void> {
  const { namespace, name } = application.metadata;
  const sideObjects = sideObjectsOf(application, attempt, hands);
  const remove = ({ resource, object }: PlannedObject): Promise<boolean> =>
    hands.api.delete(resource, { namespace, name: object.metadata.name });
  await Promise.all(sideObjects.filter((each) => !isSet(each)).map(remove));
  await Promise.all(sideObjects.filter(isSet).map(remove));
  hands.log.info({ namespace, name, attempt }, 'side objects of the attempt removed');
}

function sideObjectsOf(
  application: Stored<SparkApplication>,
  attempt: number,
  { sparkUser }: Hands,
): readonly PlannedObject[] {
  const settings = { pluginConfigMapName: '', sparkUser };
  return planSubmission({ application, attempt, submittedAtMs: 0, settings }).sideObjects;
}

const isSet = ({ resource }: PlannedObject): boolean => resource.kind === EXECUTOR_SETS.kind;
