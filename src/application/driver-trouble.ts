import { boundedWords, type DriverPod, type Words } from './driver-pod.ts';

/** What an Event says, and when it was last said. */
interface Note extends Words {
  readonly type: 'Normal' | 'Warning';
  readonly lastTimestamp: string;
  readonly metadata: { readonly creationTimestamp?: string };
}

/** Before that, a pod that waits is a pod that starts. */
const PENDING_LONG_MS = 10_000;

/**
 * From when on Events are asked why a driver does not start; undefined where it has no node yet, runs, or its own status
 * says it: only a mount that fails shows in Events alone.
 */
export function eventsTellFromMs({ state, startedAtMs }: DriverPod): number | undefined {
  if (state.kind !== 'pending' || state.waiting !== undefined || startedAtMs === undefined) return undefined;
  return startedAtMs + PENDING_LONG_MS;
}

/**
 * What the Events of a pod on a node come to: the latest Warning. Undefined where there is none, or what it tells of is over:
 * it has a node, and once an image is pulled all volumes are there. Each two minutes the kubelet sums up, without a
 * reason, that they are not there yet; that says less than any other.
 */
export function mostTelling(events: readonly Note[]): Words | undefined {
  if (events.some(({ reason }) => AFTER_MOUNTS.includes(reason))) return undefined;
  const inOrder = events
    .filter(({ type, reason }) => type === 'Warning' && reason !== 'FailedScheduling')
    .toSorted((one, other) => (timeOf(one) < timeOf(other) ? -1 : 1));
  const found = inOrder.findLast(({ message }) => !message.startsWith(SUMMARY)) ?? inOrder.at(-1);
  return found && boundedWords(found.reason, found.message);
}

/** @see kubelet `pkg/kubelet/events` */
const AFTER_MOUNTS: readonly string[] = ['Pulling', 'Pulled', 'Created', 'Started'];

/** @see kubelet `pkg/kubelet/volumemanager` */
const SUMMARY = 'Unable to attach or mount volumes';

/** Whoever writes Events in the newer form leaves the usual time out. */
const timeOf = ({ lastTimestamp, metadata }: Note): string =>
  lastTimestamp || metadata.creationTimestamp || '';
