import type { ExecutorProfile } from '../api/spark-executor-set.ts';
import type { KubernetesObject, NamespacedName } from '../manifest/object-meta.ts';
import type { PodManifest } from '../manifest/pod.ts';
import type { ClaimRules } from './executor-claim.ts';
import type { StateRules } from './executor-pod-state.ts';
import type { ExecutorSettings } from './executor-settings.ts';
import type { DriverCondition } from './observed-executors.ts';

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
  /** `spec.executor.instances` as it is now; absent where the application does not say. */
  readonly instances?: number | undefined;
  /** How its executors' claims live; absent where they need none of their own. */
  readonly claims?: ClaimRules | undefined;
  /** The name of the pod of one executor; the same as `build` gives it. */
  readonly podName: (id: number) => string;
  /** The pod of one executor, and its claims. Fails with an OperatorError. */
  readonly build: (request: ExecutorPodRequest) => ExecutorObjects;
}

/** One attempt of an application whose driver makes its executors itself. */
export interface FollowedExecutors {
  /** The SparkApplication. */
  readonly key: NamespacedName;
  /** Spark's id of the application: another one for each attempt. */
  readonly appId: string;
  /** Of the SparkApplication. */
  readonly uid: string;
  /** How its pods are read. */
  readonly rules: StateRules;
  /** Whether the driver still runs, and is to run on. */
  readonly driverRuns: () => boolean;
}

/** What is created for one executor. */
export interface ExecutorObjects {
  readonly pod: PodManifest;
  /** Its own claims, which have to exist before the pod; they are owned by the driver pod. */
  readonly claims: readonly KubernetesObject[];
  /** Claims with a fixed name, which all executors use: owned by the driver pod, and always so. */
  readonly sharedClaims?: readonly KubernetesObject[];
  /** Whether the pod is to own its own claims once it is there. */
  readonly claimsGoWithPod: boolean;
}

export interface ExecutorPodRequest {
  readonly id: number;
  readonly profile: ExecutorProfile;
  /** It is to take one task at a time. */
  readonly oneTask: boolean;
  /** Executor properties in force in the driver, as it reported them. */
  readonly reportedConf: Readonly<Record<string, string>>;
}
