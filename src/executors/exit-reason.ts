import { takenAccordingTo } from '../manifest/taken-pod.ts';
import type { EndedContainer, ExecutorPod, Words } from './executor-pod.ts';
import type { FinalPodState, StateRules } from './executor-pod-state.ts';

/** How an executor ended, in the words its driver gets. */
export interface ExitReason {
  /** Exit code of the Spark container; -1 where there is none. */
  readonly exitCode: number;
  /** False where the cluster took the executor away; Spark then does not count its tasks as failed. */
  readonly causedByApplication: boolean;
  readonly reason: string;
}

export const UNKNOWN_EXIT_CODE = -1;

/**
 * Says how an executor ended.
 *
 * 1. The cluster took it away (preempted, evicted, node gone): not the application's doing, whatever the exit code.
 * 2. Somebody deleted it: neither. A sidecar may live on for a while, and the pod still run with it.
 * 3. The kernel killed a container for its memory: says so, with the limit.
 * 4. Otherwise the exit code speaks, with the container's own words.
 *
 * @see Spark `ExecutorPodsLifecycleManager.findExitReason`
 */
export function exitReasonOf(state: FinalPodState, rules: StateRules): ExitReason {
  const { pod } = state;
  const spark = pod.ended.find(({ name }) => name === rules.containerName);
  const exitCode = spark?.exitCode ?? (state.kind === 'succeeded' ? 0 : UNKNOWN_EXIT_CODE);
  const taken = takenByCluster(pod);
  if (taken !== undefined) return { exitCode, causedByApplication: false, reason: taken };
  if (state.kind === 'deleted' || endedByDeletion(pod, exitCode)) {
    return { exitCode, causedByApplication: false, reason: DELETED };
  }
  return { exitCode, causedByApplication: true, reason: endOfContainers(pod, spark, exitCode) };
}

/** Whether nothing but a deletion of the pod has ended the executor. */
export const wasOnlyDeleted = ({ reason }: ExitReason): boolean => reason === DELETED;

const DELETED = 'pod deleted by a user or the framework';

/** What a process ends with that is told to end, and one that does not listen. */
const TOLD_TO_END: readonly number[] = [143, 137];

const endedByDeletion = ({ deletionAtMs }: ExecutorPod, exitCode: number): boolean =>
  deletionAtMs !== undefined && TOLD_TO_END.includes(exitCode);

/** Reasons of the condition that announces a disruption. */
const DISRUPTIONS: Readonly<Record<string, string>> = {
  PreemptionByScheduler: 'preempted',
  DeletionByTaintManager: 'node lost or tainted',
  EvictionByEvictionAPI: 'evicted',
  DeletionByPodGC: 'node lost',
  TerminationByKubelet: 'evicted',
};

function takenByCluster(pod: ExecutorPod): string | undefined {
  const what = takenAccordingTo(pod.reason ?? '') ?? disruptionOf(pod.disruption);
  if (what === undefined) return undefined;
  const node = pod.nodeName === undefined ? '' : ` (node ${pod.nodeName})`;
  return sentence(`${what}${node}`, pod.message ?? pod.disruption?.message);
}

const disruptionOf = (disruption: Words | undefined): string | undefined =>
  disruption && (DISRUPTIONS[disruption.reason] ?? `disrupted by ${disruption.reason}`);

function endOfContainers(pod: ExecutorPod, spark: EndedContainer | undefined, exitCode: number): string {
  const culprit = [spark, ...pod.ended].find(
    (container) => container !== undefined && container.exitCode !== 0,
  );
  if (culprit?.reason === 'OOMKilled') {
    const limit = culprit.memoryLimit === undefined ? '' : ` of ${culprit.memoryLimit}`;
    return `OOMKilled: ${whose(culprit, spark)}went over its memory limit${limit} (exit code ${culprit.exitCode})`;
  }
  if (culprit !== undefined)
    return sentence(`${whose(culprit, spark)}${exitCodeText(culprit.exitCode)}`, wordsOf(culprit));
  if (exitCode === 0) return exitCodeText(0);
  return sentence(pod.reason ?? 'the pod failed', pod.message);
}

const whose = (culprit: EndedContainer, spark: EndedContainer | undefined): string =>
  culprit === spark ? '' : `container ${culprit.name}: `;

/** The container's last words; `Error` and `Completed` say nothing that the exit code does not. */
function wordsOf({ reason, message }: EndedContainer): string | undefined {
  if (message !== undefined && message.trim() !== '') return message.trim();
  return reason === 'Error' || reason === 'Completed' ? undefined : reason;
}

/**
 * What the exit codes of an executor mean.
 *
 * @see Spark `SparkExitCode`, `ExecutorExitCode`
 */
const EXIT_CODES: Readonly<Record<number, string>> = {
  0: 'success',
  1: 'an error; the log of the executor says more',
  10: 'uncaught exception',
  50: 'uncaught exception',
  51: 'uncaught exception, and another while logging it',
  52: 'JVM out of memory',
  53: 'no local directory could be created; see spark.local.dir',
  56: 'heartbeats did not reach the driver',
  57: 'ended by the task reaper',
  58: 'could not register again with the block manager',
  126: 'not executable: permissions or architecture',
  127: 'command not found in the image',
  134: 'SIGABRT: the JVM crashed',
  137: 'SIGKILL, possibly out of memory',
  139: 'SIGSEGV',
  143: 'SIGTERM',
  255: 'exited with -1',
};

export const exitCodeText = (exitCode: number): string =>
  `exit code ${exitCode} (${EXIT_CODES[exitCode] ?? 'unexpected'})`;

const sentence = (what: string, more: string | undefined): string =>
  more === undefined || more === '' ? what : `${what}: ${more}`;
