import { isDeepStrictEqual } from 'node:util';
import {
  APPLICATIONS,
  type SparkApplication,
  type SparkApplicationStatus,
} from '../api/spark-application.ts';
import { EXECUTOR_SETS } from '../api/spark-executor-set.ts';
import type { Clock } from '../clock.ts';
import type { ExecutorsController } from '../executors/controller.ts';
import { ApiError, isApiError } from '../kube/api-error.ts';
import type { ApiServer } from '../kube/api-server.ts';
import { createOrAdopt } from '../kube/create-or-adopt.ts';
import type { OwnWrites } from '../kube/own-writes.ts';
import { keyOf } from '../kube/projection-cache.ts';
import type { Log } from '../log.ts';
import { isOwnedBy, type KubernetesObject, type Resource, type Stored } from '../manifest/object-meta.ts';
import { PODS } from '../manifest/pod.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { OperatorError } from '../operator-error.ts';
import type { PlannedObject } from '../pod/planned-object.ts';
import { planSubmission, type SubmissionPlan } from '../submission/plan-submission.ts';
import { unreachable } from '../unreachable.ts';
import type { Action, ApplicationEvent } from './action.ts';
import { decideAfterSubmission, type SubmissionOutcome } from './decide.ts';
import { projectDriverPod, type DriverPod } from './driver-pod.ts';
import type { DriverPluginStore } from './driver-plugin-store.ts';
import type { ExecutorsStore } from './executors-store.ts';
import type { Observed } from './observed.ts';

/** What actions work on. */
export interface Hands {
  readonly api: ApiServer;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly ownWrites: OwnWrites<SparkApplication>;
  readonly plugin: DriverPluginStore;
  readonly executors: Pick<ExecutorsController, 'ensure'>;
  readonly executorsStore: ExecutorsStore;
  /** User name that Spark's processes say they are, where the application sets none. */
  readonly sparkUser: string;
  /** Shows an Event at the application; never fails. */
  emit(application: Stored<SparkApplication>, event: ApplicationEvent): void;
}

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
      return submit(action.attempt, observed, hands);
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

async function submit(attempt: number, observed: Observed, hands: Hands): Promise<void> {
  const { application } = observed;
  const startedAtMs = hands.clock.now();
  const outcome = await trySubmission(attempt, application, hands);
  hands.metrics.add('spark_operator_submissions_total', { outcome: outcome.kind });
  if (outcome.kind === 'accepted') {
    hands.metrics.observe('spark_operator_submission_seconds', (hands.clock.now() - startedAtMs) / 1000);
  }
  const { namespace, name } = application.metadata;
  hands.log.info({ namespace, name, attempt, outcome: outcome.kind }, 'application submitted');
  await perform(decideAfterSubmission(observed, outcome, hands.clock.now()), observed, hands);
}

async function trySubmission(
  attempt: number,
  application: Stored<SparkApplication>,
  hands: Hands,
): Promise<SubmissionOutcome> {
  try {
    const pluginConfigMapName = await hands.plugin.ensure(application.metadata.namespace);
    const plan = planSubmission({
      application,
      attempt,
      submittedAtMs: hands.clock.now(),
      settings: { pluginConfigMapName, sparkUser: hands.sparkUser },
    });
    return { kind: 'accepted', driver: await create(plan, attempt, application, hands.api) };
  } catch (error) {
    if (isRefusal(error)) return { kind: 'refused', why: error.message };
    throw error;
  }
}

/** Errors that trying again does not mend. */
const isRefusal = (error: unknown): error is ApiError | OperatorError =>
  (error instanceof ApiError && (error.reason === 'Invalid' || error.reason === 'Forbidden')) ||
  (error instanceof OperatorError && error.retry !== 'backoff');

/** Side objects side by side, then the pod that needs them. */
async function create(
  plan: SubmissionPlan,
  attempt: number,
  application: Stored<SparkApplication>,
  api: ApiServer,
): Promise<DriverPod> {
  await Promise.all(
    plan.sideObjects.map((each) => createOwned(each.resource, each.object, application, api)),
  );
  const pod = await createOwned(PODS, plan.driverPod, application, api);
  const driver = projectDriverPod(pod);
  if (driver.attempt !== attempt) throw inTheWay(PODS.kind, pod, application);
  return driver;
}

async function createOwned<T extends KubernetesObject>(
  resource: Resource<T>,
  object: T,
  application: Stored<SparkApplication>,
  api: ApiServer,
): Promise<Stored<T>> {
  const isOurs = (existing: KubernetesObject): boolean => isOwnedBy(existing, application.metadata.uid);
  const creation = await createOrAdopt(api, resource, object, isOurs);
  switch (creation.kind) {
    case 'created':
    case 'adopted':
      return creation.object;
    case 'occupied':
      throw inTheWay(resource.kind, creation.by, application);
    default:
      return unreachable(creation);
  }
}

/** An object of an application that went before goes away by itself; anybody else's has to be moved by a person. */
function inTheWay(
  kind: string,
  object: Stored<KubernetesObject>,
  application: Stored<SparkApplication>,
): OperatorError {
  const { name, deletionTimestamp, ownerReferences = [] } = object.metadata;
  const isPredecessors = ownerReferences.some(
    (owner) => owner.kind === application.kind && owner.name === application.metadata.name,
  );
  return deletionTimestamp !== undefined || isPredecessors
    ? new OperatorError('PREDECESSOR_STILL_THERE', { kind, name })
    : new OperatorError('NAME_TAKEN', { kind, name });
}

/** Writes in a row that somebody else's writes may get ahead of. */
const MOST_CONFLICTS = 10;

/**
 * The status moves from exactly what was looked at. A conflict over anything else, a label say, is no reason to decide
 * anew; one over spec or status is.
 */
async function setStatus(
  application: Stored<SparkApplication>,
  status: SparkApplicationStatus,
  hands: Hands,
): Promise<void> {
  let { resourceVersion } = application.metadata;
  for (let conflicts = 0; ; conflicts += 1) {
    try {
      await patchStatus(application, resourceVersion, status, hands);
      return report(application, status, hands);
    } catch (caught) {
      if (!isApiError(caught, 'Conflict') || conflicts >= MOST_CONFLICTS) throw caught;
      const live = await hands.api.get(APPLICATIONS, application.metadata);
      if (live === undefined || !isSameToUs(live, application)) throw caught;
      resourceVersion = live.metadata.resourceVersion;
    }
  }
}

const isSameToUs = (live: Stored<SparkApplication>, looked: Stored<SparkApplication>): boolean =>
  live.metadata.uid === looked.metadata.uid &&
  live.metadata.generation === looked.metadata.generation &&
  isDeepStrictEqual(live.status, looked.status);

async function patchStatus(
  application: Stored<SparkApplication>,
  resourceVersion: string,
  status: SparkApplicationStatus,
  { api, ownWrites }: Hands,
): Promise<void> {
  const { namespace, name } = application.metadata;
  const patch = { metadata: { resourceVersion }, status: mergePatchOf(application.status, status) };
  const after = await api.mergePatch(APPLICATIONS, { namespace, name }, patch, 'status');
  for (const before of [application.metadata.resourceVersion, resourceVersion]) {
    ownWrites.wrote(keyOf(application.metadata), before, after);
  }
}

function report(
  { metadata, status: before }: Stored<SparkApplication>,
  { applicationState: { state } }: SparkApplicationStatus,
  { log, metrics }: Hands,
): void {
  if (state === before?.applicationState.state) return;
  log.info({ namespace: metadata.namespace, name: metadata.name, state }, 'application changed its state');
  if (state === 'COMPLETED' || state === 'FAILED') {
    metrics.add('spark_operator_applications_ended_total', { state });
  }
}

/** A merge patch keeps what it does not name, so what is gone has to be named. */
function mergePatchOf(
  before: SparkApplicationStatus | undefined,
  after: SparkApplicationStatus,
): Readonly<Record<string, unknown>> {
  const { state, errorMessage = null } = after.applicationState;
  const gone = Object.keys(before ?? {}).filter((key) => !(key in after));
  return {
    ...Object.fromEntries(gone.map((key) => [key, null])),
    ...after,
    applicationState: { state, errorMessage },
  };
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
