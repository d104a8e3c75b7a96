import type { KubernetesObject, Stored } from '../manifest/object-meta.ts';

interface OwnWrite<T extends KubernetesObject> {
  readonly newest: Stored<T>;
  /** Resource versions that `newest` came after; a cache that shows one of them lags behind. */
  readonly superseded: ReadonlySet<string>;
}

/**
 * What we wrote ourselves and an informer's cache does not show yet, so that no decision rests on an object older
 * than our own last word.
 *
 * Assumes: each write carried the resource version it was based on as a precondition, so that nothing came between
 * `before` and `after`; resource versions are only ever compared for equality.
 */
export class OwnWrites<T extends KubernetesObject> {
  readonly #writes = new Map<string, OwnWrite<T>>();

  /** Remembers that `after` was made from the version `before`. */
  wrote(key: string, before: string, after: Stored<T>): void {
    const superseded = new Set(this.#writes.get(key)?.superseded).add(before);
    this.#writes.set(key, { newest: after, superseded });
  }

  /** The newer of what the cache shows and what we wrote; undefined where the cache shows nothing. */
  newest(key: string, cached: Stored<T> | undefined): Stored<T> | undefined {
    const write = this.#writes.get(key);
    if (write === undefined) return cached;
    if (cached !== undefined && write.superseded.has(cached.metadata.resourceVersion)) return write.newest;
    this.#writes.delete(key);
    return cached;
  }
}
