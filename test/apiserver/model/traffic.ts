/** Everything that goes to a real API server and comes from it, so that one can tell when it has come to rest. */
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

/** The name of the objects that are written only to see when all watches have caught up. Nobody is shown them. */
export const MARKER = 'marker';

/** A watch that is open, and how far it has come. */
interface OpenWatch {
  readonly plural: string;
  shownVersion: number;
}

/**
 * Passes everything on, with `translate` applied to each object that comes back; counts requests that are under way,
 * and knows how far each watch has come.
 */
export class Traffic implements ApiServer {
  /** Writes, and watches that were opened, so far: what there may be to show. */
  showable = 0;
  /** Requests that are not answered yet. */
  underWay = 0;
  readonly watches = new Set<OpenWatch>();
  #arrival = Promise.withResolvers<void>();
  readonly #server: ApiServer;
  readonly #translate: <T extends KubernetesObject>(object: Stored<T>) => Stored<T>;

  constructor(server: ApiServer, translate: <T extends KubernetesObject>(object: Stored<T>) => Stored<T>) {
    this.#server = server;
    this.#translate = translate;
  }

  /** Settles with the next answer, or the next event of a watch. */
  nextArrival(): Promise<void> {
    return this.#arrival.promise;
  }

  /** Whether all watches of that resource show what happened up to that version. */
  hasShown(plural: string, version: number): boolean {
    return [...this.watches].every((watch) => watch.plural !== plural || watch.shownVersion >= version);
  }

  async get<T extends KubernetesObject>(
    resource: Resource<T>,
    name: NamespacedName,
  ): Promise<Stored<T> | undefined> {
    const object = await this.#count(() => this.#server.get(resource, name));
    return object && this.#translate(object);
  }

  async *list<T extends KubernetesObject>(
    resource: Resource<T>,
    query: ListQuery,
  ): AsyncIterable<ListPage<T>> {
    yield* await this.#count(async () => {
      const pages: ListPage<T>[] = [];
      for await (const { items, ...page } of this.#server.list(resource, query)) {
        const shown = items.filter(({ metadata }) => metadata.name !== MARKER);
        pages.push({ ...page, items: shown.map((item) => this.#translate(item)) });
      }
      return pages;
    });
  }

  async create<T extends KubernetesObject>(resource: Resource<T>, object: T): Promise<Stored<T>> {
    return this.#translate(await this.#write(() => this.#server.create(resource, object)));
  }

  async replace<T extends KubernetesObject>(
    resource: Resource<T>,
    object: T,
    part?: 'status',
  ): Promise<Stored<T>> {
    return this.#translate(await this.#write(() => this.#server.replace(resource, object, part)));
  }

  async mergePatch<T extends KubernetesObject>(
    resource: Resource<T>,
    name: NamespacedName,
    patch: Readonly<Record<string, unknown>>,
    part?: 'status',
  ): Promise<Stored<T>> {
    return this.#translate(await this.#write(() => this.#server.mergePatch(resource, name, patch, part)));
  }

  delete<T extends KubernetesObject>(
    resource: Resource<T>,
    name: NamespacedName,
    options?: DeleteOptions,
  ): Promise<boolean> {
    return this.#write(() => this.#server.delete(resource, name, options));
  }

  async watch<T extends KubernetesObject>(
    resource: Resource<T>,
    query: WatchQuery,
    onEvent: (event: WatchEvent<T>) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const watch = { plural: resource.plural, shownVersion: Number(query.resourceVersion) };
    const take = (event: WatchEvent<T>): void => {
      if (event.type === 'BOOKMARK') return onEvent(event);
      const { name, resourceVersion } = event.object.metadata;
      if (name !== MARKER) onEvent({ type: event.type, object: this.#translate(event.object) });
      watch.shownVersion = Number(resourceVersion);
      this.#arrived();
    };
    this.showable += 1;
    this.watches.add(watch);
    try {
      await this.#server.watch(resource, query, take, signal);
    } finally {
      this.watches.delete(watch);
      this.#arrived();
    }
  }

  #arrived(): void {
    this.#arrival.resolve();
    this.#arrival = Promise.withResolvers<void>();
  }

  #write<T>(request: () => Promise<T>): Promise<T> {
    this.showable += 1;
    return this.#count(request);
  }

  async #count<T>(request: () => Promise<T>): Promise<T> {
    this.underWay += 1;
    try {
      return await request();
    } finally {
      this.underWay -= 1;
      this.#arrived();
    }
  }
}
