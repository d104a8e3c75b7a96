/** What becomes of a pod that somebody deletes. */
import type { PodManifest } from '../../../src/manifest/pod.ts';
import { timeText } from '../../../src/manifest/time.ts';
import type { AnyObject } from './object-history.ts';

/** Kubernetes' own, where the pod says nothing. */
const GRACE_SECONDS = 30;

/**
 * The pod while it is given time to end; undefined where it goes at once: no node has it, it has ended, or nobody
 * wants to wait. A second deletion may shorten the time, never lengthen it.
 */
export function deletionOf(
  pod: AnyObject,
  wantedSeconds: number | undefined,
  nowMs: number,
): AnyObject | undefined {
  const manifest = pod as unknown as PodManifest;
  const seconds = goesAtOnce(manifest) ? 0 : (wantedSeconds ?? ownSeconds(manifest));
  if (seconds === 0) return undefined;
  const deletionTimestamp = timeText(nowMs + 1_000 * seconds);
  const { deletionTimestamp: before = deletionTimestamp } = pod.metadata;
  const earlier = before < deletionTimestamp ? before : deletionTimestamp;
  return { ...pod, metadata: { ...pod.metadata, deletionTimestamp: earlier } };
}

/** The pod as it is told of just before it has gone. */
export const doomed = (pod: AnyObject, nowMs: number): AnyObject => ({
  ...pod,
  metadata: { ...pod.metadata, deletionTimestamp: pod.metadata.deletionTimestamp ?? timeText(nowMs) },
});

const goesAtOnce = ({ spec, status }: PodManifest): boolean =>
  spec.nodeName === undefined || status?.phase === 'Succeeded' || status?.phase === 'Failed';

const ownSeconds = ({ spec }: PodManifest): number => spec.terminationGracePeriodSeconds ?? GRACE_SECONDS;
