import type { KubernetesObject, NamespacedName, Resource, Stored } from '../manifest/object-meta.ts';
import { fromUnknown, isApiError } from './api-error.ts';
import type {
  ApiServer,
  DeleteOptions,
  ListPage,
  ListQuery,
  ServerSideApply,
  WatchEvent,
  WatchQuery,
} from './api-server.ts';
import { resourcePath } from './resource-path.ts';
import type { Transport } from './transport.ts';
import { watchEvents } from './watch-lines.ts';

/** Objects per page of a list: one or two megabytes of pods, which take some ten milliseconds to read. */
const PAGE_SIZE = 250;

/**
 * The API server over HTTP.
 *
 * Guarantees: objects go out and come back as plain JSON, so no field is lost that we don't know of; every write says
 * who made it, so that `kubectl get --show-managed-fields` tells our fields from those of others.
 * Assumes: a resource without namespaces is addressed with an empty one.
 * Fails: as `ApiServer` says, with the words of the server.
 */
export class HttpApiServer implements ApiServer, ServerSideApply {
  readonly #transport: Transport;
  readonly #fieldManager: string;

  /** @param fieldManager the name under which the API server records whose a field is */
  constructor(transport: Transport, fieldManager: string) {
    this.#transport = transport;
    this.#fieldManager = fieldManager;
  }

  async get<T extends KubernetesObject>(
    resource: Resource<T>,
    name: NamespacedName,
  ): Promise<Stored<T> | undefined> {
    try {
      return await this.#transport.send<Stored<T>>({ method: 'GET', path: resourcePath(resource, name) });
    } catch (error) {
      if (isApiError(error, 'NotFound')) return undefined;
      throw error;
    }
  }

  /**
   * Pages are fetched when they are asked for, so that a slow reader holds one page and not all of them. An answer
   * from the server's cache (`resourceVersion` 0) may come as one page, whatever its size.
   *
   * Fails: with `Gone` when the pages took so long that the server dropped their resource version: start again.
   */
  async *list<T extends KubernetesObject>(
    resource: Resource<T>,
    query: ListQuery,
  ): AsyncGenerator<ListPage<T>, void, undefined> {
    let next: string | undefined;
    do {
      const path = resourcePath(resource, query, {
        labelSelector: query.labelSelector,
        fieldSelector: query.fieldSelector,
        limit: query.pageSize ?? PAGE_SIZE,
        resourceVersion: next === undefined ? query.resourceVersion : undefined,
        continue: next,
      });
      const page = await this.#transport.send<RawPage<T>>({ method: 'GET', path });
      const items = (page.items ?? []).map((item) => named(resource, item));
      yield { items, resourceVersion: page.metadata.resourceVersion };
      next = page.metadata.continue || undefined;
    } while (next !== undefined);
  }

  create<T extends KubernetesObject>(resource: Resource<T>, object: T): Promise<Stored<T>> {
    const path = resourcePath(resource, { namespace: object.metadata.namespace }, this.#writer());
    return this.#transport.send({ method: 'POST', path, body: object });
  }

  replace<T extends KubernetesObject>(resource: Resource<T>, object: T, part?: 'status'): Promise<Stored<T>> {
    const { namespace, name } = object.metadata;
    const path = resourcePath(resource, { namespace, name, part }, this.#writer());
    return this.#transport.send({ method: 'PUT', path, body: object });
  }

  mergePatch<T extends KubernetesObject>(
    resource: Resource<T>,
    name: NamespacedName,
    patch: Readonly<Record<string, unknown>>,
    part?: 'status',
  ): Promise<Stored<T>> {
    const path = resourcePath(resource, { ...name, part }, this.#writer());
    return this.#transport.send({
      method: 'PATCH',
      path,
      body: patch,
      contentType: 'application/merge-patch+json',
    });
  }

  apply<T extends KubernetesObject>(resource: Resource<T>, object: T): Promise<Stored<T>> {
    const { namespace, name } = object.metadata;
    const path = resourcePath(resource, { namespace, name }, { ...this.#writer(), force: true });
    // JSON is YAML, too.
    return this.#transport.send({
      method: 'PATCH',
      path,
      body: object,
      contentType: 'application/apply-patch+yaml',
    });
  }

  /**
   * A deletion that was asked for is true, also while the object still shuts down.
   *
   * The server answers a uid that does not match with a conflict, as it does with a race it lost itself; a second look
   * tells the two apart.
   */
  async delete<T extends KubernetesObject>(
    resource: Resource<T>,
    name: NamespacedName,
    options: DeleteOptions = {},
  ): Promise<boolean> {
    try {
      await this.#transport.send({
        method: 'DELETE',
        path: resourcePath(resource, name),
        body: deleteBody(options),
      });
      return true;
    } catch (error) {
      if (isApiError(error, 'NotFound')) return false;
      if (!isApiError(error, 'Conflict') || options.uid === undefined) throw error;
      const present = await this.get(resource, name);
      if (present?.metadata.uid === options.uid) throw error;
      return false;
    }
  }

  /**
   * Bookmarks are asked for: they are the sign of life of a watch in which nothing happens, and keep its version from
   * growing so old that the server has dropped it when the watch is resumed.
   */
  async watch<T extends KubernetesObject>(
    resource: Resource<T>,
    query: WatchQuery,
    onEvent: (event: WatchEvent<T>) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const path = resourcePath(resource, query, {
      watch: true,
      allowWatchBookmarks: true,
      resourceVersion: query.resourceVersion,
      timeoutSeconds: query.timeoutSeconds,
      labelSelector: query.labelSelector,
      fieldSelector: query.fieldSelector,
    });
    try {
      for await (const event of watchEvents<T>(this.#transport.stream(path, signal))) {
        // What had arrived before the signal aborted is not wanted any more.
        if (signal.aborted) return;
        onEvent(event);
      }
    } catch (error) {
      if (!signal.aborted) throw fromUnknown(error);
    }
  }

  /** Goes with every write. */
  #writer(): { readonly fieldManager: string } {
    return { fieldManager: this.#fieldManager };
  }
}

/** A list as it comes; `items` of nothing is null. */
interface RawPage<T extends KubernetesObject> {
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string };
  readonly items?: readonly Stored<T>[] | null;
}

/** Items of a list come without the kind that the list itself has; with it they can be named as owners. */
function named<T extends KubernetesObject>(resource: Resource<T>, item: Stored<T>): Stored<T> {
  return item.kind === undefined ? { ...item, apiVersion: resource.apiVersion, kind: resource.kind } : item;
}

/** Kubernetes' own `DeleteOptions`. */
function deleteBody(options: DeleteOptions): Readonly<Record<string, unknown>> {
  const { uid, gracePeriodSeconds, propagationPolicy = 'Background' } = options;
  return {
    propagationPolicy,
    ...(uid === undefined ? {} : { preconditions: { uid } }),
    ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
  };
}
