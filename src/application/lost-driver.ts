import type { Verdict } from '../api/condition.ts';
import type { SparkApplicationStatus } from '../api/spark-application.ts';
import { timeText } from '../manifest/time.ts';
import { unreachable } from '../unreachable.ts';
import { eventAction, type Action } from './action.ts';
import type { DriverPod } from './driver-pod.ts';
import type { Failure } from './next-attempt.ts';
import type { Observed } from './observed.ts';

/*
 * A pod that is deleted stays until the kubelet of its node says that its containers have ended. Where the node does not
 * answer, it may stay for ever, and what runs in it may run on: Kubernetes promises no more. Such a driver is lost: its
 * attempt has failed, and no other begins before its pod has gone.
 */

/** How long after the time it was given a deleted pod may still be there: kubelets are late now and then. */
const LOST_AFTER_MS = 60_000;

/** Reason of the failure, and of the condition while such a pod is there. */
const LOST = 'DriverLost';

/** The cluster has not kept what it promised. */
export const DRIVER_LOST: Failure = { kind: 'infrastructure', reason: LOST };

/** From when on the driver counts as lost; undefined where nobody has deleted it, or it has ended. */
export function lostAtMs({ deletionAtMs, state: { kind } }: DriverPod): number | undefined {
  if (deletionAtMs === undefined) return undefined;
  switch (kind) {
    case 'pending':
    case 'running':
    case 'unknown':
      return deletionAtMs + LOST_AFTER_MS;
    case 'succeeded':
    case 'failed':
      return undefined;
    default:
      return unreachable(kind);
  }
}

/** Whether it may run on, though it should have been gone for a while. */
export const isLost = (pod: DriverPod, nowMs: number): boolean =>
  nowMs >= (lostAtMs(pod) ?? Number.POSITIVE_INFINITY);

/** What is waited for, and what people can do about it. */
export function whyLost({ namespace, name, nodeName = 'none', deletionAtMs = 0 }: DriverPod): string {
  return (
    `driver pod ${name} was to be gone by ${timeText(deletionAtMs)}, and its node (${nodeName}) has not said that it is:` +
    ' the driver may still run there. No other driver of the application starts before Kubernetes removes the pod.' +
    ' Bring the node back, delete the Node, or taint it with node.kubernetes.io/out-of-service;' +
    ` if the node is off for certain: kubectl delete pod -n ${namespace} ${name} --force`
  );
}

/** What the condition `DriverReady` says of a driver that is lost, or was when its attempt failed. */
export function lostVerdict(
  { applicationState: { state }, failures }: SparkApplicationStatus,
  { driver }: Observed,
  nowMs: number,
): Verdict | undefined {
  if (driver.kind === 'present' && isLost(driver.pod, nowMs)) {
    return { status: 'Unknown', reason: LOST, message: whyLost(driver.pod) };
  }
  const hasFailed = state === 'FAILING' || state === 'FAILED';
  if (!hasFailed || failures?.last?.reason !== LOST) return undefined;
  return { status: 'Unknown', reason: LOST, message: 'Nobody has seen the driver end.' };
}

/** An Event once it is lost; the condition, which is written before, tells whether it was told. */
export function lostEvents({ application, driver }: Observed, nowMs: number): readonly Action[] {
  if (driver.kind !== 'present' || !isLost(driver.pod, nowMs)) return [];
  const before = application.status?.conditions?.find(({ type }) => type === 'DriverReady');
  return before?.reason === LOST ? [] : [eventAction('Warning', `Spark${LOST}`, whyLost(driver.pod))];
}
