import type { Clock } from '../clock.ts';
import { isOlderVersion } from '../kube/resource-version.ts';
import type { ExecutorPod } from './executor-pod.ts';
import { podState, type ExecutorPodState, type StateRules } from './executor-pod-state.ts';
import { ExecutorPodsSnapshot, type SnapshotChange } from './snapshot.ts';

/** Where the watch puts what it has learnt about one application's executors. */
export interface PodChangesSink {
  /** One pod was seen. */
  updatePod(pod: ExecutorPod): void;
  /** One pod is gone; `pod` is its last state. */
  deletePod(pod: ExecutorPod): void;
}

/** The same for those that are listed, too. */
export interface ExecutorPodsSink extends PodChangesSink {
  /** All pods were listed; what is not among them was not there. */
  replaceSnapshot(pods: readonly ExecutorPod[]): void;
}

interface Subscriber {
  readonly intervalMs: number;
  readonly onChanges: (changes: readonly SnapshotChange[]) => void;
  undelivered: SnapshotChange[];
  cancelAlarm: () => void;
}

const NO_ALARM = (): void => {};

/**
 * What is known of one application's executors, for those who follow it.
 *
 * Producers put in what they learn, as it comes, and know no consumer. Each change waits for each subscriber; a
 * subscriber gets all that waits for it at once, `intervalMs` after the first of it came. So a subscriber sees every
 * state a pod was in, and never more often than it wants.
 *
 * A change costs an entry in a list; the snapshot is made when somebody looks. While nothing changes there is no
 * alarm: a list that shows what was known already is no change.
 *
 * @see Spark `ExecutorPodsSnapshotsStoreImpl`
 */
export class SnapshotsStore implements ExecutorPodsSink {
  readonly #clock: Clock;
  readonly #rules: StateRules;
  readonly #subscribers = new Set<Subscriber>();
  #snapshot = ExecutorPodsSnapshot.EMPTY;
  /** Changes that are not in `#snapshot` yet. */
  #recent: SnapshotChange[] = [];
  /** The latest state of each executor, for a look that makes no snapshot. */
  #latest = new Map<number, ExecutorPodState>();

  constructor(rules: StateRules, clock: Clock) {
    this.#rules = rules;
    this.#clock = clock;
  }

  /** What the executors look like now. */
  get current(): ExecutorPodsSnapshot {
    this.#snapshot = this.#snapshot.withChanges(this.#recent);
    this.#recent = [];
    return this.#snapshot;
  }

  /** Calls `onChanges` with what happens from now on, at most every `intervalMs`. */
  subscribe(intervalMs: number, onChanges: (changes: readonly SnapshotChange[]) => void): void {
    this.#subscribers.add({ intervalMs, onChanges, undelivered: [], cancelAlarm: NO_ALARM });
  }

  updatePod(pod: ExecutorPod): void {
    if (this.#newestOf(pod) !== pod) return;
    this.#take({ kind: 'updated', state: podState(pod, this.#rules) });
  }

  deletePod(pod: ExecutorPod): void {
    this.#take({ kind: 'updated', state: { kind: 'deleted', pod } });
  }

  /** @param listedAtMs how new the list is; NEVER_MS where it cannot be older than what it does not show */
  replaceSnapshot(listed: readonly ExecutorPod[], listedAtMs: number = this.#clock.now()): void {
    const pods = listed.map((pod) => this.#newestOf(pod));
    if (this.#isKnown(pods)) return;
    const states = pods.map((pod) => this.#stateOf(pod));
    this.#take({ kind: 'replaced', states, listedAtMs });
  }

  /**
   * Forgets executors that are gone and of no use to anybody any more. Spark keeps them until a full list; where nobody
   * lists, that would be for ever. One of which something new was learnt meanwhile stays.
   */
  forget(gone: readonly ExecutorPodState[]): void {
    const unchanged = gone.filter((state) => this.#latest.get(state.pod.executorId) === state);
    if (unchanged.length === 0) return;
    const ids = new Set(unchanged.map(({ pod }) => pod.executorId));
    this.#snapshot = this.current.without(ids);
    for (const id of ids) this.#latest.delete(id);
  }

  /** Delivers nothing from now on. */
  stop(): void {
    for (const { cancelAlarm } of this.#subscribers) cancelAlarm();
    this.#subscribers.clear();
  }

  /** A list may be older than what a watch has shown meanwhile, or the other way round; no executor goes back to what it was. */
  #newestOf(listed: ExecutorPod): ExecutorPod {
    const known = this.#latest.get(listed.executorId)?.pod;
    const isNewer =
      known?.uid === listed.uid && isOlderVersion(listed.resourceVersion, known.resourceVersion);
    return isNewer ? known : listed;
  }

  /** One that was deleted stays so. */
  #stateOf(pod: ExecutorPod): ExecutorPodState {
    const known = this.#latest.get(pod.executorId);
    return known?.kind === 'deleted' && known.pod === pod ? known : podState(pod, this.#rules);
  }

  #isKnown(pods: readonly ExecutorPod[]): boolean {
    const { executors } = this.current;
    const known = pods.every(({ executorId, resourceVersion }) => {
      const state = executors.get(executorId);
      return state?.kind !== 'missing' && state?.pod.resourceVersion === resourceVersion;
    });
    return known && pods.length === executors.size;
  }

  #take(change: SnapshotChange): void {
    this.#recent.push(change);
    if (change.kind === 'updated') this.#latest.set(change.state.pod.executorId, change.state);
    else this.#latest = new Map(this.current.executors);
    for (const subscriber of this.#subscribers) {
      subscriber.undelivered.push(change);
      if (subscriber.undelivered.length > 1) continue;
      subscriber.cancelAlarm = this.#clock.after(subscriber.intervalMs, () => this.#deliver(subscriber));
    }
  }

  #deliver(subscriber: Subscriber): void {
    subscriber.cancelAlarm();
    subscriber.cancelAlarm = NO_ALARM;
    const changes = subscriber.undelivered;
    subscriber.undelivered = [];
    subscriber.onChanges(changes);
  }
}
