import type { ExecutorCounts } from '../api/spark-application.ts';
import { keyOf } from '../kube/projection-cache.ts';
import type { NamespacedName } from '../manifest/object-meta.ts';
import { activeExecutorSelector } from '../spark/labels.ts';
import { countExecutors } from './count-executors.ts';
import type { FollowedExecutors } from './executors-of.ts';
import { FollowedAttempt, type FollowingWorld } from './followed-executors.ts';
import { applicationIndex, type WatchSource } from './watch-source.ts';

/** The attempts whose drivers make their executors themselves: these are counted, and their failures told. */
export class FollowedStore {
  readonly #watching: WatchSource;
  readonly #world: FollowingWorld;
  /** By the key of the application. */
  readonly #attempts = new Map<string, FollowedAttempt>();

  constructor(watching: WatchSource, world: FollowingWorld) {
    this.#watching = watching;
    this.#world = world;
  }

  /** Whether this very attempt is followed already. */
  follows({ key, appId }: FollowedExecutors): boolean {
    return this.#attempts.get(keyOf(key))?.of.appId === appId;
  }

  /** Follows this attempt from now on. */
  follow(of: FollowedExecutors): void {
    const index = indexOf(of);
    const attempt = new FollowedAttempt(of, this.#watching.shownIn(index), this.#world);
    this.#attempts.set(keyOf(of.key), attempt);
    this.#watching.add(index, attempt);
    this.#world.followedChanged(of.key);
  }

  /** How many executors there are; undefined where none are followed. */
  countsOf(key: NamespacedName): ExecutorCounts | undefined {
    const of = this.#attempts.get(keyOf(key))?.of;
    if (of === undefined) return undefined;
    return {
      ...countExecutors(this.#watching.shownIn(indexOf(of)), of.rules),
      selector: activeExecutorSelector(of.appId),
    };
  }

  forget(key: NamespacedName): void {
    const attempt = this.#attempts.get(keyOf(key));
    if (attempt === undefined) return;
    attempt.stop();
    this.#watching.remove(indexOf(attempt.of));
    this.#attempts.delete(keyOf(key));
  }
}

const indexOf = ({ key, appId }: FollowedExecutors): string =>
  applicationIndex({ namespace: key.namespace, appId });
