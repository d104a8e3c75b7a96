import type { ExecutorSetFailure } from '../api/spark-executor-set.ts';
import { takenAccordingTo } from '../manifest/taken-pod.ts';
import type { Failure } from './next-attempt.ts';
import type { DriverPod, DriverState } from './driver-pod.ts';

/** A driver that has failed. */
type FailedDriver = Extract<DriverState, { kind: 'failed' }>;

/**
 * Says who ended a driver: the cluster, or the application itself.
 *
 * 1. Kubernetes announced a disruption, or its words about the pod speak of the node: the cluster.
 * 2. The pod is being deleted: somebody outside the application, so the cluster.
 * 3. Anything else: the application.
 */
export function failureOfDriver(
  state: FailedDriver,
  pod: Pick<DriverPod, 'disruption' | 'deleting'>,
): Failure {
  if (pod.disruption !== undefined) return { kind: 'infrastructure', reason: pod.disruption };
  if (takenAccordingTo(state.reason) !== undefined) {
    return { kind: 'infrastructure', reason: state.reason };
  }
  if (pod.deleting) return { kind: 'infrastructure', reason: 'DriverDeleted' };
  return { kind: 'application', reason: state.reason };
}

/** Its executors have failed too often, however its pod ended then: the application. */
export const forcedFailure = ({ reason }: ExecutorSetFailure): Failure => ({ kind: 'application', reason });

/** The driver pod is not there any more, and nobody has seen how it ended. */
export const DRIVER_GONE: Failure = { kind: 'infrastructure', reason: 'DriverNotFound' };
