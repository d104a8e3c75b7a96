import { CONFIG_MAPS, type ConfigMapManifest } from '../manifest/config-map.ts';
import type { PodManifest } from '../manifest/pod.ts';
import { CONF } from '../spark/conf-keys.ts';
import { writeProperties } from '../spark/properties-file.ts';
import type { SparkConf } from '../spark/spark-conf.ts';
import { confDirFiles } from './conf-dir-files.ts';
import { PROPERTIES_FILE } from './conf-dir.ts';
import { parseDriverConf, type DriverConf, type DriverInput } from './driver-conf.ts';
import { DRIVER_STEPS } from './driver-steps.ts';
import { CARRIED, POD_TEMPLATE, SUBMITTED_PROPERTIES } from './executor-template.ts';
import { userOf } from './features/basic-driver.ts';
import { withConfFiles } from './features/conf-files.ts';
import { planned, type PlannedObject } from './planned-object.ts';
import { sparkPodOf } from './pod-template.ts';
import { finishedPod } from './spark-pod.ts';

/** A driver pod and what has to exist before it. */
export interface DriverBuild {
  readonly pod: PodManifest;
  readonly configMap: ConfigMapManifest;
  /** The same ConfigMap first, then what the steps added, in their order. */
  readonly beside: readonly PlannedObject[];
  /** The properties in the driver's file. */
  readonly properties: SparkConf;
}

/**
 * Gives the driver pod, its service, network policy, claims and ConfigMap.
 *
 * `inForce` gives the properties of the driver's own file from those submitted, and changes nothing else: the pod and
 * its executors are made from the properties as submitted.
 *
 * Fails with an OperatorError that names the property to mend.
 *
 * @see Spark `KubernetesDriverBuilder`, `Client.run`
 */
export function buildDriver(
  input: DriverInput,
  inForce: (submitted: SparkConf) => SparkConf = (submitted) => submitted,
): DriverBuild {
  const conf = parseDriverConf(input);
  const start = sparkPodOf(conf.driverTemplate, conf.spark.read(CONF.driverContainerName));
  const built = DRIVER_STEPS.reduce((soFar, step) => step(soFar, conf), start);
  const submitted = conf.spark.withAll(built.properties);
  const properties = inForce(submitted);
  const files = confDirFiles(conf.sparkConfFiles ?? {}, conf.spark.read(CONF.configMapMaxSize));
  const configMap = withFiles(configMapOf(conf, submitted, properties), files);
  return {
    pod: finishedPod(
      withConfFiles(built, conf.configMapName, [...Object.keys(files), PROPERTIES_FILE].toSorted()),
    ),
    configMap,
    beside: [planned(CONFIG_MAPS, configMap), ...built.beside],
    properties,
  };
}

/**
 * What the driver finds in its directory, and keys that it does not see: the namespace, as Spark has it, and whatever
 * its executors are made from, above all the properties as submitted.
 */
function configMapOf(conf: DriverConf, submitted: SparkConf, properties: SparkConf): ConfigMapManifest {
  const namespace = conf.spark.read(CONF.namespace);
  const carried = submitted.withAll({
    [CARRIED.sparkVersion]: conf.sparkVersion,
    [CARRIED.sparkUser]: userOf(conf),
  });
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: conf.configMapName, namespace },
    immutable: true,
    data: {
      [PROPERTIES_FILE]: writeProperties(properties.entries(), 'Spark properties of the driver'),
      [CONF.namespace.key]: namespace,
      [SUBMITTED_PROPERTIES]: writeProperties(carried.entries(), 'Spark properties as submitted'),
      ...(conf.executorTemplate !== undefined && { [POD_TEMPLATE]: JSON.stringify(conf.executorTemplate) }),
      ...conf.kept,
    },
  };
}

/** What is made here goes before a file of the same name. */
function withFiles(configMap: ConfigMapManifest, files: Readonly<Record<string, string>>): ConfigMapManifest {
  return { ...configMap, data: { ...files, ...configMap.data } };
}
