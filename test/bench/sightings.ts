/** What a watch shows of the objects of one namespace, with the moment each was first seen. */
import type { ApiServer } from '../../src/kube/api-server.ts';
import type { KubernetesObject, Resource, Stored } from '../../src/manifest/object-meta.ts';

export interface SightingsOptions<T extends KubernetesObject> {
  readonly resource: Resource<T>;
  readonly namespace: string;
  /** Whether nothing more is about to happen to the object. */
  readonly isSettled: (object: Stored<T>) => boolean;
  /** Ends the watch. */
  readonly signal: AbortSignal;
}

interface Waiting {
  readonly isDone: () => boolean;
  readonly resolve: () => void;
}

/** How long to wait for what should take seconds. */
const LIMIT_MS = 180_000;

export class Sightings<T extends KubernetesObject> {
  readonly #options: SightingsOptions<T>;
  readonly #firstMs = new Map<string, number>();
  readonly #settled = new Set<string>();
  readonly #waiting = new Set<Waiting>();

  private constructor(options: SightingsOptions<T>) {
    this.#options = options;
  }

  /** Sees what is there, and from then on what a watch tells. */
  static async open<T extends KubernetesObject>(
    api: ApiServer,
    options: SightingsOptions<T>,
  ): Promise<Sightings<T>> {
    const sightings = new Sightings(options);
    const { resource, namespace, signal } = options;
    let resourceVersion = '';
    for await (const page of api.list(resource, { namespace })) {
      for (const object of page.items) sightings.#see(object);
      resourceVersion = page.resourceVersion;
    }
    const watching = api.watch(
      resource,
      { namespace, resourceVersion },
      (event) => event.type !== 'BOOKMARK' && sightings.#see(event.object),
      signal,
    );
    // A watch that breaks is noticed by whoever waits for what it does not show any more.
    watching.catch(() => undefined);
    return sightings;
  }

  /** The moment, on the clock of `performance.now()`, at which the object was first seen, if it was. */
  firstMs(name: string): number | undefined {
    return this.#firstMs.get(name);
  }

  /** Waits until `count` objects were seen; the moment the last of them was. */
  async untilSeen(count: number): Promise<number> {
    await this.#until(`${count} to be there`, () => this.#firstMs.size >= count);
    return Math.max(...this.#firstMs.values());
  }

  /** Waits until `count` objects have settled. */
  async untilSettled(count: number): Promise<void> {
    await this.#until(`${count} to settle`, () => this.#settled.size >= count);
  }

  async #until(what: string, isDone: () => boolean): Promise<void> {
    if (isDone()) return;
    const { resource, namespace, signal } = this.#options;
    const limit = AbortSignal.timeout(LIMIT_MS);
    await new Promise<void>((resolve, reject) => {
      this.#waiting.add({ isDone, resolve });
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      limit.addEventListener(
        'abort',
        () => reject(new Error(this.#inVain(what, resource.plural, namespace))),
        {
          once: true,
        },
      );
    });
  }

  #inVain(what: string, plural: string, namespace: string): string {
    const seen = `${this.#firstMs.size} seen, ${this.#settled.size} settled`;
    return `waited ${LIMIT_MS / 1000} s in vain for ${plural} in ${namespace}, ${what}: ${seen}`;
  }

  #see(object: Stored<T>): void {
    const { name } = object.metadata;
    if (!this.#firstMs.has(name)) this.#firstMs.set(name, performance.now());
    if (this.#options.isSettled(object)) this.#settled.add(name);
    for (const waiting of this.#waiting) {
      if (!waiting.isDone()) continue;
      this.#waiting.delete(waiting);
      waiting.resolve();
    }
  }
}
