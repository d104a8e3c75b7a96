import { isDeepStrictEqual } from 'node:util';
import type { SparkApplication } from '../api/spark-application.ts';
import { fromUnknown, isApiError, isRefused, type ApiError } from '../kube/api-error.ts';
import type { ApiServer } from '../kube/api-server.ts';
import { CONFIG_MAPS } from '../manifest/config-map.ts';
import { createOrAdopt } from '../kube/create-or-adopt.ts';
import {
  isOwnedBy,
  resourceName,
  type KubernetesObject,
  type Resource,
  type Stored,
} from '../manifest/object-meta.ts';
import { POD_GROUP_KINDS } from '../manifest/pod-group.ts';
import { PODS } from '../manifest/pod.ts';
import { SERVICES, type ServiceManifest } from '../manifest/service.ts';
import { OperatorError } from '../operator-error.ts';
import type { PlannedObject } from '../pod/planned-object.ts';
import { isNoted, kindsNotedIn, withNote } from '../submission/side-object-kinds.ts';
import type { WebUi } from '../submission/driver-routes.ts';
import { unreachable } from '../unreachable.ts';
import type { Action } from './action.ts';
import { decideAfterSubmission, type SubmissionOutcome } from './decide-after-submission.ts';
import { projectDriverPod } from './driver-pod.ts';
import type { Observed } from './observed.ts';
import type { Hands } from './perform-hands.ts';

/** The part of the action that says what to create. */
type PlannedAttempt = Pick<Extract<Action, { kind: 'submit' }>, 'plan' | 'attempt'>;

/**
 * Creates what is planned: everything the driver needs, then the driver. Answers with what is to be done about the
 * outcome.
 *
 * Guarantees: a repeated try finds and adopts what an earlier one has created.
 * Fails: where a later try may do better; a refusal for good is an outcome, not a failure.
 */
export async function submit(
  { plan, attempt }: PlannedAttempt,
  observed: Observed,
  hands: Hands,
): Promise<readonly Action[]> {
  const { application } = observed;
  const startedAtMs = hands.clock.now();
  const outcome = await trySubmission({ plan, attempt }, application, hands);
  hands.metrics.add('spark_operator_submissions_total', { outcome: outcome.kind });
  if (outcome.kind === 'accepted') {
    hands.metrics.observe('spark_operator_submission_seconds', (hands.clock.now() - startedAtMs) / 1000);
  }
  const { namespace, name } = application.metadata;
  hands.log.info({ namespace, name, attempt, outcome: outcome.kind }, 'application submitted');
  return decideAfterSubmission(observed, plan.management, outcome, hands.clock.now());
}

/**
 * The plugin's ConfigMap first, where the driver mounts it, then what is planned.
 *
 * Fails: where a later try may do better, with the error as it is; the queue rests by its `retry`.
 */
async function trySubmission(
  planned: PlannedAttempt,
  application: Stored<SparkApplication>,
  hands: Hands,
): Promise<SubmissionOutcome> {
  try {
    if (planned.plan.management.kind === 'operator')
      await hands.plugin.ensure(application.metadata.namespace);
    return { kind: 'accepted', ...(await create(planned, application, hands.api)) };
  } catch (error) {
    if (isRefusal(error)) return { kind: 'refused', why: whyRefused(error.message) };
    hands.metrics.add('spark_operator_submissions_total', { outcome: 'retried' });
    throw error;
  }
}

/** With the remedy where an account is missing, as in every new namespace: the API server does not know of it. */
function whyRefused(message: string): string {
  const [, namespace, account] = /error looking up service account ([^/\s]+)\/([^:\s]+)/u.exec(message) ?? [];
  if (account === undefined) return message;
  return (
    `${message}. There is no service account "${account}": kubectl apply -n ${namespace} -f deploy/job-account.yaml ` +
    'makes "spark"; or name another one in spec.driver.serviceAccount.'
  );
}

/** Errors that trying again does not mend, whose sentence belongs into the status. */
const isRefusal = (error: unknown): error is ApiError | OperatorError =>
  isRefused(error) || (error instanceof OperatorError && error.retry !== 'backoff');

/**
 * Side objects side by side, those of rare kinds once the note of them is there; then the pod that needs them: a pod that
 * cannot mount its ConfigMap would wait for the kubelet's next try.
 */
async function create(
  { plan, attempt }: PlannedAttempt,
  application: Stored<SparkApplication>,
  api: ApiServer,
): Promise<Omit<Extract<SubmissionOutcome, { kind: 'accepted' }>, 'kind'>> {
  const createAll = (these: readonly PlannedObject[]): Promise<readonly Stored<KubernetesObject>[]> =>
    Promise.all(these.map((each) => createBeside(each, application, api)));
  const usual = await createAll(plan.sideObjects.filter((each) => !isNoted(each)));
  const rare = plan.sideObjects.filter(isNoted);
  if (rare.length > 0) await ensureNote(rare, usual, application, api);
  const beside = [...usual, ...(await createAll(rare))];
  const pod = await createOwned(PODS, plan.driverPod, application, api);
  const driver = projectDriverPod(pod);
  // The pod of the attempt before has the same name; it is on its way out.
  if (driver.attempt !== attempt) throw inTheWay(PODS.kind, pod, application);
  return { driver, webUi: plan.webUi && withAddress(plan.webUi, beside) };
}

/**
 * Creates or adopts a side object. The cluster may know no groups of pods, or not let the operator make them: no later try
 * does better.
 */
async function createBeside(
  { resource, object }: PlannedObject,
  application: Stored<SparkApplication>,
  api: ApiServer,
): Promise<Stored<KubernetesObject>> {
  try {
    return await createOwned(resource, object, application, api);
  } catch (caught) {
    const isUnknown = isApiError(caught, 'NotFound');
    if (!POD_GROUP_KINDS.includes(resource) || !(isUnknown || isApiError(caught, 'Forbidden'))) throw caught;
    const why = isUnknown ? 'the cluster does not know this kind' : fromUnknown(caught).message;
    const { name } = object.metadata;
    throw new OperatorError('POD_GROUP_REFUSED', { resource: resourceName(resource), name, why }, caught);
  }
}

/**
 * An earlier try may have left a ConfigMap whose note is shorter: the application has been edited since. It is made again
 * with what both had; nothing mounts it yet, or the kubelet finds it by its name.
 */
async function ensureNote(
  rare: readonly PlannedObject[],
  created: readonly Stored<KubernetesObject>[],
  application: Stored<SparkApplication>,
  api: ApiServer,
): Promise<void> {
  for (const configMap of created.filter((each) => kindsNotedIn([each]) !== undefined)) {
    const noted = withNote(
      configMap,
      rare.map(({ resource }) => resource),
    );
    if (isDeepStrictEqual(noted.metadata.annotations, configMap.metadata.annotations)) continue;
    const { namespace, name, uid, labels = {}, annotations = {}, ownerReferences = [] } = noted.metadata;
    await api.delete(CONFIG_MAPS, { namespace, name }, { uid });
    const again = { ...noted, metadata: { namespace, name, labels, annotations, ownerReferences } };
    await createOwned(CONFIG_MAPS, again, application, api);
  }
}

/** The address of the Service is chosen when it is created. */
function withAddress(webUi: WebUi, created: readonly KubernetesObject[]): WebUi {
  const service: ServiceManifest | undefined = created
    .filter(isService)
    .find(({ metadata }) => metadata.name === webUi.webUIServiceName);
  const address = service?.spec.clusterIP;
  return address === undefined ? webUi : { ...webUi, webUIAddress: `${address}:${webUi.webUIPort}` };
}

const isService = (object: KubernetesObject): object is ServiceManifest => object.kind === SERVICES.kind;

/**
 * Creates the object, or adopts it if it is this application's, by uid: an older application of the same name is
 * somebody else.
 *
 * Guarantees: what was adopted is as it was; nothing is changed in it.
 * Fails: `NAME_TAKEN`, `PREDECESSOR_STILL_THERE`, or the `ApiError` of the creation.
 */
export async function createOwned<T extends KubernetesObject>(
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
