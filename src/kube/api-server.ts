import type { KubernetesObject, NamespacedName, Resource, Stored } from '../manifest/object-meta.ts';

/**
 * What the operator asks of a Kubernetes API server. One implementation talks HTTP (`http-api-server.ts`); tests put
 * their own in its place.
 *
 * Fails: every method rejects with an `ApiError` (`api-error.ts`) and nothing else.
 * Does not retry: whoever calls decides, because only the caller knows whether the world has moved on.
 */
export interface ApiServer {
  /** The object as it is now (not from a cache), or undefined where there is none. */
  get<T extends KubernetesObject>(
    resource: Resource<T>,
    name: NamespacedName,
  ): Promise<Stored<T> | undefined>;

  /** Everything that matches, page by page, all of one resource version. */
  list<T extends KubernetesObject>(resource: Resource<T>, query: ListQuery): AsyncIterable<ListPage<T>>;

  /** Creates the object. Fails with reason `AlreadyExists` where one of that name is there. */
  create<T extends KubernetesObject>(resource: Resource<T>, object: T): Promise<Stored<T>>;

  /** Puts `object` in place of what is there. With a `resourceVersion`, fails with `Conflict` when it has moved on. */
  replace<T extends KubernetesObject>(resource: Resource<T>, object: T, part?: 'status'): Promise<Stored<T>>;

  /**
   * Merges `patch` (RFC 7386) into the object, or into its status subresource. A `metadata.resourceVersion` in the
   * patch is a precondition.
   */
  mergePatch<T extends KubernetesObject>(
    resource: Resource<T>,
    name: NamespacedName,
    patch: Readonly<Record<string, unknown>>,
    part?: 'status',
  ): Promise<Stored<T>>;

  /** Deletes the object; false where there is none (or, with a `uid`, none with that uid any more). */
  delete<T extends KubernetesObject>(
    resource: Resource<T>,
    name: NamespacedName,
    options?: DeleteOptions,
  ): Promise<boolean>;

  /**
   * Opens one watch and hands its lines over in order until the server closes it (resolves), it breaks or an ERROR
   * line arrives (rejects), or `signal` aborts (resolves). Settles only after the connection is gone.
   */
  watch<T extends KubernetesObject>(
    resource: Resource<T>,
    query: WatchQuery,
    onEvent: (event: WatchEvent<T>) => void,
    signal: AbortSignal,
  ): Promise<void>;
}

/** Server-side apply: for whole objects whose every field is ours. */
export interface ServerSideApply {
  /** Makes the object be as told, whether it is there or not; fields that others have written go over to us. */
  apply<T extends KubernetesObject>(resource: Resource<T>, object: T): Promise<Stored<T>>;
}

export interface ListQuery {
  /** All namespaces where absent. */
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** `'0'`: whatever the server's cache has, cheap and perhaps old. Absent: the newest. */
  readonly resourceVersion?: '0';
  /** Objects per page. @default 500 */
  readonly pageSize?: number;
}

export interface ListPage<T extends KubernetesObject> {
  readonly items: readonly Stored<T>[];
  /** Where a watch can go on from. */
  readonly resourceVersion: string;
}

export interface WatchQuery {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly resourceVersion: string;
  /** After how long the server closes it by itself. Absent: 30 to 60 minutes, as the server likes. */
  readonly timeoutSeconds?: number;
}

export type WatchEvent<T extends KubernetesObject> =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: Stored<T> }
  | { readonly type: 'BOOKMARK'; readonly resourceVersion: string };

export interface DeleteOptions {
  /** Delete only the object with this uid. */
  readonly uid?: string;
  readonly gracePeriodSeconds?: number;
  /** What becomes of the objects it owns. @default Background */
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
}
