import { EXECUTOR_CONTAINER } from '../spark/container-names.ts';
import { CONF } from '../spark/conf-keys.ts';
import type { SparkConf } from '../spark/spark-conf.ts';
import type { StateRules } from './executor-pod-state.ts';
import { parseFailureLimit } from './failure-limit.ts';

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
   * The same for each resource profile, which has to be no more.
   * `spark.kubernetes.allocation.maxPendingPodsPerRp`. @default 2147483647
   */
  readonly maxPendingPodsPerProfile: number;
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
  /**
   * Once an executor has run out of memory, new ones take one task at a time.
   * `spark.kubernetes.allocation.recoveryMode.enabled`: true lets all of them, false none. @default after the first
   */
  readonly recoversFromLackOfMemory: boolean;
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
  /** Lists may come from the cache. `spark.kubernetes.executor.enablePollingWithResourceVersion`. @default false */
  readonly pollingFromCache: boolean;
  /** `spark.kubernetes.executor.enableApiWatcher`. @default true */
  readonly watching: boolean;
  /**
   * How long a pod that does not run yet is kept although nobody wants it any more.
   * `spark.dynamicAllocation.executorIdleTimeout`. @default 60 s
   */
  readonly idleTimeoutMs: number;
  /** `spark.executor.instances`; undefined where nobody has set it. */
  readonly instances: number | undefined;
  /** `spark.dynamicAllocation.enabled`. @default false */
  readonly dynamicAllocation: boolean;
  /** Executors move their blocks away before they end. `spark.decommission.enabled`. @default false */
  readonly decommissions: boolean;
  /**
   * How long an executor that is to end may finish its tasks, where it does not decommission itself.
   * `spark.kubernetes.dynamicAllocation.deleteGracePeriod`. @default 5 s
   */
  readonly deleteGraceMs: number;
  /**
   * The same, where it does: `spark.executor.decommission.forceKillTimeout`. Spark waits for ever by default, which
   * would keep executors that hang. @default 1 h
   */
  readonly decommissionGraceMs: number;
  /**
   * Label of executors that are asked to end: `spark.kubernetes.executor.decommissionLabel`, with
   * the value of `…decommissionLabelValue`. @default none
   */
  readonly decommissionLabel: { readonly name: string; readonly value: string } | undefined;
  /** The properties as they were submitted, for what follows from those that the driver reports over them. */
  readonly submitted: SparkConf;
}

const DECOMMISSION_GRACE_MS = 3_600_000;

/**
 * Reads the settings from the properties as the user wrote them.
 *
 * Fails with an OperatorError that names the property to mend.
 */
export function parseExecutorSettings(conf: SparkConf): ExecutorSettings {
  const batchDelayMs = conf.read(CONF.allocationBatchDelay);
  // Read again in each round; what is wrong with it is told before the first.
  parseFailureLimit(conf);
  return {
    batchSize: conf.read(CONF.allocationBatchSize),
    batchDelayMs,
    maximum: conf.read(CONF.allocationMaximum),
    maxPendingPods: conf.read(CONF.allocationMaxPending),
    maxPendingPodsPerProfile: conf.read(CONF.allocationMaxPendingPerProfile),
    creationTimeoutMs: Math.max(5 * batchDelayMs, conf.read(CONF.allocationExecutorTimeout)),
    driverReadinessTimeoutMs: conf.read(CONF.allocationDriverReadiness),
    recoversFromLackOfMemory: conf.read(CONF.recoveryMode) === undefined,
    deleteOnTermination: conf.read(CONF.executorDeleteOnTermination),
    pollingIntervalMs: conf.read(CONF.executorPollingInterval),
    eventIntervalMs: conf.read(CONF.executorEventInterval),
    missingPodDeltaMs: conf.read(CONF.executorMissingPodDelta),
    polling: conf.read(CONF.executorPolling),
    pollingFromCache: conf.read(CONF.executorPollingFromCache),
    watching: conf.read(CONF.executorWatching),
    idleTimeoutMs: conf.read(CONF.executorIdleTimeout),
    instances: conf.has(CONF.executorInstances.key) ? conf.read(CONF.executorInstances) : undefined,
    dynamicAllocation: conf.read(CONF.dynamicAllocation),
    decommissions: conf.read(CONF.decommission),
    deleteGraceMs: conf.read(CONF.executorDeleteGrace),
    decommissionGraceMs: conf.read(CONF.decommissionForceKill) ?? DECOMMISSION_GRACE_MS,
    checkAllContainers: conf.read(CONF.executorCheckAllContainers),
    containerName: conf.read(CONF.executorContainerName) ?? EXECUTOR_CONTAINER,
    decommissionLabel: decommissionLabelIn(conf),
    submitted: conf,
  };
}

function decommissionLabelIn(conf: SparkConf): ExecutorSettings['decommissionLabel'] {
  const name = conf.read(CONF.executorDecommissionLabel);
  return name === undefined
    ? undefined
    : { name, value: conf.read(CONF.executorDecommissionLabelValue) ?? '' };
}
