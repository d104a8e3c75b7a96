import { ApiError, type ApiErrorReason } from '../../src/kube/api-error.ts';
import type {
  ApiServer,
  DeleteOptions,
  ListPage,
  ListQuery,
  ServerSideApply,
  WatchEvent,
  WatchQuery,
} from '../../src/kube/api-server.ts';
import type { KubernetesObject, NamespacedName, Resource, Stored } from '../../src/manifest/object-meta.ts';
import type { ManualClock } from './manual-clock.ts';

type Fields = Readonly<Record<string, unknown>>;
type AnyObject = Stored<KubernetesObject> & { readonly spec?: unknown; readonly status?: unknown };
type ChangeEvent = Extract<WatchEvent<KubernetesObject>, { object: unknown }>;

interface Happening {
  readonly version: number;
  readonly plural: string;
  readonly event: ChangeEvent;
}

const CODES: Partial<Record<ApiErrorReason, number>> = { NotFound: 404, Forbidden: 403, Gone: 410 };

/** An error as the API server would send it. */
export const refusal = (reason: ApiErrorReason, message: string): ApiError =>
  new ApiError({ reason, code: CODES[reason] ?? 409, message });

/**
 * An API server that keeps objects in memory, with Kubernetes' meaning of resource versions, uids, generations, merge
 * patches, label selectors and watches. Deletions take effect at once.
 */
export class InMemoryApiServer implements ApiServer, ServerSideApply {
  /** Every write, in order: `create pods jobs/pi-exec-1`. */
  readonly writes: string[] = [];
  /** Says why a request is refused; undefined lets it through. */
  refuse: (request: string) => ApiError | undefined = () => undefined;
  /** The version of lists from the cache, where it lags behind. */
  cachedVersion: number | undefined;
  readonly #clock: ManualClock;
  readonly #objects = new Map<string, AnyObject>();
  readonly #happenings: Happening[] = [];
  readonly #watchers = new Set<(happening: Happening) => void>();
  #version = 0;

  constructor(clock: ManualClock) {
    this.#clock = clock;
  }

  async get<T extends KubernetesObject>(
    { plural }: Resource<T>,
    name: NamespacedName,
  ): Promise<Stored<T> | undefined> {
    this.#request(`get ${plural} ${name.namespace}/${name.name}`);
    return this.#objects.get(idOf(plural, name)) as Stored<T> | undefined;
  }

  async *list<T extends KubernetesObject>(
    { plural }: Resource<T>,
    query: ListQuery,
  ): AsyncIterable<ListPage<T>> {
    const cached = query.resourceVersion === '0';
    this.#request(`list ${plural} ${query.namespace ?? ''}${cached ? ' from the cache' : ''}`);
    const selected = this.#all(plural).filter((object) =>
      isSelected(object, query),
    ) as unknown as Stored<T>[];
    const resourceVersion = String(cached ? (this.cachedVersion ?? this.#version) : this.#version);
    const size = query.pageSize ?? 500;
    for (let from = 0; from < Math.max(1, selected.length); from += size) {
      yield { items: selected.slice(from, from + size), resourceVersion };
    }
  }

  async create<T extends KubernetesObject>({ plural }: Resource<T>, object: T): Promise<Stored<T>> {
    const name = { namespace: object.metadata.namespace ?? 'default', name: object.metadata.name };
    this.#write(`create ${plural} ${name.namespace}/${name.name}`);
    if (this.#objects.has(idOf(plural, name)))
      throw refusal('AlreadyExists', `${plural} "${name.name}" already exists`);
    const creationTimestamp = new Date(this.#clock.now()).toISOString();
    const uid = `uid-${this.#version + 1}`;
    const metadata = { ...object.metadata, ...name, uid, generation: 1, creationTimestamp };
    // As the API server does, whatever the creator says.
    const status = plural === 'pods' ? { status: { phase: 'Pending' } } : {};
    return this.#put(plural, 'ADDED', { ...object, ...status, metadata }) as unknown as Stored<T>;
  }

  async replace<T extends KubernetesObject>(
    { plural }: Resource<T>,
    object: T,
    part?: 'status',
  ): Promise<Stored<T>> {
    const { namespace = 'default', name, resourceVersion } = object.metadata;
    return this.#change(plural, { namespace, name }, { resourceVersion, part }, (before) =>
      part === 'status' ? { ...before, status: (object as Fields)['status'] } : object,
    ) as Promise<never>;
  }

  async mergePatch<T extends KubernetesObject>(
    { plural }: Resource<T>,
    name: NamespacedName,
    patch: Fields,
    part?: 'status',
  ): Promise<Stored<T>> {
    const { resourceVersion, uid, ...metadata } = (patch['metadata'] ?? {}) as Fields;
    const change = part === 'status' ? { status: patch['status'] } : { ...patch, metadata };
    return this.#change(plural, name, { resourceVersion, part }, (before) => {
      if ((uid ?? before.metadata.uid) !== before.metadata.uid)
        throw refusal('Invalid', 'metadata.uid: field is immutable');
      return merged(before, change);
    }) as Promise<never>;
  }

  /** As if every field were the writer's. */
  async apply<T extends KubernetesObject>(resource: Resource<T>, object: T): Promise<Stored<T>> {
    const { namespace = '', name } = object.metadata;
    const metadata = { ...object.metadata, namespace };
    return this.#objects.has(idOf(resource.plural, { namespace, name }))
      ? this.replace(resource, { ...object, metadata })
      : this.create(resource, { ...object, metadata });
  }

  async delete<T extends KubernetesObject>(
    { plural }: Resource<T>,
    name: NamespacedName,
    options: DeleteOptions = {},
  ): Promise<boolean> {
    this.#write(`delete ${plural} ${name.namespace}/${name.name}`);
    const before = this.#objects.get(idOf(plural, name));
    if (before === undefined || (options.uid !== undefined && options.uid !== before.metadata.uid))
      return false;
    this.#put(plural, 'DELETED', before);
    return true;
  }

  watch<T extends KubernetesObject>(
    { plural }: Resource<T>,
    query: WatchQuery,
    onEvent: (event: WatchEvent<T>) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const tell = (happening: Happening): void => {
      if (happening.plural !== plural || happening.version <= Number(query.resourceVersion)) return;
      const { type, object } = happening.event;
      const inNamespace = query.namespace === undefined || query.namespace === object.metadata.namespace;
      // An object that leaves the selection is told as deleted.
      const selected = isSelected(object, query);
      if (inNamespace) onEvent({ type: selected ? type : 'DELETED', object } as unknown as WatchEvent<T>);
    };
    for (const happening of this.#happenings) tell(happening);
    this.#watchers.add(tell);
    return new Promise((resolve) => {
      const stop = (): void => {
        this.#watchers.delete(tell);
        resolve();
      };
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    });
  }

  /** All objects of a resource, in the order of their names. */
  all<T extends KubernetesObject>({ plural }: Resource<T>): readonly Stored<T>[] {
    return this.#all(plural) as unknown as Stored<T>[];
  }

  #all(plural: string): readonly AnyObject[] {
    const found = [...this.#objects]
      .filter(([id]) => id.startsWith(`${plural} `))
      .map(([, object]) => object);
    return found.toSorted((a, b) => a.metadata.name.localeCompare(b.metadata.name, 'en', { numeric: true }));
  }

  async #change(
    plural: string,
    name: NamespacedName,
    given: { readonly resourceVersion: unknown; readonly uid?: unknown; readonly part: string | undefined },
    change: (before: AnyObject) => unknown,
  ): Promise<AnyObject> {
    const where = given.part === undefined ? plural : `${plural}/${given.part}`;
    this.#write(`patch ${where} ${name.namespace}/${name.name}`);
    const before = this.#objects.get(idOf(plural, name));
    if (before === undefined) throw refusal('NotFound', `${plural} "${name.name}" not found`);
    const { resourceVersion, uid, generation = 1, creationTimestamp } = before.metadata;
    const moved =
      (given.resourceVersion ?? resourceVersion) !== resourceVersion || (given.uid ?? uid) !== uid;
    if (moved) throw refusal('Conflict', `${plural} "${name.name}" has moved on`);
    const after = change(before) as AnyObject;
    const grown = JSON.stringify(after.spec) === JSON.stringify(before.spec) ? 0 : 1;
    const own = { ...name, uid, generation: generation + grown };
    const metadata = {
      ...after.metadata,
      ...own,
      ...(creationTimestamp === undefined ? {} : { creationTimestamp }),
    };
    return this.#put(plural, 'MODIFIED', { ...after, metadata });
  }

  #put(plural: string, type: ChangeEvent['type'], object: KubernetesObject): AnyObject {
    this.#version += 1;
    const metadata = { ...object.metadata, resourceVersion: String(this.#version) };
    const stored = { ...object, metadata } as AnyObject;
    const id = idOf(plural, stored.metadata);
    if (type === 'DELETED') this.#objects.delete(id);
    else this.#objects.set(id, stored);
    const happening = { version: this.#version, plural, event: { type, object: stored } };
    this.#happenings.push(happening);
    for (const tell of this.#watchers) tell(happening);
    return stored;
  }

  #request(request: string): void {
    const error = this.refuse(request);
    if (error !== undefined) throw error;
  }

  #write(request: string): void {
    this.#request(request);
    this.writes.push(request);
  }
}

const idOf = (plural: string, { namespace, name }: NamespacedName): string =>
  `${plural} ${namespace}/${name}`;

function isSelected(
  object: KubernetesObject,
  query: Pick<ListQuery, 'namespace' | 'labelSelector'>,
): boolean {
  if (query.namespace !== undefined && query.namespace !== object.metadata.namespace) return false;
  const labels = object.metadata.labels ?? {};
  return (query.labelSelector ?? '').split(',').every((term) => {
    const [, key = '', not, value] = /^([^!=]+)(!)?=(.*)$/u.exec(term) ?? [];
    return term === '' || (labels[key] === value) === (not === undefined);
  });
}

/** RFC 7386. */
function merged(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const result: Record<string, unknown> = { ...(typeof target === 'object' ? target : {}) };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else if (value !== undefined) result[key] = merged(result[key], value);
  }
  return result;
}
