import {
  APP_NAME_LABEL,
  ATTEMPT_LABEL,
  EXECUTOR_MANAGEMENT_ANNOTATION,
  SUBMITTED_SPEC_ANNOTATION,
  SUBMISSION_ID_LABEL,
} from '../api/labels.ts';
import type { ManagedBy } from '../api/spark-application.ts';
import { cutText } from '../manifest/cut-text.ts';
import type { Stored } from '../manifest/object-meta.ts';
import type { ContainerStatus, PodCondition, PodManifest } from '../manifest/pod.ts';
import { driverContainerName } from '../spark/spark-containers.ts';
import { APP_SELECTOR_LABEL } from '../spark/labels.ts';

/** What the life of an application depends on in its driver pod; the rest of the pod is not kept in memory. */
export interface DriverPod {
  readonly namespace: string;
  readonly name: string;
  /** Tells it from a pod that somebody made again under the same name. */
  readonly uid: string;
  readonly resourceVersion: string;
  /** Uid of the SparkApplication that controls it. */
  readonly applicationUid: string | undefined;
  /** From its label: whom a change of this pod wakes. The uid decides whose it is. */
  readonly applicationName: string | undefined;
  /** From 1; 0 when the pod carries no attempt label. */
  readonly attempt: number;
  /** `status.submissionID`, from the pod's label. */
  readonly submissionId: string | undefined;
  /** Spark's id of the application, from the label `spark-app-selector`. */
  readonly sparkApplicationId: string | undefined;
  /** Who makes its executors: decided when it was submitted. */
  readonly executorManagement: ManagedBy;
  /** Fingerprint of the spec it was made from. */
  readonly submittedSpec: string | undefined;
  /** Where executors find it, unless they go by its service. */
  readonly podIP: string | undefined;
  /** Kubernetes' Ready condition: executors can reach it. */
  readonly ready: boolean;
  /** When its node took it on; undefined before. */
  readonly startedAtMs: number | undefined;
  /** Somebody asked for its deletion. */
  readonly deleting: boolean;
  /** When it is to be gone by, once somebody asked for its deletion. */
  readonly deletionAtMs: number | undefined;
  /** Undefined before it has a node. */
  readonly nodeName: string | undefined;
  /** Reason of the condition by which Kubernetes announces that it takes the pod away. */
  readonly disruption: string | undefined;
  /** The operator has told its node to end it. */
  readonly stopped: boolean;
  /** Spark's container has ended, and another one runs on: a proxy of a mesh, for example, never ends by itself. */
  readonly outlived: boolean;
  readonly state: DriverState;
}

/** A CamelCase reason and a sentence, both Kubernetes' own. */
export interface Words {
  readonly reason: string;
  /** May be empty. */
  readonly message: string;
}

/** Both in one line. */
export const inOneLine = ({ reason, message }: Words): string =>
  message === '' ? reason : `${reason}: ${message}`;

/** How far a driver is, as its container and its pod show it. */
export type DriverState =
  /** `waiting`: what holds it up, in Kubernetes' words, for example `ErrImagePull`. */
  | { readonly kind: 'pending'; readonly waiting: Words | undefined }
  | { readonly kind: 'running' }
  | { readonly kind: 'succeeded' }
  | {
      readonly kind: 'failed';
      /** Undefined when the container never ran, for example after an eviction. */
      readonly exitCode: number | undefined;
      readonly reason: string;
      /** The container's last log lines, or the kubelet's sentence. May be empty. */
      readonly message: string;
    }
  /** The node does not answer. */
  | { readonly kind: 'unknown' };

/** Of a reason. */
const MOST_REASON_BYTES = 128;

/** Of a message; the kubelet's own limit for the last words of a container. */
const MOST_MESSAGE_BYTES = 4_096;

/** The deadline of a driver that the operator has stopped: nobody else sets one that no JVM could keep. */
export const STOPPED_AFTER_SECONDS = 1;

/** Picks out of a driver pod what `DriverPod` keeps. */
export function projectDriverPod(pod: Stored<PodManifest>): DriverPod {
  const labels = pod.metadata.labels ?? {};
  const owner = pod.metadata.ownerReferences?.find((reference) => reference.kind === 'SparkApplication');
  return {
    namespace: pod.metadata.namespace,
    name: pod.metadata.name,
    uid: pod.metadata.uid,
    resourceVersion: pod.metadata.resourceVersion,
    applicationUid: owner?.uid,
    applicationName: labels[APP_NAME_LABEL],
    attempt: Number(labels[ATTEMPT_LABEL] ?? 0),
    submissionId: labels[SUBMISSION_ID_LABEL],
    sparkApplicationId: labels[APP_SELECTOR_LABEL],
    executorManagement: executorManagement(pod),
    submittedSpec: pod.metadata.annotations?.[SUBMITTED_SPEC_ANNOTATION],
    podIP: pod.status?.podIP,
    ready: trueCondition(pod, 'Ready') !== undefined,
    startedAtMs: timeOf(pod.status?.startTime),
    deleting: pod.metadata.deletionTimestamp !== undefined,
    deletionAtMs: timeOf(pod.metadata.deletionTimestamp),
    nodeName: pod.spec.nodeName,
    disruption: trueCondition(pod, 'DisruptionTarget')?.reason,
    stopped: pod.spec.activeDeadlineSeconds === STOPPED_AFTER_SECONDS,
    outlived: isOutlived(pod),
    state: driverState(pod),
  };
}

const timeOf = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Date.parse(text);

const executorManagement = ({ metadata }: PodManifest): ManagedBy =>
  metadata.annotations?.[EXECUTOR_MANAGEMENT_ANNOTATION] === 'Driver' ? 'Driver' : 'Operator';

/** The condition of that type, if it holds. */
const trueCondition = ({ status }: PodManifest, wanted: string): PodCondition | undefined =>
  status?.conditions?.find(({ type, status: holds }) => type === wanted && holds === 'True');

/**
 * The state of the driver, read from the Spark container first: a sidecar that outlives it does not keep the
 * application running, and one that fails does not fail it.
 *
 * 1. Pending: nothing runs yet, whatever single containers show.
 * 2. The Spark container has ended: its exit code decides.
 * 3. It has not, or nobody knows: the pod's phase decides.
 * 4. Any other phase: the node does not answer.
 */
function driverState(pod: PodManifest): DriverState {
  const container = sparkContainer(pod);
  const terminated = container?.state?.terminated;
  switch (pod.status?.phase) {
    case undefined:
    case 'Pending':
      return { kind: 'pending', waiting: waitingReason(pod) };
    case 'Running':
    case 'Succeeded':
    case 'Failed':
      if (terminated !== undefined && terminated.exitCode === 0) return { kind: 'succeeded' };
      if (terminated !== undefined) {
        return {
          kind: 'failed',
          exitCode: terminated.exitCode,
          ...boundedWords(terminated.reason ?? 'Error', terminated.message),
        };
      }
      return stateWithoutContainer(pod);
    default:
      return { kind: 'unknown' };
  }
}

function isOutlived(pod: PodManifest): boolean {
  const hasEnded = sparkContainer(pod)?.state?.terminated !== undefined;
  return hasEnded && (pod.status?.containerStatuses ?? []).some(({ state }) => state?.running !== undefined);
}

/** A pod that ended without a word of its container: evicted, or its node was lost. */
function stateWithoutContainer(pod: PodManifest): DriverState {
  switch (pod.status?.phase) {
    case 'Succeeded':
      return { kind: 'succeeded' };
    case 'Failed':
      return {
        kind: 'failed',
        exitCode: undefined,
        ...boundedWords(pod.status.reason ?? 'Error', pod.status.message),
      };
    default:
      return { kind: 'running' };
  }
}

/** What became of Spark's own container; of any other where the kubelet says nothing about it. */
function sparkContainer(pod: PodManifest): ContainerStatus | undefined {
  const statuses = pod.status?.containerStatuses ?? [];
  const own = driverContainerName(pod);
  return statuses.find(({ name }) => name === own) ?? statuses[0];
}

/** What a container waits for while everything goes well. */
const STARTING: readonly (string | undefined)[] = [undefined, 'ContainerCreating', 'PodInitializing'];

/** What the container waits for; before it has a node, what the scheduler says. */
function waitingReason(pod: PodManifest): Words | undefined {
  const waiting = sparkContainer(pod)?.state?.waiting;
  if (!STARTING.includes(waiting?.reason)) return wordsOf(waiting);
  const unscheduled = pod.status?.conditions?.find(
    ({ type, status }) => type === 'PodScheduled' && status === 'False',
  );
  return wordsOf(unscheduled);
}

function wordsOf(
  source: { readonly reason?: string; readonly message?: string } | undefined,
): Words | undefined {
  return source && boundedWords(source.reason ?? 'Unschedulable', source.message);
}

/** Gives words of others so short that the status has room for them: whoever wrote them may have written any amount. */
export const boundedWords = (reason: string, message = ''): Words => ({
  reason: cutText(reason, MOST_REASON_BYTES),
  message: cutText(message, MOST_MESSAGE_BYTES),
});
