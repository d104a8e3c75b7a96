import { OperatorError } from '../operator-error.ts';
import { flag, milliseconds, text, type ConfKey } from '../spark/conf-key.ts';
import { CONF } from '../spark/conf-keys.ts';
import type { SparkConf } from '../spark/spark-conf.ts';
import type { StateRules } from './executor-pod-state.ts';

/** How the user wants executors to be run, from the properties of the application. Defaults are those of Spark 4.3. */
export interface ExecutorSettings extends StateRules {
  /** Executor pods requested per round. `spark.kubernetes.allocation.batch.size`. @default 20 */
  readonly batchSize: number;
  /** Time between two rounds. `spark.kubernetes.allocation.batch.delay`. @default 1 s */
  readonly batchDelayMs: number;
  /** Executor ids ever used. `spark.kubernetes.allocation.maximum`. @default 2147483647 */
  readonly maximum: number;
  /** Pods that are there but don't run yet. `spark.kubernetes.allocation.maxPendingPods`. @default 2147483647 */
  readonly maxPendingPods: number;
  /**
   * How long a requested pod may stay unseen: `spark.kubernetes.allocation.executor.timeout`, and never less than
   * five rounds. @default 600 s
   */
  readonly creationTimeoutMs: number;
  /**
   * How long executors wait for a driver that is not ready, because its name may not resolve before.
   * `spark.kubernetes.allocation.driver.readinessTimeout`. @default 1 s
   */
  readonly driverReadinessTimeoutMs: number;
  /** Delete executors that ended, or only label them. `spark.kubernetes.executor.deleteOnTermination`. @default true */
  readonly deleteOnTermination: boolean;
  /** Time between two full lists. `spark.kubernetes.executor.apiPollingInterval`. @default 30 s */
  readonly pollingIntervalMs: number;
  /** Time over which events are gathered. `spark.kubernetes.executor.eventProcessingInterval`. @default 1 s */
  readonly eventIntervalMs: number;
  /**
   * How long after its creation an executor may be absent from full lists.
   * `spark.kubernetes.executor.missingPodDetectDelta`. @default 30 s
   */
  readonly missingPodDeltaMs: number;
  /** `spark.kubernetes.executor.enableApiPolling`. @default true */
  readonly polling: boolean;
  /** `spark.kubernetes.executor.enableApiWatcher`. @default true */
  readonly watching: boolean;
  /**
   * How long a pod that does not run yet is kept although nobody wants it any more.
   * `spark.dynamicAllocation.executorIdleTimeout`. @default 60 s
   */
  readonly idleTimeoutMs: number;
}

/* A bare number counts milliseconds here, except where Spark counts seconds. */

const CREATION_TIMEOUT = milliseconds(
  'spark.kubernetes.allocation.executor.timeout',
  600_000,
  'ms',
  'Time a pod that was asked for may stay unseen.',
);
const POLLING_INTERVAL = milliseconds(
  'spark.kubernetes.executor.apiPollingInterval',
  30_000,
  'ms',
  'Time between two full lists.',
);
const READINESS_TIMEOUT = milliseconds(
  'spark.kubernetes.allocation.driver.readinessTimeout',
  1_000,
  's',
  'Time executors wait for a driver that is not ready.',
);
const EVENT_INTERVAL = milliseconds(
  'spark.kubernetes.executor.eventProcessingInterval',
  1_000,
  'ms',
  'Time over which events are gathered.',
);
const POLLING = flag('spark.kubernetes.executor.enableApiPolling', true, 'List executors now and then.');
const WATCHING = flag('spark.kubernetes.executor.enableApiWatcher', true, 'Follow executors by a watch.');
const MISSING_DELTA = milliseconds(
  'spark.kubernetes.executor.missingPodDetectDelta',
  30_000,
  'ms',
  'Time after its creation for which an executor may be absent from full lists.',
);
const CONTAINER_NAME = text(
  'spark.kubernetes.executor.podTemplateContainerName',
  'spark-kubernetes-executor',
  'The container of the pod template that runs Spark.',
);
/** Spark refuses shorter delays, which would flood the API server. */
const SHORTEST_BATCH_DELAY_MS = 100;

/**
 * Reads the settings from the properties as the user wrote them.
 *
 * Fails with an OperatorError that names the property to mend.
 */
export function parseExecutorSettings(conf: SparkConf): ExecutorSettings {
  const batchDelayMs = longerThan(SHORTEST_BATCH_DELAY_MS, CONF.allocationBatchDelay, conf);
  return {
    batchSize: conf.read(CONF.allocationBatchSize),
    batchDelayMs,
    maximum: conf.read(CONF.allocationMaximum),
    maxPendingPods: conf.read(CONF.allocationMaxPending),
    creationTimeoutMs: Math.max(5 * batchDelayMs, longerThan(0, CREATION_TIMEOUT, conf)),
    driverReadinessTimeoutMs: conf.read(READINESS_TIMEOUT),
    deleteOnTermination: conf.read(CONF.executorDeleteOnTermination),
    pollingIntervalMs: longerThan(0, POLLING_INTERVAL, conf),
    eventIntervalMs: longerThan(0, EVENT_INTERVAL, conf),
    missingPodDeltaMs: conf.read(MISSING_DELTA),
    polling: conf.read(POLLING),
    watching: conf.read(WATCHING),
    idleTimeoutMs: conf.read(CONF.executorIdleTimeout),
    checkAllContainers: conf.read(CONF.executorCheckAllContainers),
    containerName: conf.read(CONTAINER_NAME),
  };
}

function longerThan(leastMs: number, entry: ConfKey<number>, conf: SparkConf): number {
  const value = conf.read(entry);
  if (value > leastMs) return value;
  throw new OperatorError('SPARK_VALUE_UNREADABLE', {
    field: entry.key,
    text: conf.get(entry.key) ?? '',
    expected: `a time of more than ${leastMs}ms`,
  });
}
