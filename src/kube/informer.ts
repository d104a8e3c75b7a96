import { sleep, type Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { KubernetesObject, NamespacedName, Resource, Stored } from '../manifest/object-meta.ts';
import { unreachable } from '../unreachable.ts';
import { fromUnknown } from './api-error.ts';
import type { ApiServer, WatchEvent, WatchQuery } from './api-server.ts';
import { keyOf, ProjectionCache, type Change, type Indexes, type Projection } from './projection-cache.ts';
import { Silence } from './silence.ts';
import type { Watchdog } from './watchdog.ts';
import {
  advancedTo,
  EMPTY,
  watchStep,
  type WatchAction,
  type WatchHappening,
  type WatchState,
} from './watch-step.ts';

/** Which objects to keep a picture of, and what of each. */
export interface InformerOptions<T extends KubernetesObject, P extends Projection, I extends string> {
  readonly resource: Resource<T>;
  /** All namespaces where absent, or the whole cluster for objects that have none. */
  readonly namespace?: string;
  /** For example `app=pi,role!=driver`. */
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** What to keep of each object; the object itself is dropped. */
  readonly project: (object: Stored<T>) => P;
  /** By what else than its name an object is looked for. */
  readonly indexes: Indexes<P, I>;
  /** Called for every change, in order, after the cache shows it. Wakes; neither waits nor decides. */
  readonly onChange: (change: Change<P>) => void;
  /** Called after each complete list, the first and those after a gap in the watch: the cache shows exactly it. */
  readonly onListed?: () => void;
}

/** What an informer needs of the world. */
export interface InformerWorld {
  readonly api: ApiServer;
  readonly clock: Clock;
  readonly log: Log;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Is told of each list, watch and rest, all of which end by themselves, whatever the API server does. */
  readonly watchdog?: Pick<Watchdog, 'begin'>;
}

/** A watch ends after 10 minutes, or by its silence; a list of very many pages takes some, too. */
const LONGEST_STEP_MS = 1_200_000;

/** The server ends each watch after 5 to 10 minutes, so that watches spread over the API servers there are. */
const WATCH_SECONDS = { least: 300, spread: 300 };

/**
 * After this long without a sign of life the watch is opened anew. Bookmarks come about once a minute, the first one of
 * a resource in which nothing has happened yet after two (Kubernetes 1.35).
 */
const SILENCE_MS = 150_000;

/**
 * A local picture of all objects of one resource, kept current by list and watch.
 *
 * ```
 * run:  watchStep ─action→ list │ watch │ rest ─happening→ watchStep …
 *                            │      │
 *                          pages  events
 *                            └──┬───┘
 *                               └→ project → cache → onChange
 * ```
 *
 * Guarantees: every change is told once and in order, across reconnects and failures; an object that vanished while
 * nobody watched is told as deleted; the cache is at least as new as what was told.
 * Assumes: `onChange`, `onListed` and `project` return at once. One that throws is logged, and the rest goes on.
 * Fails: never. While the API server can't be reached the picture stands still; `synced` tells whether there is one.
 */
export class Informer<T extends KubernetesObject, P extends Projection, I extends string = never> {
  readonly #options: InformerOptions<T, P, I>;
  readonly #world: InformerWorld;
  readonly #cache: ProjectionCache<P, I>;
  readonly #synced = Promise.withResolvers<void>();
  /** Moves on with every event of a watch, so that an interruption finds the last place. */
  #state: WatchState = EMPTY;

  constructor(options: InformerOptions<T, P, I>, world: InformerWorld) {
    this.#options = options;
    this.#world = world;
    this.#cache = new ProjectionCache(options.indexes);
  }

  /** Settles once the first list is complete; not before, even if `run` ends. */
  get synced(): Promise<void> {
    return this.#synced.promise;
  }

  /** What is kept of that object; undefined may also mean that it is newer than the picture. */
  get(name: NamespacedName): P | undefined {
    return this.#cache.get(name);
  }

  /** In no particular order. */
  all(): readonly P[] {
    return this.#cache.all();
  }

  /** The objects whose value in that index is `value`. */
  by(index: I, value: string): readonly P[] {
    return this.#cache.by(index, value);
  }

  /** Lists and watches until `signal` aborts; settles when the last request has ended. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    let happening: WatchHappening = { kind: 'started' };
    while (!signal.aborted) {
      const { state, action } = watchStep(this.#state, happening, this.#world.random());
      this.#state = state;
      this.#report(action);
      const done = this.#world.watchdog?.begin(
        `${action.kind} of ${this.#about().resource}`,
        LONGEST_STEP_MS,
      );
      happening = await this.#perform(action, signal);
      done?.();
    }
  }

  /** Does one action and answers how it ended. Whatever goes wrong in it is a happening, too. */
  async #perform(action: WatchAction, signal: AbortSignal): Promise<WatchHappening> {
    try {
      switch (action.kind) {
        case 'list':
          return { kind: 'listed', resourceVersion: await this.#list(signal) };
        case 'watch':
          return await this.#watch(action.resourceVersion, signal);
        case 'rest':
          await sleep(this.#world.clock, action.delayMs, signal);
          return { kind: 'rested' };
        default:
          return unreachable(action);
      }
    } catch (caught) {
      return { kind: 'failed', error: fromUnknown(caught) };
    }
  }

  /** Enters the pages as they come; what none of them showed is gone. Answers where to watch from. */
  async #list(signal: AbortSignal): Promise<string> {
    const { resource } = this.#options;
    const seen = new Set<string>();
    let resourceVersion = '';
    for await (const page of this.#world.api.list(resource, this.#selection())) {
      if (signal.aborted) return resourceVersion;
      for (const object of page.items) {
        seen.add(keyOf(object.metadata));
        this.#enter(object);
      }
      resourceVersion = page.resourceVersion;
    }
    for (const gone of this.#cache.all().filter((value) => !seen.has(keyOf(value)))) {
      this.#tell(this.#cache.remove(gone));
    }
    this.#call(() => this.#options.onListed?.());
    this.#synced.resolve();
    return resourceVersion;
  }

  /** Takes events until the watch ends, one way or another. Failures are the caller's to tell. */
  async #watch(resourceVersion: string, signal: AbortSignal): Promise<WatchHappening> {
    const { api, clock, random } = this.#world;
    const silence = new Silence(clock, SILENCE_MS);
    const timeoutSeconds = Math.round(WATCH_SECONDS.least + WATCH_SECONDS.spread * random());
    const query = { ...this.#selection(), resourceVersion, timeoutSeconds };
    const openedAtMs = clock.now();
    const onEvent = (event: WatchEvent<T>): void => {
      silence.heard();
      this.#take(event);
    };
    try {
      await api.watch(this.#options.resource, query, onEvent, AbortSignal.any([signal, silence.signal]));
    } finally {
      silence.end();
    }
    if (silence.signal.aborted) return { kind: 'fell-silent' };
    return { kind: 'closed', lastedMs: clock.now() - openedAtMs };
  }

  /** Enters one event, and then its version: in this order, so that no event is skipped after an interruption. */
  #take(event: WatchEvent<T>): void {
    switch (event.type) {
      case 'ADDED':
      case 'MODIFIED':
        this.#enter(event.object);
        break;
      case 'DELETED':
        this.#projected(event.object, (last) => this.#cache.remove(last));
        break;
      case 'BOOKMARK':
        break;
      default:
        unreachable(event);
    }
    const { resourceVersion } = event.type === 'BOOKMARK' ? event : event.object.metadata;
    this.#state = advancedTo(resourceVersion);
  }

  #enter(object: Stored<T>): void {
    this.#projected(object, (value) => this.#cache.put(value));
  }

  /** One object that cannot be projected must not keep the others from being seen. */
  #projected(object: Stored<T>, change: (value: P) => Change<P> | undefined): void {
    try {
      this.#tell(change(this.#options.project(object)));
    } catch (caught) {
      const about = { ...this.#about(), object: keyOf(object.metadata) };
      this.#world.log.error({ ...about, err: fromUnknown(caught) }, 'an object was not read');
    }
  }

  /** A handler that fails must not keep the others from being called, nor the cache from going on. */
  #tell(change: Change<P> | undefined): void {
    if (change !== undefined) this.#call(() => this.#options.onChange(change));
  }

  #call(handler: () => void): void {
    try {
      handler();
    } catch (caught) {
      this.#world.log.error({ ...this.#about(), err: caught }, 'a change handler failed');
    }
  }

  #selection(): Pick<WatchQuery, 'namespace' | 'labelSelector' | 'fieldSelector'> {
    const { namespace, labelSelector, fieldSelector } = this.#options;
    return {
      ...(namespace === undefined ? {} : { namespace }),
      ...(labelSelector === undefined ? {} : { labelSelector }),
      ...(fieldSelector === undefined ? {} : { fieldSelector }),
    };
  }

  /** Every list and watch is worth a line when one looks for trouble; an interruption always is. */
  #report(action: WatchAction): void {
    const fields = { ...this.#about(), ...action };
    if (action.kind === 'rest') this.#world.log.warn(fields, 'a watch was interrupted');
    else this.#world.log.debug(fields, 'a list or watch began');
  }

  #about(): { readonly resource: string; readonly namespace: string } {
    return { resource: this.#options.resource.plural, namespace: this.#options.namespace ?? '' };
  }
}
