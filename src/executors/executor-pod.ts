import type { PodCondition, PodManifest, PodStatus } from '../manifest/pod.ts';
import type { Stored } from '../manifest/object-meta.ts';
import {
  APP_SELECTOR_LABEL,
  EXECUTOR_ID_LABEL,
  INACTIVE_LABEL,
  RESOURCE_PROFILE_LABEL,
} from '../spark/labels.ts';

/** What the executors' controller keeps of an executor pod. Never changes. */
export interface ExecutorPod {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** Opaque: compared for equality, never for order. */
  readonly resourceVersion: string;
  /** Spark's id of the application, different for each attempt; empty where the label is missing. */
  readonly appId: string;
  /** From 1; 0 on a pod that is no executor of ours: no id, or the placeholder of a template. */
  readonly executorId: number;
  /** Its resource profile; 0 is the default one. */
  readonly profileId: number;
  readonly phase: string | undefined;
  /** Kubernetes' words about the whole pod, for example `Evicted`. */
  readonly reason: string | undefined;
  readonly message: string | undefined;
  readonly createdAtMs: number;
  /** When the pod is to be gone, once somebody asked for its deletion. */
  readonly deletionAtMs: number | undefined;
  readonly nodeName: string | undefined;
  readonly restartPolicy: string | undefined;
  /** Names of the claims it mounts. */
  readonly claims: readonly string[];
  /** It has ended and is kept to be looked at. */
  readonly inactive: boolean;
  /** Why Kubernetes takes the pod away: preemption, eviction, a node that is gone. */
  readonly disruption: Words | undefined;
  /** What keeps it from running, for example `ErrImagePull`; undefined while it starts as it should. */
  readonly waiting: Words | undefined;
  /** Its containers that have ended, in the order of the pod. */
  readonly ended: readonly EndedContainer[];
}

/** A CamelCase reason and a sentence, both Kubernetes' own. */
export interface Words {
  readonly reason: string;
  readonly message: string;
}

/** A container that will not run again. */
export interface EndedContainer {
  readonly name: string;
  readonly exitCode: number;
  readonly reason: string | undefined;
  readonly message: string | undefined;
  /** As Kubernetes writes it: `1408Mi`. */
  readonly memoryLimit: string | undefined;
}

/** Shared by all pods without an ended container, which are most. */
const NONE_ENDED: readonly EndedContainer[] = [];

/** What a container waits for while everything goes well. */
const STARTING: readonly string[] = ['ContainerCreating', 'PodInitializing'];

/** Picks out of a pod what `ExecutorPod` keeps. */
export function projectExecutorPod(pod: Stored<PodManifest>): ExecutorPod {
  const { metadata, spec, status = {} } = pod;
  const labels = metadata.labels ?? {};
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    uid: metadata.uid,
    resourceVersion: metadata.resourceVersion,
    appId: labels[APP_SELECTOR_LABEL] ?? '',
    executorId: wholeNumber(labels[EXECUTOR_ID_LABEL]),
    profileId: wholeNumber(labels[RESOURCE_PROFILE_LABEL]),
    phase: status.phase,
    reason: status.reason,
    message: status.message,
    createdAtMs: Date.parse(metadata.creationTimestamp ?? '') || 0,
    deletionAtMs:
      metadata.deletionTimestamp === undefined ? undefined : Date.parse(metadata.deletionTimestamp),
    nodeName: spec.nodeName,
    restartPolicy: spec.restartPolicy,
    claims: claimsIn(spec),
    inactive: labels[INACTIVE_LABEL] === 'true',
    disruption: wordsOf(findCondition(status, 'DisruptionTarget', 'True')),
    waiting: waitingIn(status),
    ended: endedContainers(pod),
  };
}

/** Shared by all pods without claims. */
const NO_CLAIMS: readonly string[] = [];

function claimsIn({ volumes = [] }: PodManifest['spec']): readonly string[] {
  const names = volumes.flatMap(({ persistentVolumeClaim: claim }) => (claim ? [claim.claimName] : []));
  return names.length === 0 ? NO_CLAIMS : names;
}

/** Labels are text that anybody may write. */
const wholeNumber = (text: string | undefined): number => (/^\d{1,10}$/u.test(text ?? '') ? Number(text) : 0);

function findCondition(status: PodStatus, type: string, value: 'True' | 'False'): PodCondition | undefined {
  return status.conditions?.find((condition) => condition.type === type && condition.status === value);
}

function wordsOf(
  source: { readonly reason?: string; readonly message?: string } | undefined,
): Words | undefined {
  return source === undefined ? undefined : { reason: source.reason ?? '', message: source.message ?? '' };
}

/** A container that is held up says more than the scheduler, which is done by then. */
function waitingIn(status: PodStatus): Words | undefined {
  if (status.phase !== 'Pending') return undefined;
  const held = status.containerStatuses?.find(({ state }) => {
    const reason = state?.waiting?.reason;
    return reason !== undefined && !STARTING.includes(reason);
  });
  return wordsOf(held?.state?.waiting ?? findCondition(status, 'PodScheduled', 'False'));
}

/** The limit stands in the spec; it is kept only where it may explain an end. */
function endedContainers({ spec, status }: PodManifest): readonly EndedContainer[] {
  const ended = (status?.containerStatuses ?? []).flatMap(({ name, state }) => {
    if (state?.terminated === undefined) return [];
    const { exitCode, reason, message } = state.terminated;
    const memoryLimit = spec.containers.find((container) => container.name === name)?.resources?.limits
      ?.memory;
    return [{ name, exitCode, reason, message, memoryLimit }];
  });
  return ended.length === 0 ? NONE_ENDED : ended;
}
