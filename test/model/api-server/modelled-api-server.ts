/** An API server in memory that means what a real one means. */
import { isDeepStrictEqual } from 'node:util';

import type { Clock } from '../../../src/clock.ts';
import type {
  ApiServer,
  DeleteOptions,
  ListPage,
  ListQuery,
  WatchEvent,
  WatchQuery,
} from '../../../src/kube/api-server.ts';
import type {
  KubernetesObject,
  NamespacedName,
  Resource,
  Stored,
} from '../../../src/manifest/object-meta.ts';
import { PODS } from '../../../src/manifest/pod.ts';
import { timeText } from '../../../src/manifest/time.ts';
import { mergePatched } from './merge-patch.ts';
import { ObjectHistory, type AnyObject } from './object-history.ts';
import { deletionOf, doomed } from './pod-deletion.ts';
import { refusal } from './refusals.ts';
import { selects } from './selection.ts';
import { serveWatch } from './served-watch.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What a write may ask for: that nobody else wrote meanwhile, and that it is still the same object. */
interface Preconditions {
  readonly resourceVersion?: string | undefined;
  readonly uid?: string | undefined;
}

/**
 * Kubernetes' meaning of resource versions, uids, generations, preconditions, the status subresource, merge patches,
 * label selectors, watches with bookmarks and 410, and of deletions that give pods on a node time to end.
 * `api-server-rules.ts` says in sentences what that is.
 *
 * Not modelled: admission, schemas, owners, finalizers, field selectors.
 */
export class ModelledApiServer implements ApiServer {
  readonly history = new ObjectHistory();
  readonly #clock: Clock;
  #uids = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async get<T extends KubernetesObject>(
    { plural }: Resource<T>,
    name: NamespacedName,
  ): Promise<Stored<T> | undefined> {
    return this.history.find(plural, name) as Stored<T> | undefined;
  }

  async *list<T extends KubernetesObject>(
    { plural }: Resource<T>,
    query: ListQuery,
  ): AsyncIterable<ListPage<T>> {
    const items = this.history.all(plural).filter(selects(query)) as unknown as Stored<T>[];
    const resourceVersion = String(this.history.version);
    const size = query.pageSize ?? 500;
    for (let from = 0; from < Math.max(1, items.length); from += size) {
      yield { items: items.slice(from, from + size), resourceVersion };
    }
  }

  async create<T extends KubernetesObject>({ plural }: Resource<T>, object: T): Promise<Stored<T>> {
    const { namespace = 'default', name } = object.metadata;
    if (this.history.find(plural, { namespace, name }) !== undefined)
      throw refusal('AlreadyExists', `${plural} "${name}" already exists`);
    const metadata = {
      ...object.metadata,
      namespace,
      uid: `uid-${(this.#uids += 1)}`,
      generation: 1,
      creationTimestamp: timeText(this.#clock.now()),
    };
    // The status is another's to write, whatever the creator says.
    const { status: _, ...rest } = object as AnyObject;
    const begun = plural === PODS.plural ? { status: { phase: 'Pending' } } : {};
    return this.history.put(plural, { ...rest, ...begun, metadata }) as unknown as Stored<T>;
  }

  async replace<T extends KubernetesObject>(
    { plural }: Resource<T>,
    object: T,
    part?: 'status',
  ): Promise<Stored<T>> {
    const { namespace = 'default', name, ...preconditions } = object.metadata;
    const before = this.#there(plural, { namespace, name }, preconditions);
    return this.#put(plural, before, object, part) as unknown as Stored<T>;
  }

  async mergePatch<T extends KubernetesObject>(
    { plural }: Resource<T>,
    name: NamespacedName,
    patch: Fields,
    part?: 'status',
  ): Promise<Stored<T>> {
    const { resourceVersion, uid } = (patch as { readonly metadata?: Preconditions }).metadata ?? {};
    const before = this.#there(plural, name, { resourceVersion });
    if ((uid ?? before.metadata.uid) !== before.metadata.uid)
      throw refusal('Invalid', `${plural} "${name.name}": metadata.uid: field is immutable`);
    return this.#put(
      plural,
      before,
      mergePatched(before, patch) as KubernetesObject,
      part,
    ) as unknown as Stored<T>;
  }

  async delete<T extends KubernetesObject>(
    { plural }: Resource<T>,
    name: NamespacedName,
    { uid, gracePeriodSeconds }: DeleteOptions = {},
  ): Promise<boolean> {
    const before = this.history.find(plural, name);
    if (before === undefined || (uid ?? before.metadata.uid) !== before.metadata.uid) return false;
    const dying =
      plural === PODS.plural ? deletionOf(before, gracePeriodSeconds, this.#clock.now()) : undefined;
    // A pod that goes at once is told of twice, as on a real API server: it is to go, and it has gone.
    if (dying === undefined)
      this.history.remove(
        plural,
        plural === PODS.plural ? this.history.put(plural, doomed(before, this.#clock.now())) : before,
      );
    else if (!isDeepStrictEqual(dying, before)) this.history.put(plural, dying);
    return true;
  }

  watch<T extends KubernetesObject>(
    { plural }: Resource<T>,
    query: WatchQuery,
    onEvent: (event: WatchEvent<T>) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const tell = onEvent as unknown as (event: WatchEvent<KubernetesObject>) => void;
    return serveWatch({ history: this.history, clock: this.#clock, plural, query }, tell, signal);
  }

  /** The object of that name. Fails: with `NotFound`; with `Conflict` where a precondition does not hold. */
  #there(plural: string, name: NamespacedName, wanted: Preconditions): AnyObject {
    const before = this.history.find(plural, name);
    if (before === undefined) throw refusal('NotFound', `${plural} "${name.name}" not found`);
    const { resourceVersion, uid } = before.metadata;
    if ((wanted.resourceVersion ?? resourceVersion) !== resourceVersion)
      throw refusal('Conflict', `${plural} "${name.name}": the object has been modified`);
    if ((wanted.uid ?? uid) !== uid)
      throw refusal('Conflict', `${plural} "${name.name}": the UID in the precondition is another one`);
    return before;
  }

  /** A write that changes nothing makes no version. What belongs to the other half, or to the server, stays. */
  #put(plural: string, before: AnyObject, wanted: KubernetesObject, part: 'status' | undefined): AnyObject {
    const after = part === 'status' ? withStatusOf(before, wanted) : withoutStatusOf(before, wanted);
    return isDeepStrictEqual(after, before) ? before : this.history.put(plural, after);
  }
}

function withStatusOf(before: AnyObject, wanted: AnyObject | KubernetesObject): AnyObject {
  const { status } = wanted as AnyObject;
  return { ...before, ...(status === undefined ? {} : { status }) };
}

/** Only a change of the spec moves the generation. */
function withoutStatusOf(before: AnyObject, wanted: KubernetesObject): AnyObject {
  const { namespace, name, uid, resourceVersion, generation = 1, creationTimestamp } = before.metadata;
  const { status } = before;
  const { status: _, ...rest } = wanted as AnyObject;
  const grown = isDeepStrictEqual(rest.spec, before.spec) ? 0 : 1;
  const own = { namespace, name, uid, resourceVersion, generation: generation + grown };
  const metadata = {
    ...wanted.metadata,
    ...own,
    ...(creationTimestamp === undefined ? {} : { creationTimestamp }),
  };
  return { ...rest, ...(status === undefined ? {} : { status }), metadata };
}
