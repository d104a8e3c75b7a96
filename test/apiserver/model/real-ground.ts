/** A real API server as the ground of stories, under the clock of the story. */
import { EXECUTOR_SETS } from '../../../src/api/spark-executor-set.ts';
import { aborted } from '../../../src/kube/aborted.ts';
import type { ApiServer, WatchEvent } from '../../../src/kube/api-server.ts';
import type { KubernetesObject, Resource, Stored } from '../../../src/manifest/object-meta.ts';
import { PODS } from '../../../src/manifest/pod.ts';
import { timeText } from '../../../src/manifest/time.ts';
import { PERSISTENT_VOLUME_CLAIMS } from '../../../src/volumes/persistent-volume-claim.ts';
import { executorManifest, executorSet } from '../../fakes/executor-pods.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import type { AnyObject } from '../../model/api-server/object-history.ts';
import type { Story } from '../../model/story.ts';
import type { Sight } from '../../model/witness/witness.ts';
import type { Ground } from '../../model/world/ground.ts';
import { newNamespace } from '../real-api-server.ts';
import { MARKER, Traffic } from './traffic.ts';

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Lays the ground of a story in a namespace of its own. What it watches ends with `signal`. */
export async function realGround(
  server: ApiServer,
  see: (sight: Sight) => void,
  { claims }: Pick<Story, 'claims'>,
  signal: AbortSignal,
): Promise<Ground> {
  const clock = new ManualClock(1_800_000_000_000);
  const traffic = new Traffic(server, inTimeOf(clock));
  const namespace = await newNamespace(server, 'story');
  const markers = await makeMarkers(server, namespace, claims !== 'none');
  const truth = new Truth(see);
  for (const { resource, resourceVersion } of markers) {
    const take = (event: WatchEvent<KubernetesObject>): void => truth.take(resource.plural, event);
    void traffic.watch(resource, { namespace, resourceVersion }, take, signal);
  }
  let settled = -1;
  const settle = async (): Promise<void> => {
    do {
      await nextTurn();
      while (traffic.underWay > 0) {
        await traffic.nextArrival();
        await nextTurn();
      }
      // What is only read is shown to nobody.
      if (traffic.showable === settled) continue;
      settled = traffic.showable;
      await Promise.all(
        markers.map(({ resource }) => shown(resource, { server, namespace, traffic, signal })),
      );
      truth.tell();
      await nextTurn();
    } while (traffic.underWay > 0 || traffic.showable !== settled);
  };
  return {
    api: traffic,
    clock,
    namespace,
    settle,
    compact: () => undefined,
    changes: () => truth.changes,
  };
}

/** An object of each resource that every watch of it shows, and nobody takes for an executor or a set of ours. */
async function makeMarkers(server: ApiServer, namespace: string, withClaims: boolean) {
  const { metadata, spec, ...pod } = executorManifest(0);
  const { 'spark-exec-id': _, ...labels } = metadata.labels ?? {};
  const { status: _status, ...set } = executorSet();
  const made = { metadata: { name: MARKER, namespace } };
  const containers = spec.containers.map((container) => ({ ...container, image: 'spark' }));
  const markerPod = await server.create(PODS, {
    ...pod,
    spec: { ...spec, containers },
    metadata: { ...made.metadata, labels },
  });
  const markerSet = await server.create(EXECUTOR_SETS, {
    ...set,
    ...made,
    spec: { ...set.spec, applicationName: MARKER },
  });
  const markers = [
    { resource: PODS as Resource<KubernetesObject>, marker: markerPod.metadata },
    { resource: EXECUTOR_SETS as Resource<KubernetesObject>, marker: markerSet.metadata },
  ];
  if (withClaims) {
    const marker = await server.create(PERSISTENT_VOLUME_CLAIMS, { ...MARKER_CLAIM, ...made });
    markers.push({ resource: PERSISTENT_VOLUME_CLAIMS, marker: marker.metadata });
  }
  return markers.map(({ resource, marker: { resourceVersion } }) => ({ resource, resourceVersion }));
}

const MARKER_CLAIM = {
  spec: {
    accessModes: ['ReadWriteOnce'],
    storageClassName: 'fast',
    resources: { requests: { storage: '1' } },
  },
};

/** Settles when every watch of the resource shows all that has happened to it so far. */
async function shown(
  resource: Resource<KubernetesObject>,
  {
    server,
    namespace,
    traffic,
    signal,
  }: { server: ApiServer; namespace: string; traffic: Traffic; signal: AbortSignal },
): Promise<void> {
  const annotations = { at: String(traffic.showable) };
  const patch = { metadata: { annotations } };
  const marked = await server.mergePatch(resource, { namespace, name: MARKER }, patch);
  const version = Number(marked.metadata.resourceVersion);
  while (!signal.aborted && !traffic.hasShown(resource.plural, version))
    await Promise.race([traffic.nextArrival(), aborted(signal)]);
}

/** The moment at which something was first seen of that object. */
function first(times: Map<string, string>, uid: string, atMs: number): string {
  const known = times.get(uid) ?? timeText(atMs);
  times.set(uid, known);
  return known;
}

/** What the API server says of times is said in the time of the story. */
function inTimeOf(clock: ManualClock): <T extends KubernetesObject>(object: Stored<T>) => Stored<T> {
  const created = new Map<string, string>();
  const deleted = new Map<string, string>();
  return (object) => {
    const {
      uid,
      creationTimestamp,
      deletionTimestamp,
      deletionGracePeriodSeconds = 0,
    } = object.metadata as Stored<KubernetesObject>['metadata'] & {
      readonly deletionGracePeriodSeconds?: number;
    };
    const graceMs = 1_000 * deletionGracePeriodSeconds;
    const times = {
      ...(creationTimestamp && { creationTimestamp: first(created, uid, clock.now()) }),
      ...(deletionTimestamp && { deletionTimestamp: first(deleted, uid, clock.now() + graceMs) }),
    };
    return { ...object, metadata: { ...object.metadata, ...times } };
  };
}

const versionOf = ({ event }: Told): number => Number(event.object.metadata.resourceVersion);

interface Told {
  readonly plural: string;
  readonly event: Exclude<WatchEvent<KubernetesObject>, { type: 'BOOKMARK' }> & {
    readonly object: AnyObject;
  };
}

/** What the watches tell, put in the order in which it happened, over all resources. */
class Truth {
  changes = 0;
  readonly #see: (sight: Sight) => void;
  readonly #last = new Map<string, AnyObject>();
  #waiting: Told[] = [];

  constructor(see: (sight: Sight) => void) {
    this.#see = see;
  }

  take(plural: string, event: WatchEvent<KubernetesObject>): void {
    if (event.type !== 'BOOKMARK') this.#waiting.push({ plural, event });
  }

  /** Tells what has come so far. */
  tell(): void {
    const inOrder = this.#waiting.toSorted((one, other) => versionOf(one) - versionOf(other));
    this.#waiting = [];
    for (const { plural, event } of inOrder) {
      const key = `${plural} ${event.object.metadata.name}`;
      const before = this.#last.get(key);
      const after = event.type === 'DELETED' ? undefined : event.object;
      if (after === undefined) this.#last.delete(key);
      else this.#last.set(key, after);
      this.changes += 1;
      this.#see({ plural, before, after });
    }
  }
}
