import type { SparkApplication } from '../api/spark-application.ts';
import { EVENTS, type EventManifest } from '../kube/event.ts';
import { listAll } from '../kube/list-all.ts';
import type { Stored } from '../manifest/object-meta.ts';
import { ageText } from './age.ts';
import type { Cluster } from './cluster.ts';
import type { Row } from './output.ts';

/** An Event about an application, or about one of its pods. */
export type EventOfApplication = Stored<EventManifest>;

/** All that there still are, oldest first: an API server keeps them for an hour. Fails: with an `ApiError`. */
export async function eventsOf(
  application: Stored<SparkApplication>,
  { api }: Pick<Cluster, 'api'>,
): Promise<readonly EventOfApplication[]> {
  const { namespace } = application.metadata;
  const { items } = await listAll(api, EVENTS, { namespace }, (page) =>
    page.filter((event) => isAbout(event, application)),
  );
  return items.toSorted((one, other) => timeOf(one) - timeOf(other));
}

/**
 * By the uid, so that those of an earlier application of that name are left out. Pods are known by the names that the
 * status shows: of executors these are at most the 500 that live and the last 50 that are gone.
 */
function isAbout({ involvedObject }: EventManifest, { metadata, status }: Stored<SparkApplication>): boolean {
  if (involvedObject.uid === metadata.uid) return true;
  if (involvedObject.kind !== 'Pod') return false;
  const { name } = involvedObject;
  return name === status?.driverInfo.podName || Object.hasOwn(status?.executorState ?? {}, name);
}

/** Newer clients leave the time of the last one empty. */
const timeOf = ({ lastTimestamp, metadata }: EventOfApplication): number =>
  Date.parse(lastTimestamp) || Date.parse(metadata.creationTimestamp ?? '') || 0;

/** As a table shows it. */
export const eventRow = (event: EventOfApplication, nowMs: number): Row => ({
  LAST: ageText(nowMs - timeOf(event)),
  TYPE: event.type,
  REASON: event.reason,
  OBJECT: `${event.involvedObject.kind.toLowerCase()}/${event.involvedObject.name}`,
  MESSAGE: event.message,
});
