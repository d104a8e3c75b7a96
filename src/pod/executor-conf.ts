import { appNameLabel, resourceNamePrefix } from '../spark/application-names.ts';
import { CONF, PREFIX } from '../spark/conf-keys.ts';
import {
  APP_SELECTOR_LABEL,
  EXECUTOR_ID_LABEL,
  RESOURCE_PROFILE_LABEL,
  ROLE_LABEL,
  SPARK_APP_NAME_LABEL,
  SPARK_VERSION_LABEL,
} from '../spark/labels.ts';
import { coresOfOneTask } from '../spark/one-task.ts';
import type { SparkConf } from '../spark/spark-conf.ts';
import { executorSize, type ExecutorSize, type ResourceProfile } from '../spark/resource-profile.ts';
import { behaviourOf, readBy } from '../spark/version-differences.ts';
import { nodeSelectorOf } from './driver-conf.ts';
import type { DriverIdentity, ExecutorTemplate } from './executor-template.ts';
import { withReportedConf } from './reported-conf.ts';
import {
  environmentOf,
  imageOf,
  substituted,
  volumesOf,
  withReservedLabels,
  type RoleConf,
} from './role-conf.ts';

/** Which executor to make, and what its driver said about it. */
export interface ExecutorRequest {
  /** From 1, never used twice in an attempt. */
  readonly id: number;
  /** The resource profile it is made for; `{ id: 0 }` follows the properties alone. */
  readonly profile: ResourceProfile;
  /** It takes one task at a time, whatever its cores. @default as the properties say */
  readonly oneTask?: boolean;
  /** Executor properties in force in the driver. Those that a driver may not change are left out. */
  readonly reportedConf?: Readonly<Record<string, string>> | undefined;
}

/**
 * The input of the executors' steps.
 *
 * @see Spark `KubernetesExecutorConf`
 */
export interface ExecutorConf extends RoleConf {
  readonly role: 'executor';
  /** As Spark writes it: in labels, environment and names. */
  readonly executorId: string;
  readonly profileId: number;
  /** From the profile, else from the properties. */
  readonly size: ExecutorSize;
  /** The cores it says it has, which is how many tasks it gets at a time. */
  readonly coresForTasks: number;
  readonly podName: string;
  readonly namespace: string;
  readonly sparkUser: string;
  /** Whom it registers with, and who owns its pod. */
  readonly driver: DriverIdentity;
}

/** The name of the pod of that executor: always the same. */
export function executorPodName({ conf, appId }: ExecutorTemplate, id: number): string {
  return `${podNamePrefix(conf, appId)}-exec-${id}`;
}

/** Where nobody has set it, it is made of the application's name. Fails: SPARK_VALUE_UNREADABLE where that is too long. */
function podNamePrefix(conf: SparkConf, appId: string): string {
  const { executorPodNamePrefix } = CONF;
  const own = conf.read(executorPodNamePrefix);
  if (own !== undefined) return own;
  const made = resourceNamePrefix(conf.read(CONF.appName) ?? 'spark', appId.slice(-16));
  executorPodNamePrefix.parse(made);
  return made;
}

/** What is no name of a variable is left out, as Spark leaves it out; of the driver's own, Kubernetes refuses it. */
const isVariable = (name: string): boolean => /^[-._a-zA-Z][-._a-zA-Z0-9]*$/u.test(name);

/** Reads the properties of one executor. Fails with an OperatorError that names the property to mend. */
export function parseExecutorConf(template: ExecutorTemplate, request: ExecutorRequest): ExecutorConf {
  const { appId, driver, namespace, sparkUser, sparkVersion } = template;
  const conf = readBy(sparkVersion, withReportedConf(template.conf, request.reportedConf));
  const behaviour = behaviourOf(sparkVersion);
  const executorId = String(request.id);
  const appName = conf.read(CONF.appName) ?? 'spark';
  const ids = { appId, executorId };
  return {
    role: 'executor',
    spark: conf,
    behaviour,
    appId,
    executorId,
    profileId: request.profile.id,
    ...sizeAndCores(request, conf),
    namePrefix: podNamePrefix(template.conf, appId),
    podName: executorPodName(template, request.id),
    namespace,
    sparkUser,
    driver,
    image: imageOf(conf, 'executor', CONF.executorImage, behaviour.imageVersion ? sparkVersion : undefined),
    labels: withReservedLabels(conf, PREFIX.executorLabel, behaviour.labelIds ? ids : undefined, {
      [SPARK_VERSION_LABEL]: sparkVersion,
      [APP_SELECTOR_LABEL]: appId,
      [SPARK_APP_NAME_LABEL]: appNameLabel(appName),
      [ROLE_LABEL]: 'executor',
      [EXECUTOR_ID_LABEL]: executorId,
      [RESOURCE_PROFILE_LABEL]: String(request.profile.id),
    }),
    annotations: substituted(conf, PREFIX.executorAnnotation, ids),
    nodeSelector: nodeSelectorOf(conf, PREFIX.executorNodeSelector),
    environment: environmentOf(conf.withPrefix(PREFIX.executorEnv)).filter(({ name }) => isVariable(name)),
    secretMounts: conf.withPrefix(PREFIX.executorSecret),
    secretEnvironment: conf.withPrefix(PREFIX.executorSecretEnv),
    volumes: volumesOf(conf, PREFIX.executorVolume, behaviour),
    schedulerName: conf.read(CONF.executorSchedulerName) ?? conf.read(CONF.schedulerName),
    serviceAccount: conf.read(CONF.executorServiceAccount) ?? conf.read(CONF.driverServiceAccount),
  };
}

function sizeAndCores(
  request: ExecutorRequest,
  conf: SparkConf,
): Pick<ExecutorConf, 'size' | 'coresForTasks'> {
  const size = executorSize(request.profile, conf);
  const oneTask = coresOfOneTask(request.oneTask ?? false, request.profile, conf);
  return { size, coresForTasks: oneTask ?? size.cores };
}
