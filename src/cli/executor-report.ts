import type { SparkApplicationStatus } from '../api/spark-application.ts';
import type { SparkExecutorSet } from '../api/spark-executor-set.ts';
import type { ExecutorPod, Words } from '../executors/executor-pod.ts';
import { isFinal, podState, type ExecutorPodState, USUAL_RULES } from '../executors/executor-pod-state.ts';
import { exitReasonOf } from '../executors/exit-reason.ts';
import { timeText } from '../manifest/time.ts';
import { ageText } from './age.ts';
import { tableText, type Row } from './output.ts';

/** What there is to say about the executors of one application, for scripts as it is. */
export interface ExecutorReport {
  /** In the order of their ids. */
  readonly executors: readonly ExecutorRow[];
  /** The latest that failed, oldest first. */
  readonly losses: Losses;
}

type Losses = NonNullable<SparkApplicationStatus['recentLosses']>;

/** One executor that has a pod. */
export interface ExecutorRow {
  /** Spark's id, from 1; never used twice in an attempt. */
  readonly id: number;
  readonly pod: string;
  /** As Spark sees its pod; `retiring`: it runs, and was asked to end. */
  readonly state: ExecutorPodState['kind'] | 'retiring';
  /** Id of its resource profile. */
  readonly profile: number;
  /** Absent until it has one. */
  readonly node?: string;
  readonly createdAt: string;
  /** What it waits for, why it is to go, or how it ended; absent where there is nothing to say. */
  readonly reason?: string;
}

/** Gathers what pods, executor set and application say; the first two may be gone already. */
export function executorReport(
  pods: readonly ExecutorPod[],
  set: SparkExecutorSet | undefined,
  application: SparkApplicationStatus | undefined,
): ExecutorReport {
  const retirements = new Map((set?.status?.retire ?? []).map(({ id, reason }) => [id, reason]));
  const executors = pods
    .filter(({ executorId }) => executorId > 0)
    .toSorted((one, other) => one.executorId - other.executorId)
    .map((pod) => rowOf(pod, retirements.get(pod.executorId)));
  return { executors, losses: set?.status?.recentLosses ?? application?.recentLosses ?? [] };
}

/** Who was asked to end is told apart only while it runs: how it ended says more. */
function rowOf(pod: ExecutorPod, retirement: string | undefined): ExecutorRow {
  const state = podState(pod, USUAL_RULES);
  const isRetiring = retirement !== undefined && state.kind === 'running';
  const reason = isRetiring ? retirement : reasonOf(state);
  return {
    id: pod.executorId,
    pod: pod.name,
    state: isRetiring ? 'retiring' : state.kind,
    profile: pod.profileId,
    ...(pod.nodeName === undefined ? {} : { node: pod.nodeName }),
    createdAt: timeText(pod.createdAtMs),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** Of an end, the same sentence that the driver gets; before, the words of Kubernetes about what holds the pod up. */
function reasonOf(state: ExecutorPodState): string | undefined {
  if (isFinal(state)) return exitReasonOf(state, USUAL_RULES).reason;
  const words = state.pod.waiting ?? state.pod.disruption;
  return words === undefined ? undefined : sentenceOf(words);
}

/** Either half may be missing. */
const sentenceOf = ({ reason, message }: Words): string =>
  [reason, message].filter((part) => part !== '').join(': ');

/** A row for each executor; `isWide`: with its pod. */
export const executorRows = (
  { executors }: Pick<ExecutorReport, 'executors'>,
  nowMs: number,
  isWide = false,
): readonly Row[] =>
  executors.map(({ id, pod, state, profile, node, createdAt, reason }) => ({
    ID: id,
    ...(isWide ? { POD: pod } : {}),
    STATE: state,
    PROFILE: profile,
    NODE: node,
    AGE: ageText(nowMs - Date.parse(createdAt)),
    REASON: reason,
  }));

/** The report as people read it: a table of the executors, and one of the losses where there are any. */
export function reportText(report: ExecutorReport, nowMs: number, isWide = false): string {
  const { losses } = report;
  const rows = executorRows(report, nowMs, isWide);
  const lost = losses.map(({ id, exitCode, reason, time }) => ({
    LOST: id,
    'EXIT CODE': exitCode,
    AGE: ageText(nowMs - Date.parse(time)),
    REASON: reason,
  }));
  return [rows, lost]
    .filter((table) => table.length > 0)
    .map(tableText)
    .join('\n');
}
