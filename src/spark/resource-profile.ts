import { OperatorError } from '../operator-error.ts';
import { CONF, PREFIX } from './conf-keys.ts';
import type { MebiBytes } from './memory.ts';
import type { SparkConf } from './spark-conf.ts';
import { parseCustomResources, type CustomResource } from './custom-resources.ts';

/** The profile that follows the configuration. */
export const DEFAULT_PROFILE_ID = 0;

/** What a driver asks for in one resource profile. Amounts that are absent follow the configuration. */
export interface ResourceProfile {
  /** 0 is the default one, which follows the configuration. */
  readonly id: number;
  /** Cores of one executor, and what its container requests. */
  readonly cores?: number;
  /** The heap. */
  readonly memoryMiB?: MebiBytes;
  /** Memory beside the heap. */
  readonly memoryOverheadMiB?: MebiBytes;
  readonly offHeapMiB?: MebiBytes;
  /** Memory of Python workers; counts for Python applications only. */
  readonly pysparkMemoryMiB?: MebiBytes;
  /** Cores each task takes. */
  readonly taskCpus?: number;
  readonly resources?: readonly CustomResource[];
}

/** What one executor gets. */
export interface ExecutorSize {
  readonly cores: number;
  /** The heap. */
  readonly memoryMiB: MebiBytes;
  /** Heap, overhead, off-heap memory and Python workers: what the container needs. */
  readonly totalMemoryMiB: MebiBytes;
  readonly resources: readonly CustomResource[];
}

/**
 * Gives the size of the executors of `profile`: its own amounts, else those of the configuration. These are read even
 * where they do not count: a wrong one is refused, as Spark refuses it when it makes the default profile.
 *
 * @see Spark `ResourceProfile.getResourcesForClusterManager`
 */
export function executorSize(profile: ResourceProfile, conf: SparkConf): ExecutorSize {
  const configuredMiB = conf.read(CONF.executorMemory);
  const memoryMiB = profile.memoryMiB ?? configuredMiB;
  const configuredOverheadMiB = executorOverhead(conf, configuredMiB);
  const overheadMiB = profile.memoryOverheadMiB ?? configuredOverheadMiB;
  const configuredCores = conf.read(CONF.executorCores);
  const offHeapMiB = offHeapMemory(profile, conf);
  return {
    cores: profile.cores ?? configuredCores,
    memoryMiB,
    totalMemoryMiB: memoryMiB + overheadMiB + offHeapMiB + pythonMemory(profile, conf),
    resources: customResources(profile, conf),
  };
}

/** Taken from the configured heap even where a profile has another one: so does Spark. */
function executorOverhead(conf: SparkConf, memoryMiB: MebiBytes): MebiBytes {
  return memoryOverhead(memoryMiB, {
    fixedMiB: conf.read(CONF.executorMemoryOverhead),
    leastMiB: conf.read(CONF.executorMinMemoryOverhead),
    factor:
      conf.read(CONF.executorMemoryOverheadFactor) ?? conf.read(CONF.memoryOverheadFactor) ?? JVM_FACTOR,
  });
}

/** Memory beside the heap, as a share of it: JVM applications, and those whose work is done outside of the JVM. */
export const JVM_FACTOR = 0.1;
export const NON_JVM_FACTOR = 0.4;

/** The memory a JVM needs beside its heap: a fixed amount, else a share of the heap but at least `leastMiB`. */
export function memoryOverhead(
  memoryMiB: MebiBytes,
  rule: { readonly fixedMiB: MebiBytes | undefined; readonly leastMiB: MebiBytes; readonly factor: number },
): MebiBytes {
  return rule.fixedMiB ?? Math.max(Math.trunc(rule.factor * memoryMiB), rule.leastMiB);
}

/**
 * Off-heap memory counts where the properties switch it on, whatever a profile asks for; then it has to have a size, in
 * the properties even where the profile has its own.
 */
function offHeapMemory(profile: ResourceProfile, conf: SparkConf): MebiBytes {
  if (!conf.read(CONF.offHeapEnabled)) return 0;
  const configuredMiB = Math.floor(conf.read(CONF.offHeapSize) / 2 ** 20);
  const sizeMiB = profile.offHeapMiB ?? configuredMiB;
  if (configuredMiB > 0 && sizeMiB > 0) return sizeMiB;
  throw new OperatorError('SPARK_VALUE_UNREADABLE', {
    field: CONF.offHeapSize.key,
    text: conf.get(CONF.offHeapSize.key) ?? '',
    expected: `at least 1m, which ${CONF.offHeapEnabled.key}=true needs`,
  });
}

/** Counts only for Python applications; others have no Python workers. */
function pythonMemory(profile: ResourceProfile, conf: SparkConf): MebiBytes {
  const configuredMiB = conf.read(CONF.executorPysparkMemory) ?? 0;
  if (conf.read(CONF.resourceType) !== 'python') return 0;
  return profile.pysparkMemoryMiB ?? configuredMiB;
}

/** The configured devices belong to the default profile; any other names its own. */
function customResources(profile: ResourceProfile, conf: SparkConf): readonly CustomResource[] {
  const configured = parseCustomResources(conf, PREFIX.executorResource);
  return profile.resources ?? (profile.id === DEFAULT_PROFILE_ID ? configured : []);
}
