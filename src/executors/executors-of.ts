import type { ExecutorProfile } from '../api/spark-executor-set.ts';
import type { NamespacedName } from '../manifest/object-meta.ts';
import type { PodManifest } from '../manifest/pod.ts';
import type { ExecutorSettings } from './executor-settings.ts';
import type { DriverCondition } from './plan-round.ts';

/** One attempt of an application whose executors are to be looked after, as its controller hands it in. */
export interface ExecutorsOf {
  /** The SparkApplication. */
  readonly key: NamespacedName;
  /** Spark's id of the application: another one for each attempt. */
  readonly appId: string;
  /** Name of the SparkExecutorSet of this attempt. */
  readonly setName: string;
  readonly settings: ExecutorSettings;
  readonly driver: DriverCondition;
  /** The name of the pod of one executor; the same as `buildPod` gives it. */
  readonly podName: (id: number) => string;
  /** The pod of one executor. Fails with an OperatorError. */
  readonly buildPod: (request: ExecutorPodRequest) => PodManifest;
}

export interface ExecutorPodRequest {
  readonly id: number;
  readonly profile: ExecutorProfile;
  /** Executor properties in force in the driver, as it reported them. */
  readonly reportedConf: Readonly<Record<string, string>>;
}
