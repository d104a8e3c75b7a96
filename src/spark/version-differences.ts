import { CONF } from './conf-keys.ts';
import type { SparkConf } from './spark-conf.ts';
import { isAtLeast, nearestKnownMinor, parseSparkVersion, type KnownMinor } from './spark-version.ts';

/*
 * What Spark's builders of 4.3 do that older ones do not, in two tables: things done, and properties. Everything else
 * is the same in all versions. A version that is in neither table behaves like the nearest one before it.
 *
 * Held against Spark's own builders of the newest release of each minor version, by `npm run oracle`. What has no effect
 * on objects is left out: log messages, and steps that only warn.
 */

/** What Spark does since the version, in order of the version. */
export const DONE_SINCE = {
  /** Executors mount the Hadoop configuration, too, and the driver is told the name of its ConfigMap. */
  hadoopConfOfExecutors: '3.5',
  /** Mounts with `subPathExpr`, types of host paths, labels and annotations of claims; stricter checks of both. */
  volumeDetails: '4.0',
  /** Executors know the ids that a link to their log needs. */
  logUrlAttributes: '4.0',
  /** Labels may hold the ids of application and executor. */
  labelIds: '4.0',
  /** Executors need the properties of TLS before they reach their driver. */
  startsWithTls: '4.0',
  /** `spark.executor.extraLibraryPath` reaches the image's entry point. */
  executorLibraryPath: '4.0',
  /** Images may hold the version of Spark. */
  imageVersion: '4.1',
  /** The driver declares and offers the port of Spark Connect. */
  connectPort: '4.1',
  /** Executor pods say how long they take to end. */
  terminationGrace: '4.1',
  /** Executors with a limit of CPU below their request are refused. */
  cpuLimitCheck: '4.1',
  /** Sizes may be written in `kib`, `mib` and so on, too. */
  binaryUnits: '4.2',
  /** The service says that the port of Spark Connect speaks gRPC. */
  connectProtocol: '4.2',
  /** Executors hear only pods of their own application. */
  networkPolicy: '4.2',
  /** Executors can change their size in place. */
  resizePolicy: '4.2',
  /** A driver says that it runs as its proxy user. */
  proxyUserOfDriver: '4.3',
  /** Containers say whether processes may gain rights. */
  privilegeEscalation: '4.3',
  /** The service says whether its name resolves before the driver is ready. */
  publishNotReady: '4.3',
} as const satisfies Readonly<Record<string, KnownMinor>>;

/** Which of these a version does. */
export type SparkBehaviour = Readonly<Record<keyof typeof DONE_SINCE, boolean>>;

/** A property that older versions read otherwise. */
interface PropertyDifference {
  readonly key: string;
  /** Older versions do not know it: whatever it is set to, they go by their default. */
  readonly since?: KnownMinor;
  /** The default before a version, oldest first. */
  readonly defaults?: readonly { readonly before: KnownMinor; readonly value: string }[];
}

/** Every property whose meaning changed, of those that pods and executors are made by. */
export const PROPERTY_DIFFERENCES: readonly PropertyDifference[] = [
  { key: CONF.legacyAccessMode.key, since: '3.4', defaults: [{ before: '4.0', value: 'true' }] },
  { key: CONF.driverMinMemoryOverhead.key, since: '4.0' },
  { key: CONF.executorMinMemoryOverhead.key, since: '4.0' },
  { key: CONF.executorCheckAllContainers.key, defaults: [{ before: '4.0', value: 'false' }] },
  // Until 4.0 Spark counted failures on YARN only. Whoever sets a limit gets it.
  { key: CONF.maxExecutorFailures.key, defaults: [{ before: '4.0', value: '2147483647' }] },
  { key: CONF.useDriverPodIp.key, since: '4.1', defaults: [{ before: '4.3', value: 'false' }] },
  // The feature itself is new: older versions never do it.
  { key: CONF.recoveryMode.key, since: '4.2', defaults: [{ before: '4.2', value: 'false' }] },
  {
    key: CONF.allocationBatchSize.key,
    defaults: [
      { before: '4.0', value: '5' },
      { before: '4.2', value: '10' },
    ],
  },
];

/** Gives what `version` does. Fails: SPARK_VERSION_UNREADABLE. */
export function behaviourOf(version: string): SparkBehaviour {
  const minor = parseSparkVersion(nearestKnownMinor(parseSparkVersion(version)));
  const does = (feature: keyof typeof DONE_SINCE): boolean => isAtLeast(minor, DONE_SINCE[feature]);
  return {
    hadoopConfOfExecutors: does('hadoopConfOfExecutors'),
    volumeDetails: does('volumeDetails'),
    logUrlAttributes: does('logUrlAttributes'),
    labelIds: does('labelIds'),
    startsWithTls: does('startsWithTls'),
    executorLibraryPath: does('executorLibraryPath'),
    imageVersion: does('imageVersion'),
    connectPort: does('connectPort'),
    terminationGrace: does('terminationGrace'),
    cpuLimitCheck: does('cpuLimitCheck'),
    binaryUnits: does('binaryUnits'),
    connectProtocol: does('connectProtocol'),
    networkPolicy: does('networkPolicy'),
    resizePolicy: does('resizePolicy'),
    proxyUserOfDriver: does('proxyUserOfDriver'),
    privilegeEscalation: does('privilegeEscalation'),
    publishNotReady: does('publishNotReady'),
  };
}

/**
 * Gives the properties as `version` reads them: with its own defaults, and deaf to what it does not know. Nothing that
 * is listed or written changes. Fails: SPARK_VERSION_UNREADABLE.
 */
export function readBy(version: string, conf: SparkConf): SparkConf {
  const parsed = parseSparkVersion(version);
  const isBefore = (minor: KnownMinor): boolean => !isAtLeast(parsed, minor);
  const defaults = PROPERTY_DIFFERENCES.flatMap(({ key, defaults: older = [] }) => {
    const own = older.find(({ before }) => isBefore(before));
    return own === undefined ? [] : [[key, own.value] as const];
  });
  const unknown = PROPERTY_DIFFERENCES.filter(({ since }) => since !== undefined && isBefore(since));
  return conf.readAs({
    defaults: new Map(defaults),
    unknown: new Set(unknown.map(({ key }) => key)),
    binaryUnits: behaviourOf(version).binaryUnits,
  });
}
