import { appNameLabel, driverServiceName, resourceNamePrefix } from '../spark/application-names.ts';
import { CONF, PREFIX } from '../spark/conf-keys.ts';
import {
  APP_SELECTOR_LABEL,
  ROLE_LABEL,
  SPARK_APP_NAME_LABEL,
  SPARK_VERSION_LABEL,
} from '../spark/labels.ts';
import type { MainResource } from '../spark/main-resource.ts';
import type { SparkConf } from '../spark/spark-conf.ts';
import { behaviourOf, readBy } from '../spark/version-differences.ts';
import type { PodTemplate } from './pod-template.ts';
import type { FileContents } from './submitted-files.ts';
import {
  environmentOf,
  imageOf,
  substituted,
  volumesOf,
  withReservedLabels,
  type RoleConf,
} from './role-conf.ts';

/** What `spark-submit` hands to Spark's driver builder; here the random ids are handed in, too. */
export interface DriverInput {
  /** The properties after `spark-submit` has added its own. */
  readonly conf: SparkConf;
  /** `spark.app.id`. */
  readonly appId: string;
  /** 16 hex digits, the tail of the names. */
  readonly uniqueId: string;
  readonly mainResource: MainResource;
  /** For Java and Scala; Python and R have a runner of Spark's. */
  readonly mainClass: string | undefined;
  /** Of the application, as they are. */
  readonly arguments: readonly string[];
  /** The user that the application acts for in Hadoop. */
  readonly proxyUser?: string | undefined;
  /** Who submits: the user the processes in the pods say they are. */
  readonly sparkUser: string;
  /** Version of Spark in the image. */
  readonly sparkVersion: string;
  /** The files on the submitter's disk that properties name, as far as somebody has read them. */
  readonly files?: FileContents | undefined;
  /** The files of the submitter's SPARK_CONF_DIR, by name. */
  readonly sparkConfFiles?: FileContents | undefined;
  /** The files of HADOOP_CONF_DIR, by name. Excludes a ConfigMap that exists. */
  readonly hadoopConfFiles?: Readonly<Record<string, string>> | undefined;
  /** A port of the executors that anybody may read their metrics from. */
  readonly executorMetricsPort?: number | undefined;
  /** The user's own pods, to which the steps add. */
  readonly driverTemplate?: PodTemplate | undefined;
  readonly executorTemplate?: PodTemplate | undefined;
  /** More keys of its ConfigMap, which it does not see: what has to be kept for its executors. */
  readonly kept?: Readonly<Record<string, string>> | undefined;
}

/**
 * The input of the driver's steps.
 *
 * @see Spark `KubernetesDriverConf`
 */
export interface DriverConf extends RoleConf, Omit<DriverInput, 'conf'> {
  readonly role: 'driver';
  /** `spark.kubernetes.driver.pod.name`, else made from the prefix. */
  readonly podName: string;
  /** The name by which executors and people reach the driver. */
  readonly serviceName: string;
  readonly configMapName: string;
}

/** Reads the properties of a driver. Fails with an OperatorError that names the property to mend. */
export function parseDriverConf(input: DriverInput): DriverConf {
  const { appId, uniqueId, sparkVersion } = input;
  const conf = readBy(sparkVersion, input.conf);
  const behaviour = behaviourOf(sparkVersion);
  const appName = conf.read(CONF.appName) ?? 'spark';
  const namePrefix = resourceNamePrefix(appName, uniqueId);
  const ids = { appId, executorId: '' };
  // A wrong volume of the executors fails the submission, not the first executor.
  volumesOf(conf, PREFIX.executorVolume, behaviour);
  return {
    ...input,
    role: 'driver',
    spark: conf,
    behaviour,
    namePrefix,
    podName: conf.read(CONF.driverPodName) ?? `${namePrefix}-driver`,
    serviceName: driverServiceName(namePrefix, uniqueId),
    configMapName: driverConfigMapName(uniqueId),
    image: imageOf(conf, 'driver', CONF.driverImage, behaviour.imageVersion ? sparkVersion : undefined),
    labels: withReservedLabels(conf, PREFIX.driverLabel, behaviour.labelIds ? ids : undefined, {
      [SPARK_VERSION_LABEL]: sparkVersion,
      [APP_SELECTOR_LABEL]: appId,
      [SPARK_APP_NAME_LABEL]: appNameLabel(appName),
      [ROLE_LABEL]: 'driver',
    }),
    annotations: substituted(conf, PREFIX.driverAnnotation, ids),
    nodeSelector: nodeSelectorOf(conf, PREFIX.driverNodeSelector),
    environment: environmentOf(conf.withPrefix(PREFIX.driverEnv)),
    secretMounts: conf.withPrefix(PREFIX.driverSecret),
    secretEnvironment: conf.withPrefix(PREFIX.driverSecretEnv),
    volumes: volumesOf(conf, PREFIX.driverVolume, behaviour),
    schedulerName: conf.read(CONF.driverSchedulerName) ?? conf.read(CONF.schedulerName),
    serviceAccount: conf.read(CONF.driverServiceAccount),
  };
}

/** The name of the ConfigMap with the properties of the driver that has this id. */
export const driverConfigMapName = (uniqueId: string): string => `spark-drv-${uniqueId}-conf-map`;

/** The node selector of all pods, and over it that of one role. */
export function nodeSelectorOf(conf: SparkConf, rolePrefix: string): Readonly<Record<string, string>> {
  return Object.fromEntries([...conf.withPrefix(PREFIX.nodeSelector), ...conf.withPrefix(rolePrefix)]);
}
