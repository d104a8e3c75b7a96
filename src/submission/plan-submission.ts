import type { SparkApplication } from '../api/spark-application.ts';
import { APPLICATIONS } from '../api/spark-application.ts';
import { EXECUTOR_SETS, executorSetName, type SparkExecutorSet } from '../api/spark-executor-set.ts';
import { CONFIG_MAPS } from '../manifest/config-map.ts';
import type { KubernetesObject, OwnerReference } from '../manifest/object-meta.ts';
import type { PodManifest } from '../manifest/pod.ts';
import { buildDriver } from '../pod/build-driver.ts';
import { planned, type PlannedObject } from '../pod/planned-object.ts';
import type { FileContents } from '../pod/submitted-files.ts';
import { CONF } from '../spark/conf-keys.ts';
import type { SparkConf } from '../spark/spark-conf.ts';
import { attemptOf, type Attempt } from './attempt.ts';
import {
  configMapFiles,
  mountedMainResource,
  withConfigMapFiles,
  withMountedFiles,
} from './config-map-files.ts';
import { decideExecutorManagement, isDriverMode, type ExecutorManagement } from './executor-management.ts';
import { driverBudget } from './driver-budget.ts';
import { driverRoutes, type RouteSettings, type WebUi } from './driver-routes.ts';
import { withExecutorTemplate } from './executor-pod-template.ts';
import { withForcedProperties } from './forced-properties.ts';
import { monitoringObjects, withMonitoring } from './monitoring.ts';
import { operatorDriverPod } from './operator-driver-pod.ts';
import { keptExecutorFields } from './pod-fields/executor-fields.ts';
import { withPodFields } from './pod-fields/pod-field-steps.ts';
import { podFieldsWith } from './pod-fields/pod-fields.ts';
import { objectLabels } from './pod-labels.ts';
import { firstExecutor } from './first-executor.ts';
import { withGroup } from './pod-group.ts';
import { kindsToNote, withNote } from './side-object-kinds.ts';
import { podTemplateOf } from './pod-templates.ts';
import { driverPodName, mainResourceOf, sparkConfOfApplication } from './spark-conf-of-application.ts';

/** Which attempt of which application to submit, and what the operator adds of its own. */
export interface SubmissionRequest {
  /** As the API server gave it: with namespace and uid. */
  readonly application: SparkApplication;
  /** From 1. */
  readonly attempt: number;
  /** When the attempt was decided on; on a repeated try the time of the first. */
  readonly submittedAtMs: number;
  readonly settings: SubmissionSettings;
  /** Files on the submitter's disk that properties name. @default none, as for a resource in the cluster */
  readonly files?: FileContents;
  /** The submitter's SPARK_CONF_DIR, by the names of the files. */
  readonly sparkConfFiles?: FileContents | undefined;
  /** The submitter's HADOOP_CONF_DIR: texts by the names of the files. */
  readonly hadoopConfFiles?: Readonly<Record<string, string>> | undefined;
}

/** What the operator adds of its own, the same for all applications of a namespace. */
export interface SubmissionSettings {
  /** The ConfigMap with the driver's jar, in the application's namespace. */
  readonly pluginConfigMapName: string;
  /** The user that the processes in the pods say they are. */
  readonly sparkUser: string;
  /** Pods fit the Pod Security level `restricted`, wherever an application says nothing else. @default false */
  readonly restrictedPods?: boolean | undefined;
  /**
   * Ways to drivers from outside. What is made is removed by the label of the attempt, so that a change of these settings leaves
   * no object behind. @default those that an application asks for
   */
  readonly routes?: RouteSettings;
}

/** Everything to create for one attempt. */
export interface SubmissionPlan {
  /** Id of the submission, on the labels of all its objects. */
  readonly submissionId: string;
  /** `spark.app.id`. */
  readonly sparkApplicationId: string;
  /** The same in every attempt: the pod of the one before has to be gone. */
  readonly driverPodName: string;
  /** The driver's ConfigMap, whose data executors are made from (`parseExecutorTemplate`). */
  readonly configMapName: string;
  readonly configMapData: Readonly<Record<string, string>>;
  /** Who makes the executors, and why. */
  readonly management: ExecutorManagement;
  /** Undefined where the driver makes the executors itself. */
  readonly executorSetName: string | undefined;
  /** What has to exist before the driver pod: the ConfigMap first, the executor set (if there is one) last. */
  readonly sideObjects: readonly PlannedObject[];
  /** How Spark's pages are reached, where a Service leads to them. */
  readonly webUi: WebUi | undefined;
  /** Created last: it finds everything it mounts. */
  readonly driverPod: PodManifest;
}

/**
 * Decides what to create for one attempt.
 *
 * Guarantees: the same request always gives the same plan, so a try that broke off can be repeated; everything is owned
 * by the application and labelled with the attempt.
 *
 * 1. Read the properties the attempt is submitted with (`sparkConfOfApplication`).
 * 2. Build the driver as Spark would; in its own file, and only there, some properties are forced.
 * 3. Add what is ours: the executor set beside it; owner, labels, the plugin's jar and files from ConfigMaps in it.
 * 4. Put in the fields that are no Spark properties (`withPodFields`); those of the executors are kept for later.
 *
 * Where the driver makes the executors itself, nothing is forced, there is neither executor set nor jar, and the fields of
 * the executors reach them through a pod template (`withExecutorTemplate`).
 *
 * Assumes: `validateApplication` found nothing. Fails: an OperatorError otherwise.
 */
export function planSubmission(given: SubmissionRequest): SubmissionPlan {
  const request = withWrittenOut(given);
  const attempt = attemptOf(request.application, request.attempt, request.submittedAtMs);
  return planAttempt(attempt, sparkConfOfApplication(attempt), request);
}

/** The request with blocks of the application that stand for other fields written out; the rest knows nothing of them. */
export const withWrittenOut = (request: SubmissionRequest): SubmissionRequest => ({
  ...request,
  application: withMonitoring(request.application),
});

/** The same for whoever has read the properties of the attempt already, of a request that is written out. */
export function planAttempt(
  attempt: Attempt,
  written: SparkConf,
  request: SubmissionRequest,
): SubmissionPlan {
  const routes = driverRoutes(attempt, written, request.settings.routes ?? {});
  const conf = written.withAll(routes.properties);
  const { name } = request.application.metadata;
  const management = decideExecutorManagement(request.application.spec);
  const setName = management.kind === 'operator' ? executorSetName(name, request.attempt) : undefined;
  const owner = ownerOf(request.application);
  const built = buildDriver(driverInput(attempt, conf, request), (submitted) =>
    setName === undefined ? submitted : withForcedProperties(submitted, setName),
  );
  const driverPod = operatorDriverPod(built.pod, {
    namespace: attempt.namespace,
    owner,
    pluginConfigMapName: setName === undefined ? undefined : request.settings.pluginConfigMapName,
    serviceAccount: conf.read(CONF.driverServiceAccount),
  });
  const configMapData = built.configMap.data ?? {};
  const group = inGroup(driverPod, configMapData, conf, request);
  const beside = [...built.beside, ...routes.objects, ...group.objects, ...ownObjects(attempt, setName)];
  return {
    submissionId: attempt.ids.submissionId,
    sparkApplicationId: attempt.ids.appId,
    driverPodName: built.pod.metadata.name,
    configMapName: built.configMap.metadata.name,
    configMapData,
    management,
    executorSetName: setName,
    sideObjects: withNoteOfKinds(beside, built.configMap, conf).map((side) => owned(side, attempt, owner)),
    webUi: routes.webUi,
    driverPod: group.driver,
  };
}

/** What Spark knows nothing of; the executor set last. */
const ownObjects = (attempt: Attempt, setName: string | undefined): readonly PlannedObject[] => [
  ...monitoringObjects(attempt.application),
  ...driverBudget(attempt.application),
  ...executorSetOf(attempt, setName),
];

/**
 * The driver pod with files and fields of ours, as a member of its group, and the group. How much room that needs shows in
 * the finished pods alone, so the first executor is built for it; without a group nothing is.
 */
function inGroup(
  driverPod: PodManifest,
  configMapData: Readonly<Record<string, string>>,
  conf: SparkConf,
  { application, settings }: SubmissionRequest,
): ReturnType<typeof withGroup> {
  const withFiles = withConfigMapFiles(driverPod, configMapFiles(conf, mainResourceOf(application)));
  const driver = withPodFields(withFiles, podFieldsWith(settings, application.spec, 'driver'));
  return withGroup(driver, application, conf, () => firstExecutor(configMapData, driver.metadata.name));
}

/** The driver's ConfigMap says what the attempt has that few have. */
function withNoteOfKinds(
  beside: readonly PlannedObject[],
  { metadata: { name } }: KubernetesObject,
  conf: SparkConf,
): readonly PlannedObject[] {
  const kinds = kindsToNote(beside, conf);
  return beside.map(({ resource, object }) =>
    resource === CONFIG_MAPS && object.metadata.name === name
      ? { resource, object: withNote(object, kinds) }
      : { resource, object },
  );
}

/** What Spark's own submission would hand to its driver builder. */
function driverInput(
  attempt: Attempt,
  conf: SparkConf,
  { settings, files = {}, sparkConfFiles, hadoopConfFiles }: SubmissionRequest,
): Parameters<typeof buildDriver>[0] {
  const { application, ids } = attempt;
  const input = {
    conf: withMountedFiles(conf),
    appId: ids.appId,
    uniqueId: ids.uniqueId,
    mainResource: mountedMainResource(mainResourceOf(application)),
    mainClass: application.spec.mainClass,
    arguments: application.spec.arguments ?? [],
    sparkUser: settings.sparkUser,
    proxyUser: application.spec.proxyUser,
    sparkVersion: application.spec.sparkVersion,
    files,
    sparkConfFiles,
    hadoopConfFiles,
    driverTemplate: podTemplateOf('driver', application.spec, conf, files),
  };
  if (isDriverMode(application.spec)) {
    const { template, ...given } = withExecutorTemplate(
      application.spec,
      input.conf,
      files,
      podFieldsWith(settings, application.spec, 'executor'),
    );
    return { ...input, ...given, executorTemplate: template };
  }
  const executorTemplate = podTemplateOf('executor', application.spec, conf, files);
  return {
    ...input,
    executorTemplate,
    kept: keptExecutorFields(podFieldsWith(settings, application.spec, 'executor')),
  };
}

/** Empty but for whose it is: the driver writes what it wants once it runs. */
function executorSetOf(
  { application, attempt }: Attempt,
  name: string | undefined,
): readonly PlannedObject[] {
  if (name === undefined) return [];
  const set: SparkExecutorSet = {
    apiVersion: EXECUTOR_SETS.apiVersion,
    kind: EXECUTOR_SETS.kind,
    metadata: { name },
    spec: {
      applicationName: application.metadata.name,
      attempt,
      driverPodName: driverPodName(application),
    },
  };
  return [planned(EXECUTOR_SETS, set)];
}

/** With the namespace, labels and owner of everything that is made for the attempt. */
function owned({ resource, object }: PlannedObject, attempt: Attempt, owner: OwnerReference): PlannedObject {
  const metadata = {
    ...object.metadata,
    namespace: attempt.namespace,
    labels: { ...object.metadata.labels, ...objectLabels(attempt) },
    ownerReferences: [owner],
  };
  return { resource, object: { ...object, metadata } };
}

/** Without `blockOwnerDeletion`: deleting an application never waits for what it owns. */
function ownerOf({ metadata }: SparkApplication): OwnerReference {
  return {
    apiVersion: APPLICATIONS.apiVersion,
    kind: APPLICATIONS.kind,
    name: metadata.name,
    uid: metadata.uid ?? '',
    controller: true,
  };
}
