import { SIDE_OBJECTS_ANNOTATION } from '../api/labels.ts';
import { CONFIG_MAPS } from '../manifest/config-map.ts';
import { INGRESSES } from '../manifest/ingress.ts';
import { NETWORK_POLICIES } from '../manifest/network-policy.ts';
import { resourceName, type KubernetesObject, type Resource } from '../manifest/object-meta.ts';
import { POD_DISRUPTION_BUDGETS } from '../manifest/pod-disruption-budget.ts';
import { POD_GROUP_KINDS } from '../manifest/pod-group.ts';
import { SERVICES } from '../manifest/service.ts';
import type { PlannedObject } from '../pod/planned-object.ts';
import { PREFIX } from '../spark/conf-keys.ts';
import type { SparkConf } from '../spark/spark-conf.ts';
import { PERSISTENT_VOLUME_CLAIMS } from '../volumes/persistent-volume-claim.ts';

/*
 * Which kinds of objects stand beside a driver and go with its attempt; the executor set goes after them. The usual ones
 * are looked for after each attempt. Of the others the driver's ConfigMap has a note, so that an attempt without them
 * costs no request, and an edit of the application, or of the operator's settings, leaves nothing behind.
 */

/** What nearly every attempt has. */
export const USUAL_KINDS: readonly Resource<KubernetesObject>[] = [CONFIG_MAPS, SERVICES, NETWORK_POLICIES];

/** What few attempts have: created only once the note of them is there. */
export const NOTED_KINDS: readonly Resource<KubernetesObject>[] = [
  INGRESSES,
  PERSISTENT_VOLUME_CLAIMS,
  POD_DISRUPTION_BUDGETS,
  ...POD_GROUP_KINDS,
];

/** What a driver makes beside its executors where it makes them itself. */
export const DRIVER_MADE_KINDS: readonly Resource<KubernetesObject>[] = [
  ...USUAL_KINDS,
  PERSISTENT_VOLUME_CLAIMS,
];

/**
 * Whether the object may be created only after the note: what exists without one would be left behind where the process
 * ends in between.
 */
export const isNoted = ({ resource }: PlannedObject): boolean => NOTED_KINDS.includes(resource);

/** The kinds to note for an attempt with these objects. Claims of executors are made later, from the properties. */
export function kindsToNote(
  objects: readonly PlannedObject[],
  conf: SparkConf,
): readonly Resource<KubernetesObject>[] {
  const hasExecutorClaims = conf.withPrefix(`${PREFIX.executorVolume}persistentVolumeClaim.`).size > 0;
  return NOTED_KINDS.filter(
    (kind) =>
      objects.some(({ resource }) => resource === kind) ||
      (kind === PERSISTENT_VOLUME_CLAIMS && hasExecutorClaims),
  );
}

/**
 * Gives the object with a note of these kinds and of those that it notes already: an earlier try of the same attempt may have
 * made what this one does not.
 */
export function withNote<T extends KubernetesObject>(
  object: T,
  kinds: readonly Resource<KubernetesObject>[],
): T {
  const all = [...new Set([...(kindsNotedIn([object]) ?? []), ...kinds])];
  const annotations = {
    ...object.metadata.annotations,
    [SIDE_OBJECTS_ANNOTATION]: all.map(resourceName).join(','),
  };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

/** What the objects note; undefined where none has a note, and anything may be there. */
export function kindsNotedIn(
  objects: readonly KubernetesObject[],
): readonly Resource<KubernetesObject>[] | undefined {
  const notes = objects.flatMap(({ metadata }) => metadata.annotations?.[SIDE_OBJECTS_ANNOTATION] ?? []);
  if (notes.length === 0) return undefined;
  const ids = new Set(notes.flatMap((note) => note.split(',')));
  return NOTED_KINDS.filter((kind) => ids.has(resourceName(kind)));
}
