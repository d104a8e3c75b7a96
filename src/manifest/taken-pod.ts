/** Reasons in a pod's status that speak of the node or the scheduler. */
const TAKEN_REASONS: Readonly<Record<string, string>> = {
  Evicted: 'evicted',
  Preempting: 'preempted',
  NodeLost: 'node lost',
  NodeShutdown: 'node shut down',
  Shutdown: 'node shut down',
  Terminated: 'node shut down',
  NodeAffinity: 'refused by the node',
  UnexpectedAdmissionError: 'refused by the node',
};

/**
 * Says in two words how the cluster took a pod away, by the `reason` of its status; undefined where it did not.
 *
 * The kubelet refuses pods it has no room for with `OutOfcpu`, `OutOfmemory` and the like.
 *
 * @see Kubernetes API `PodStatus.reason`
 */
export const takenAccordingTo = (reason: string): string | undefined =>
  reason.startsWith('OutOf') ? 'refused by the node' : TAKEN_REASONS[reason];
