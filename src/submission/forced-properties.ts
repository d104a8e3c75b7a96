import { CONF } from '../spark/conf-keys.ts';
import type { SparkConf } from '../spark/spark-conf.ts';
import { PLUGIN_ALLOCATOR, PLUGIN_JAR_PATH } from './plugin-config-map.ts';

/** One property of the driver that is not the user's to choose while the operator runs the executors. */
interface ForcedProperty {
  /** As Spark documents it. */
  readonly key: string;
  /** The value; undefined takes the property away. */
  readonly value: string | ((submitted: SparkConf, executorSetName: string) => string) | undefined;
  /** Why Spark's own behaviour cannot be had; shown in the documentation. */
  readonly because: string;
}

/**
 * Every property that is forced, with the reason.
 *
 * Guarantees: they reach the driver's own file only. The operator itself acts by the values that were submitted, so
 * that `deleteOnTermination=false`, for example, still keeps executors that have ended.
 */
export const FORCED_PROPERTIES: readonly ForcedProperty[] = [
  {
    key: CONF.podsAllocator.key,
    value: PLUGIN_ALLOCATOR,
    because: 'the driver asks for executors through its executor set and makes none itself',
  },
  {
    key: 'spark.operator.executorSet.name',
    value: (_, executorSetName) => executorSetName,
    because: 'it tells the allocator where to ask',
  },
  {
    key: CONF.driverClassPath.key,
    value: (submitted) => [submitted.read(CONF.driverClassPath), PLUGIN_JAR_PATH].filter(Boolean).join(':'),
    because: 'the allocator is found there; it comes last, so that it hides nothing',
  },
  {
    key: 'spark.kubernetes.executor.enableApiWatcher',
    value: 'false',
    because: 'the driver may not watch pods; it learns of losses from its executor set',
  },
  {
    key: 'spark.kubernetes.executor.enableApiPolling',
    value: 'false',
    because: 'the driver may not list pods; it learns of losses from its executor set',
  },
  {
    key: 'spark.kubernetes.executor.disableConfigMap',
    value: 'true',
    because: 'the driver may not create ConfigMaps, and executors get their properties from it by RPC',
  },
  {
    key: CONF.executorDeleteOnTermination.key,
    value: 'true',
    because: "Spark calls the allocator's stop only then; the driver itself deletes nothing",
  },
  {
    key: 'spark.kubernetes.driver.service.deleteOnTermination',
    value: 'false',
    because: 'the driver may not delete services; the service goes with the attempt',
  },
  {
    key: 'spark.kubernetes.driver.ownPersistentVolumeClaim',
    value: 'false',
    because: 'the driver may not list or delete claims; they belong to its pod',
  },
  {
    key: 'spark.kubernetes.dynamicAllocation.deleteGracePeriod',
    value: '3650d',
    because: 'the driver may not delete pods after it; the operator does',
  },
  {
    key: 'spark.kubernetes.driver.annotateExitException',
    value: 'false',
    because: 'the driver may not change its own pod',
  },
  {
    key: 'spark.kubernetes.executor.decommissionLabel',
    value: undefined,
    because:
      'the driver may not label pods; the operator labels executors that are scaled down or that the driver kills',
  },
];

/** Gives the properties of the driver's own file: `submitted`, with what is forced. */
export function withForcedProperties(submitted: SparkConf, executorSetName: string): SparkConf {
  const valueOf = ({ value }: ForcedProperty): string | undefined =>
    typeof value === 'function' ? value(submitted, executorSetName) : value;
  const set = FORCED_PROPERTIES.flatMap((forced) => {
    const value = valueOf(forced);
    return value === undefined ? [] : [[forced.key, value] as const];
  });
  return submitted.without(...FORCED_PROPERTIES.map(({ key }) => key)).withAll(set);
}
