import type { SparkApplicationSpec } from '../api/spark-application.ts';
import { CONF, PREFIX } from '../spark/conf-keys.ts';
import { POD_PROPERTY_FIELDS, POD_PROPERTY_MAP_FIELDS } from './pod-field-properties.ts';
import { UPLOAD_PATH } from '../spark/uri.ts';
import type { PropertyField, PropertyMapField } from './property-field.ts';

/*
 * Which Spark property each typed field stands for. The rows serve twice: to make the properties, and to tell people
 * where they wrote the one that is wrong.
 */

/** Block `dynamicAllocation`, which counts only while it is enabled. */
const dynamic = (spec: SparkApplicationSpec) =>
  spec.dynamicAllocation?.enabled === true ? spec.dynamicAllocation : undefined;

/** Every typed field with one value. Where two fields stand for one property, the later one wins. */
export const PROPERTY_FIELDS: readonly PropertyField[] = [
  // The application: both roles, where a role says nothing itself.
  { field: 'spec.image', key: CONF.image.key, read: (spec) => spec.image },
  { field: 'spec.imagePullPolicy', key: CONF.imagePullPolicy.key, read: (spec) => spec.imagePullPolicy },
  { field: 'spec.imagePullSecrets', key: CONF.imagePullSecrets.key, read: (spec) => spec.imagePullSecrets },
  {
    field: 'spec.memoryOverheadFactor',
    key: CONF.memoryOverheadFactor.key,
    read: (spec) => spec.memoryOverheadFactor,
  },

  // Where files of the submitter were put; a `file:` URI below it is one that the driver can read.
  { field: 'spec.fileUploadPath', key: UPLOAD_PATH, read: (spec) => spec.fileUploadPath },

  // What it needs beside its main file: each list is one property.
  { field: 'spec.deps.jars', key: CONF.jars.key, read: (spec) => spec.deps?.jars },
  { field: 'spec.deps.files', key: 'spark.files', read: (spec) => spec.deps?.files },
  { field: 'spec.deps.pyFiles', key: CONF.pyFiles.key, read: (spec) => spec.deps?.pyFiles },
  { field: 'spec.deps.archives', key: 'spark.archives', read: (spec) => spec.deps?.archives },
  { field: 'spec.deps.packages', key: 'spark.jars.packages', read: (spec) => spec.deps?.packages },
  {
    field: 'spec.deps.excludePackages',
    key: 'spark.jars.excludes',
    read: (spec) => spec.deps?.excludePackages,
  },
  {
    field: 'spec.deps.repositories',
    key: 'spark.jars.repositories',
    read: (spec) => spec.deps?.repositories,
  },

  // The driver. Cores are whole ones for Spark, and the request of the pod where `coreRequest` is absent; memory is the
  // heap, to which the overhead is added.
  { field: 'spec.driver.cores', key: CONF.driverCores.key, read: (spec) => spec.driver.cores },
  { field: 'spec.driver.coreLimit', key: CONF.driverLimitCores.key, read: (spec) => spec.driver.coreLimit },
  {
    field: 'spec.driver.coreRequest',
    key: CONF.driverRequestCores.key,
    read: (spec) => spec.driver.coreRequest,
  },
  { field: 'spec.driver.memory', key: CONF.driverMemory.key, read: (spec) => spec.driver.memory },
  {
    field: 'spec.driver.memoryOverhead',
    key: CONF.driverMemoryOverhead.key,
    read: (spec) => spec.driver.memoryOverhead,
  },
  { field: 'spec.driver.image', key: CONF.driverImage.key, read: (spec) => spec.driver.image },
  {
    field: 'spec.driver.javaOptions',
    key: 'spark.driver.extraJavaOptions',
    read: (spec) => spec.driver.javaOptions,
  },
  {
    field: 'spec.driver.serviceAccount',
    key: CONF.driverServiceAccount.key,
    read: (spec) => spec.driver.serviceAccount,
  },
  { field: 'spec.driver.podName', key: CONF.driverPodName.key, read: (spec) => spec.driver.podName },

  // The executors: the same. `instances` counts only where nothing allocates dynamically.
  { field: 'spec.executor.cores', key: CONF.executorCores.key, read: (spec) => spec.executor.cores },
  {
    field: 'spec.executor.coreLimit',
    key: CONF.executorLimitCores.key,
    read: (spec) => spec.executor.coreLimit,
  },
  {
    field: 'spec.executor.coreRequest',
    key: CONF.executorRequestCores.key,
    read: (spec) => spec.executor.coreRequest,
  },
  { field: 'spec.executor.memory', key: CONF.executorMemory.key, read: (spec) => spec.executor.memory },
  {
    field: 'spec.executor.memoryOverhead',
    key: CONF.executorMemoryOverhead.key,
    read: (spec) => spec.executor.memoryOverhead,
  },
  { field: 'spec.executor.image', key: CONF.executorImage.key, read: (spec) => spec.executor.image },
  {
    field: 'spec.executor.javaOptions',
    key: CONF.executorJavaOptions.key,
    read: (spec) => spec.executor.javaOptions,
  },
  {
    field: 'spec.executor.serviceAccount',
    key: CONF.executorServiceAccount.key,
    read: (spec) => spec.executor.serviceAccount,
  },
  {
    field: 'spec.executor.instances',
    key: CONF.executorInstances.key,
    read: (spec) => spec.executor.instances,
  },
  {
    field: 'spec.executor.deleteOnTermination',
    key: CONF.executorDeleteOnTermination.key,
    read: (spec) => spec.executor.deleteOnTermination,
  },

  // Dynamic allocation. Without an external shuffle service it needs shuffle tracking, so that is on unless refused.
  {
    field: 'spec.dynamicAllocation.enabled',
    key: CONF.dynamicAllocation.key,
    read: (spec) => dynamic(spec)?.enabled,
  },
  {
    field: 'spec.dynamicAllocation.initialExecutors',
    key: 'spark.dynamicAllocation.initialExecutors',
    read: (spec) => dynamic(spec)?.initialExecutors,
  },
  {
    field: 'spec.dynamicAllocation.minExecutors',
    key: 'spark.dynamicAllocation.minExecutors',
    read: (spec) => dynamic(spec)?.minExecutors,
  },
  {
    field: 'spec.dynamicAllocation.maxExecutors',
    key: 'spark.dynamicAllocation.maxExecutors',
    read: (spec) => dynamic(spec)?.maxExecutors,
  },
  {
    field: 'spec.dynamicAllocation.shuffleTrackingEnabled',
    key: 'spark.dynamicAllocation.shuffleTracking.enabled',
    read: (spec) => dynamic(spec) && (dynamic(spec)?.shuffleTrackingEnabled ?? true),
  },
  {
    field: 'spec.dynamicAllocation.shuffleTrackingTimeout',
    key: 'spark.dynamicAllocation.shuffleTracking.timeout',
    read: (spec) => dynamic(spec)?.shuffleTrackingTimeout,
  },
  ...POD_PROPERTY_FIELDS,
];

/** Every typed field that is a map. An entry of one wins over the property of the same name in `sparkConf`. */
export const PROPERTY_MAP_FIELDS: readonly PropertyMapField[] = [
  // For Hadoop's clients, as `core-site.xml` would have it.
  { field: 'spec.hadoopConf', prefix: 'spark.hadoop.', read: (spec) => spec.hadoopConf },
  { field: 'spec.nodeSelector', prefix: PREFIX.nodeSelector, read: (spec) => spec.nodeSelector },
  // The driver's pod, and the service by which executors find it.
  { field: 'spec.driver.labels', prefix: PREFIX.driverLabel, read: (spec) => spec.driver.labels },
  {
    field: 'spec.driver.annotations',
    prefix: PREFIX.driverAnnotation,
    read: (spec) => spec.driver.annotations,
  },
  { field: 'spec.driver.envVars', prefix: PREFIX.driverEnv, read: (spec) => spec.driver.envVars },
  {
    field: 'spec.driver.nodeSelector',
    prefix: PREFIX.driverNodeSelector,
    read: (spec) => spec.driver.nodeSelector,
  },
  {
    field: 'spec.driver.serviceLabels',
    prefix: PREFIX.serviceLabel,
    read: (spec) => spec.driver.serviceLabels,
  },
  {
    field: 'spec.driver.serviceAnnotations',
    prefix: PREFIX.serviceAnnotation,
    read: (spec) => spec.driver.serviceAnnotations,
  },
  // The executors' pods.
  { field: 'spec.executor.labels', prefix: PREFIX.executorLabel, read: (spec) => spec.executor.labels },
  {
    field: 'spec.executor.annotations',
    prefix: PREFIX.executorAnnotation,
    read: (spec) => spec.executor.annotations,
  },
  { field: 'spec.executor.envVars', prefix: PREFIX.executorEnv, read: (spec) => spec.executor.envVars },
  {
    field: 'spec.executor.nodeSelector',
    prefix: PREFIX.executorNodeSelector,
    read: (spec) => spec.executor.nodeSelector,
  },
  ...POD_PROPERTY_MAP_FIELDS,
];

/**
 * The properties that the typed fields of `spec` stand for, as key and value.
 *
 * Guarantees: a field that is absent gives no property, so what `sparkConf` says of it stays; of two rows for one
 * property the later one comes later.
 */
export function fieldProperties(spec: SparkApplicationSpec): readonly (readonly [string, string])[] {
  const single = PROPERTY_FIELDS.flatMap(({ key, read }) => {
    const value = read(spec);
    return value === undefined ? [] : [[key, String(value)] as const];
  });
  const maps = PROPERTY_MAP_FIELDS.flatMap(({ prefix, read }) =>
    Object.entries(read(spec) ?? {}).map(([name, value]) => [prefix + name, value] as const),
  );
  return [...single, ...maps];
}

/** Whether somebody wrote the property `key`, in a typed field or in `sparkConf`. */
export function isWritten(key: string, spec: SparkApplicationSpec): boolean {
  const inField = PROPERTY_FIELDS.some((row) => row.key === key && row.read(spec) !== undefined);
  return inField || spec.sparkConf?.[key] !== undefined;
}

/** Where in `spec` the property `key` is written: a typed field, else `sparkConf`. */
export function fieldOf(key: string, spec: SparkApplicationSpec): string {
  const single = PROPERTY_FIELDS.find((row) => row.key === key && row.read(spec) !== undefined);
  if (single !== undefined) return single.field;
  for (const { field, prefix, read } of PROPERTY_MAP_FIELDS) {
    const name = key.startsWith(prefix) ? key.slice(prefix.length) : '';
    if (name !== '' && read(spec)?.[name] !== undefined) return `${field}[${name}]`;
  }
  return `spec.sparkConf[${key}]`;
}
