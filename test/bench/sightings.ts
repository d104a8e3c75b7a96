/** What an informer shows of the objects of one namespace, with the moment each was first seen. */
import { systemClock } from '../../src/clock.ts';
import type { ApiServer } from '../../src/kube/api-server.ts';
import { Informer } from '../../src/kube/informer.ts';
import type { Projection } from '../../src/kube/projection-cache.ts';
import { jsonLog } from '../../src/log.ts';
import type { KubernetesObject, Resource, Stored } from '../../src/manifest/object-meta.ts';
import type { BenchWorld } from './bench.ts';

export interface SightingsOptions<T extends KubernetesObject> {
  readonly resource: Resource<T>;
  readonly namespace: string;
  /** Whether nothing more is about to happen to the object. */
  readonly isSettled: (object: Stored<T>) => boolean;
  /** Ends the watch. */
  readonly signal: AbortSignal;
}

interface Seen extends Projection {
  readonly isSettled: boolean;
}

interface Waiting {
  readonly isDone: () => boolean;
  readonly resolve: () => void;
}

/** How long to wait for what should take seconds. */
const LIMIT_MS = 180_000;

/** Objects are only ever created in such a namespace, so what was seen stays true. */
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
    const informer = new Informer<T, Seen>(
      {
        resource: options.resource,
        namespace: options.namespace,
        project: (object) => {
          const { namespace, name, uid, resourceVersion } = object.metadata;
          return { namespace, name, uid, resourceVersion, isSettled: options.isSettled(object) };
        },
        indexes: {},
        onChange: (change) => change.kind !== 'deleted' && sightings.#see(change.after),
      },
      { api, clock: systemClock, log: jsonLog('silent'), random: Math.random },
    );
    void informer.run(options.signal);
    await informer.synced;
    return sightings;
  }

  /** How many objects were seen so far. */
  get seen(): number {
    return this.#firstMs.size;
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
    const late = AbortSignal.timeout(LIMIT_MS);
    const ending = AbortSignal.any([this.#options.signal, late]);
    await new Promise<void>((resolve, reject) => {
      this.#waiting.add({ isDone, resolve });
      const giveUp = (): void => reject(late.aborted ? this.#inVain(what) : ending.reason);
      ending.addEventListener('abort', giveUp, { once: true });
    });
  }

  #inVain(what: string): Error {
    const { resource, namespace } = this.#options;
    const seen = `${this.#firstMs.size} seen, ${this.#settled.size} settled`;
    return new Error(
      `waited ${LIMIT_MS / 1000} s in vain for ${resource.plural} in ${namespace}, ${what}: ${seen}`,
    );
  }

  #see({ name, isSettled }: Seen): void {
    if (!this.#firstMs.has(name)) this.#firstMs.set(name, performance.now());
    if (isSettled) this.#settled.add(name);
    for (const waiting of this.#waiting) {
      if (!waiting.isDone()) continue;
      this.#waiting.delete(waiting);
      waiting.resolve();
    }
  }
}

/** Waits until `count` objects have settled. Watches for that time only: a watch of its own slows down what is measured. */
export async function untilSettled<T extends KubernetesObject>(
  watched: Omit<SightingsOptions<T>, 'signal'>,
  count: number,
  world: BenchWorld,
): Promise<void> {
  const ending = new AbortController();
  const signal = AbortSignal.any([world.signal, ending.signal]);
  await (await Sightings.open(world.api, { ...watched, signal })).untilSettled(count);
  ending.abort();
}
