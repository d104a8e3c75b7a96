import type { KubernetesObject, Resource } from './object-meta.ts';
import type {
  Affinity,
  DnsConfig,
  HostAlias,
  Toleration,
  TopologySpreadConstraint,
} from './pod-placement.ts';

/**
 * A pod, as plain JSON. The fields named here are those that the builders and controllers touch; whatever else a
 * template or the API server puts in is carried along untouched.
 */
export interface PodManifest extends KubernetesObject {
  readonly spec: PodSpec;
  readonly status?: PodStatus;
}

/**
 * What a pod is made of. Almost nothing in it can change once the API server has accepted it.
 *
 * @see Kubernetes API `PodSpec` v1
 */
export interface PodSpec {
  /** Started together, in no order; `restartPolicy` speaks of each of them. */
  readonly containers: readonly Container[];
  /** Run to their ends one after the other, before the containers start. */
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly Volume[];
  /**
   * `Never` in every pod of Spark: a driver or executor that ended comes back as another pod.
   * @default 'Always'
   */
  readonly restartPolicy?: 'Always' | 'OnFailure' | 'Never';
  /** Seconds after its start at which the kubelet ends it; may be set, or made shorter, while it runs. */
  readonly activeDeadlineSeconds?: number;
  /** The old name of `serviceAccountName`. Spark writes both; the API server holds them equal. */
  readonly serviceAccount?: string;
  readonly serviceAccountName?: string;
  /**
   * Whether the containers get a token for the API server: drivers do, executors do not.
   * @default what the service account says, which is true unless it says otherwise
   */
  readonly automountServiceAccountToken?: boolean;
  /** A DNS label of at most 63 characters; the pod's name, cut off, where absent. */
  readonly hostname?: string;
  /** Written by the scheduler; absent while no node has been found. */
  readonly nodeName?: string;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** @default 'default-scheduler' */
  readonly schedulerName?: string;
  readonly imagePullSecrets?: readonly { readonly name: string }[];
  /**
   * Seconds between SIGTERM and SIGKILL.
   * @default 30
   */
  readonly terminationGracePeriodSeconds?: number;
  readonly affinity?: Affinity;
  readonly tolerations?: readonly Toleration[];
  readonly topologySpreadConstraints?: readonly TopologySpreadConstraint[];
  readonly priorityClassName?: string;
  /** Follows from the class; a value of one's own beside it is refused. So is a preemption policy. */
  readonly priority?: number;
  readonly preemptionPolicy?: string;
  /** The pod has the addresses and ports of its node. */
  readonly hostNetwork?: boolean;
  /**
   * On the node's network the cluster's names resolve only with `ClusterFirstWithHostNet`.
   * @default 'ClusterFirst'
   */
  readonly dnsPolicy?: string;
  readonly dnsConfig?: DnsConfig;
  readonly hostAliases?: readonly HostAlias[];
  /** Of all containers, where they say nothing themselves. */
  readonly securityContext?: Readonly<Record<string, unknown>>;
  /** Containers see each other's processes. @default false */
  readonly shareProcessNamespace?: boolean;
}

/**
 * One container.
 *
 * @see Kubernetes API `Container` v1
 */
export interface Container {
  /** A DNS label, unique in its pod: people, dashboards and log collectors look for it. */
  readonly name: string;
  readonly image?: string;
  /**
   * `Always`, `IfNotPresent` or `Never`.
   * @default 'Always' for the tag `latest`, else 'IfNotPresent'
   */
  readonly imagePullPolicy?: string;
  /** In place of the image's entry point; Spark's images bring their own, so it stays absent. */
  readonly command?: readonly string[];
  /** What the entry point is told: `driver …` or `executor`. */
  readonly args?: readonly string[];
  /** In order: a value may use `$(NAME)` of a variable before it. Of two with one name the last counts. */
  readonly env?: readonly EnvVar[];
  /** Every key of a ConfigMap or Secret as a variable; one in `env` wins. */
  readonly envFrom?: readonly EnvFromSource[];
  /** A declaration for people and Services; a port that is not listed is just as open. */
  readonly ports?: readonly ContainerPort[];
  readonly resources?: ResourceRequirements;
  readonly volumeMounts?: readonly VolumeMount[];
  readonly securityContext?: Readonly<Record<string, unknown>>;
  /** Hooks; `preStop` counts against the grace period of the pod. */
  readonly lifecycle?: Readonly<Record<string, unknown>>;
  /** What a change of its size in place does to it. @see KEP-1287 */
  readonly resizePolicy?: readonly { readonly resourceName: string; readonly restartPolicy: string }[];
  /**
   * Where the message of a container that ended comes from. `FallbackToLogsOnError`: after a failure without a message
   * file the kubelet takes the end of the log, at most 2 KiB or 80 lines.
   * @default 'File'
   */
  readonly terminationMessagePolicy?: 'File' | 'FallbackToLogsOnError';
}

/** A variable: a value of its own, or one that the kubelet looks up when the container starts. */
export interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    /** A field of the pod itself, for example `status.podIP`, known only on its node. */
    readonly fieldRef?: { readonly apiVersion?: string; readonly fieldPath: string };
    readonly secretKeyRef?: { readonly name: string; readonly key: string };
    readonly configMapKeyRef?: { readonly name: string; readonly key: string };
  };
}

/** Every key of a ConfigMap or Secret, with `prefix` before its name. */
export interface EnvFromSource {
  readonly prefix?: string;
  readonly configMapRef?: { readonly name: string; readonly optional?: boolean };
  readonly secretRef?: { readonly name: string; readonly optional?: boolean };
}

/** A port a container says it listens on. */
export interface ContainerPort {
  /** At most 15 lower-case letters, digits and dashes. */
  readonly name?: string;
  readonly containerPort: number;
  /** @default 'TCP' */
  readonly protocol?: 'TCP' | 'UDP' | 'SCTP';
}

/** Quantities as Kubernetes writes them: `500m`, `1408Mi`. */
export interface ResourceRequirements {
  readonly limits?: Readonly<Record<string, string>>;
  readonly requests?: Readonly<Record<string, string>>;
}

/** Where a container sees a volume of its pod. */
export interface VolumeMount {
  /** The volume's name. */
  readonly name: string;
  readonly mountPath: string;
  /** Part of the volume to mount. @default all of it */
  readonly subPath?: string;
  /** The same with `$(NAME)` of variables in it; excludes `subPath`. */
  readonly subPathExpr?: string;
  readonly readOnly?: boolean;
  /** Whether mounts below it are read-only, too: `Disabled`, `IfPossible`, `Enabled`. */
  readonly recursiveReadOnly?: string;
  /** Whether mounts made below it later are seen: `None`, `HostToContainer`, `Bidirectional`. */
  readonly mountPropagation?: string;
}

/** A volume: a name and exactly one source. */
export interface Volume {
  readonly name: string;
  /** Lives and dies with the pod; `medium: Memory` counts as memory of the container that writes to it. */
  readonly emptyDir?: { readonly medium?: string; readonly sizeLimit?: string };
  /** A directory of the node, whichever that is. */
  readonly hostPath?: { readonly path: string; readonly type?: string };
  readonly nfs?: { readonly server: string; readonly path: string; readonly readOnly?: boolean };
  readonly persistentVolumeClaim?: { readonly claimName: string; readonly readOnly?: boolean };
  readonly configMap?: {
    readonly name: string;
    /** Which keys become which files. @default all keys, each under its own name */
    readonly items?: readonly { readonly key: string; readonly path: string; readonly mode?: number }[];
    /** Rights of the files, in decimal. @default 420, which is 0644 */
    readonly defaultMode?: number;
  };
  readonly secret?: { readonly secretName: string; readonly defaultMode?: number };
}

/**
 * What became of a pod. Written by its kubelet, and by whoever evicts it.
 *
 * @see Kubernetes API `PodStatus` v1
 */
export interface PodStatus {
  /** `Pending`, `Running`, `Succeeded`, `Failed`, or `Unknown` where the node does not answer. */
  readonly phase?: string;
  /** Why the pod as a whole ended, for example `Evicted`, `NodeLost`. Absent where only its containers know. */
  readonly reason?: string;
  readonly message?: string;
  /** Absent until the pod has a network. */
  readonly podIP?: string;
  /** RFC 3339: when the kubelet took it on, before it pulled an image. */
  readonly startTime?: string;
  /** One of each type, in no order. */
  readonly conditions?: readonly PodCondition[];
  /** One for each container, in no order; absent until the kubelet has looked at the pod. */
  readonly initContainerStatuses?: readonly ContainerStatus[];
  readonly containerStatuses?: readonly ContainerStatus[];
}

/** One thing that is so with a pod, is not, or is unknown. */
export interface PodCondition {
  /** `PodScheduled`, `Ready`, `DisruptionTarget` (somebody is about to take the pod away), … */
  readonly type: string;
  /** `True`, `False` or `Unknown`. */
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
}

/** What became of one container of a pod. */
export interface ContainerStatus {
  readonly name: string;
  /** Whether it passes its readiness probe; a running container without one is ready. */
  readonly ready?: boolean;
  readonly state?: ContainerState;
}

/**
 * Where a container is in its life: exactly one of the three is there. None means the kubelet has said nothing yet,
 * which counts as waiting.
 */
export interface ContainerState {
  /** `ContainerCreating`, `ErrImagePull`, `CrashLoopBackOff` and the like. */
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly running?: { readonly startedAt?: string };
  readonly terminated?: TerminatedState;
}

/** How a container ended. */
export interface TerminatedState {
  /** 0: as it meant to. Above 128: by signal `exitCode - 128`, for example 137 for SIGKILL. */
  readonly exitCode: number;
  readonly signal?: number;
  /** `Completed`, `Error`, `OOMKilled`, `ContainerCannotRun`, … */
  readonly reason?: string;
  /** Its last words, as `terminationMessagePolicy` has them. */
  readonly message?: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
}

export const PODS: Resource<PodManifest> = { apiVersion: 'v1', kind: 'Pod', plural: 'pods' };
