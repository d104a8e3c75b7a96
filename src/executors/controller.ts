import type { NextLook } from '../clock.ts';
import type { ExecutorCounts } from '../api/spark-application.ts';
import type { ExecutorState } from '../api/executor-state.ts';
import type { SparkExecutorSet } from '../api/spark-executor-set.ts';
import { OwnWrites } from '../kube/own-writes.ts';
import { keyOf } from '../kube/projection-cache.ts';
import { WorkQueue, type WorkQueueObserver } from '../kube/work-queue.ts';
import type { NamespacedName, Stored } from '../manifest/object-meta.ts';
import type { ExecutorPod } from './executor-pod.ts';
import { FollowedStore } from './followed-store.ts';
import type { ExecutorsOf, FollowedExecutors } from './executors-of.ts';
import { USUAL_RULES } from './executor-pod-state.ts';
import type { FollowingWorld } from './followed-executors.ts';
import { ManagedExecutors } from './managed-executors.ts';
import { NamespacePlaces } from './namespace-places.ts';
import { NEVER_MS } from './next-look.ts';
import { setNameOf } from './observe.ts';
import { isOverdue } from './overdue-deletions.ts';
import { performRound } from './perform-round.ts';
import type { PerformWorld } from './perform-world.ts';
import { PollingSource } from './polling-source.ts';
import { shownStates } from './shown-states.ts';
import { applicationIndex, WatchSource } from './watch-source.ts';

/** One attempt of an application. */
type Attempt = Pick<ExecutorPod, 'namespace' | 'appId'>;

/** What the controller needs of the world. */
export interface ExecutorsWorld
  extends Omit<PerformWorld, 'ownWrites'>, Partial<Omit<FollowingWorld, 'clock'>> {
  /** Namespaces whose executor pods are watched; undefined: all of them, with one watch. */
  readonly namespaces: readonly string[] | undefined;
  /** Executors of all applications that may live in a namespace. @default no limit */
  readonly mostPerNamespace?: number | undefined;
  /** Told when `refusalOf` an application has changed. */
  readonly refusalChanged?: (key: NamespacedName) => void;
  /** Sees how long applications wait and rounds last. */
  readonly observer?: WorkQueueObserver;
}

/**
 * Applications worked on side by side. A round waits for the API server most of the time, for a large batch of pods
 * even seconds, and must not keep the losses of other applications waiting.
 */
const WORKERS = 64;

/**
 * How soon a status is looked at that somebody else has written. There is nothing new in it for us; and with an old
 * leader that has not ended yet, who sees other pods, no answer may follow at once to its answer to ours.
 */
const FOREIGN_STATUS_MS = 1_000;

const tellNobody = (): void => {};

/**
 * Runs the executors of all applications it is told of: as many as their drivers ask for in their executor sets.
 *
 * Guarantees: rounds over one application never overlap; applications share nothing but the watch, the poll and the
 * workers; after a restart, what exists is taken over as it is.
 * Assumes: no other process runs the same applications, except one that has lost its lease and is about to end; the
 * reservation of ids fences it off.
 */
export class ExecutorsController {
  readonly #world: PerformWorld;
  /** By the key of the application. */
  readonly #applications = new Map<string, ManagedExecutors>();
  readonly #watching: WatchSource;
  /** Of those whose drivers make them. */
  readonly #followed: FollowedStore;
  readonly #places: NamespacePlaces;
  readonly #polling: PollingSource;
  readonly #queue: WorkQueue;

  constructor(world: ExecutorsWorld) {
    const { namespaces, observer, mostPerNamespace, refusalChanged = tellNobody } = world;
    this.#world = { ...world, ownWrites: new OwnWrites() };
    this.#polling = new PollingSource(world);
    const onListed = (namespace: string | undefined): void => this.#listed(namespace);
    const onEnded = (namespace: string): void => this.#places.wakeNext(namespace);
    this.#watching = new WatchSource({ namespaces, onListed, onEnded }, world);
    this.#followed = new FollowedStore(this.#watching, {
      followedChanged: tellNobody,
      warnFollowed: tellNobody,
      ...world,
    });
    this.#places = new NamespacePlaces(
      {
        most: mostPerNamespace,
        applications: () => this.#applications.values(),
        watching: this.#watching,
        wake: (key) => this.#queue.add(key),
        onWaiting: (applications) =>
          world.metrics.set('spark_operator_applications_without_places', applications),
      },
      world.clock,
    );
    const work = (key: string, signal: AbortSignal): Promise<NextLook> =>
      performRound(key, () => this.#applications.get(key), {
        ...this.#world,
        places: this.#places,
        refusalChanged,
        signal,
      });
    this.#queue = new WorkQueue(
      { work, workers: WORKERS, ...(observer === undefined ? {} : { observer }) },
      world,
    );
  }

  /**
   * Looks after the executors of this attempt from now on, in the place of an earlier one of the same application.
   * Repeating it does no harm; it is the way to tell what has become of the driver.
   */
  ensure(of: ExecutorsOf): void {
    const key = keyOf(of.key);
    const known = this.#applications.get(key);
    if (known?.of.appId === of.appId) known.of = of;
    else this.#begin(key, of);
    this.#queue.add(key);
  }

  /**
   * Follows the executors of this attempt, whose driver makes them itself, from now on: they are counted, and changes and
   * failures are told. Repeating it does no harm.
   */
  follow(of: FollowedExecutors): void {
    if (this.#followed.follows(of)) return;
    this.forget(of.key);
    this.#followed.follow(of);
  }

  /** How many executors there are of the attempt that is followed; undefined where none is. */
  countsOf(key: NamespacedName): ExecutorCounts | undefined {
    return this.#followed.countsOf(key);
  }

  /**
   * Why the API server refuses what the executors of that application need before any pod is asked for: a right that is
   * missing, or a rule of admission. Undefined where it does not. Refused pods are told of in the executor set.
   */
  refusalOf(key: NamespacedName): string | undefined {
    return this.#applications.get(keyOf(key))?.refusedBecause;
  }

  /** Looks after them no more, and forgets them. Their pods stay as they are. */
  forget(key: NamespacedName): void {
    this.#followed.forget(key);
    const known = this.#applications.get(keyOf(key));
    if (known === undefined) return;
    const { store, of } = known;
    const application = { namespace: key.namespace, appId: of.appId };
    store.stop();
    this.#polling.remove(application);
    this.#watching.remove(applicationIndex(application));
    // What no cache shows needs not be remembered.
    this.#world.ownWrites.newest(keyOf(setNameOf(of)), undefined);
    this.#applications.delete(keyOf(key));
    this.#places.forget(keyOf(key), known);
  }

  /** Whether all executor pods there are have been seen, once they have or `signal` aborts. Before, `podsOf` counts too few. */
  synced(signal: AbortSignal): Promise<boolean> {
    return this.#watching.synced(signal);
  }

  /**
   * How many executor pods of that attempt there are that are not put aside, ended ones among them. Those that their
   * nodes do not give back nobody waits for.
   */
  podsOf(attempt: Attempt): number {
    const nowMs = this.#world.clock.now();
    return this.#podsIn(attempt).filter((pod) => !isOverdue(pod, nowMs)).length;
  }

  /** Of those, how many nobody has deleted yet. */
  undeletedPodsOf(attempt: Attempt): number {
    return this.#podsIn(attempt).filter(({ deletionAtMs }) => deletionAtMs === undefined).length;
  }

  /** The states of the executor pods of that attempt, by their names, in the order of their ids. */
  statesOf(attempt: Attempt): ReadonlyMap<string, ExecutorState> {
    return shownStates(this.#podsIn(attempt), USUAL_RULES);
  }

  /** Those that are not put aside, and what stands beside them under their labels. */
  #podsIn(attempt: Attempt): readonly ExecutorPod[] {
    return this.#watching.shownIn(applicationIndex(attempt));
  }

  /** An informer shows this executor set in a new version. */
  executorSetChanged(set: Stored<SparkExecutorSet>): void {
    const { namespace, name, uid, generation, resourceVersion } = set.metadata;
    const key = keyOf({ namespace, name: set.spec.applicationName });
    const known = this.#applications.get(key);
    if (known?.of.setName !== name || known.writtenVersion === resourceVersion) return;
    const spec = `${uid} ${generation}`;
    if (known.shownSpec === spec) this.#queue.addAfter(key, FOREIGN_STATUS_MS);
    else this.#queue.add(key);
    known.shownSpec = spec;
  }

  /** Works until `signal` aborts; settles when the last request has ended. Looks at nothing before the pods are known. */
  async run(signal: AbortSignal): Promise<void> {
    const working = this.synced(signal).then(() =>
      Promise.all([this.#queue.run(signal), this.#polling.run(signal)]),
    );
    await Promise.all([this.#watching.run(signal), working]);
  }

  /** A new attempt: what the watch knows of it already is its first snapshot. */
  #begin(key: string, of: ExecutorsOf): void {
    this.forget(of.key);
    const executors = new ManagedExecutors(of, this.#world.clock, () => this.#queue.add(key));
    const application = { namespace: of.key.namespace, appId: of.appId };
    const index = applicationIndex(application);
    this.#applications.set(key, executors);
    if (of.settings.watching) {
      for (const pod of this.#shownIn(index)) executors.store.updatePod(pod);
      this.#watching.add(index, executors.store);
    }
    if (of.settings.polling) {
      const { pollingIntervalMs: intervalMs, pollingFromCache: fromCache } = of.settings;
      this.#polling.add({ ...application, intervalMs, fromCache, sink: executors.store });
    }
  }

  /**
   * The watch of a namespace, or of all, began anew with a list. Executors that only a direct look had found, and that
   * ended before the list, are not in it and were never told to end.
   */
  #listed(namespace: string | undefined): void {
    for (const { of, store } of this.#applications.values()) {
      const isListed = namespace === undefined || namespace === of.key.namespace;
      if (!isListed || !of.settings.watching) continue;
      const index = applicationIndex({ namespace: of.key.namespace, appId: of.appId });
      store.replaceSnapshot(this.#shownIn(index), NEVER_MS);
    }
  }

  /** The executors of one application, as the watch shows them. */
  #shownIn(index: string): readonly ExecutorPod[] {
    return this.#watching.shownIn(index).filter(({ executorId }) => executorId > 0);
  }
}
