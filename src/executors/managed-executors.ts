import type { ExecutorSetStatus } from '../api/spark-executor-set.ts';
import type { Clock } from '../clock.ts';
import { EMPTY_MEMORY, type ExecutorsMemory } from './executors-memory.ts';
import type { ExecutorsOf } from './executors-of.ts';
import { isFinal } from './executor-pod-state.ts';
import type { RoundPlan } from './plan-round.ts';
import { statesIn, type SnapshotChange } from './snapshot.ts';
import { SnapshotsStore } from './snapshots-store.ts';

/** What the operator keeps in memory of one application's executors. Touched by one worker at a time. */
export class ManagedExecutors {
  readonly store: SnapshotsStore;
  /** As the application's controller saw it last. */
  of: ExecutorsOf;
  memory: ExecutorsMemory = EMPTY_MEMORY;
  /** Changes that no round has taken into account yet. */
  changes: readonly SnapshotChange[] = [];
  /** Executors have ended of which the driver does not know yet: the next round is to come soon. */
  endsWait = false;
  /** What is about to be asked for, from the plan until it is carried out. */
  planned: ExecutorsMemory | undefined;
  /** Nobody has to look any more for claims that are to go with their pods. */
  claimsHandedOver = false;
  /** Uids of pods that carry the label of those that were asked to end. */
  labelled: ReadonlySet<string> = new Set();
  /** What the executor set said last; it says it again if somebody deletes the set. */
  lastStatus: ExecutorSetStatus | undefined;
  /** Version of the executor set that we wrote last. */
  writtenVersion: string | undefined;
  /** What the API server said to the last round, where it refused it: the executor set cannot tell of that. */
  refusedBecause: string | undefined;
  /** Uid and generation of the executor set that an informer showed last. */
  shownSpec: string | undefined;

  /** @param wake called when there is something for the next round */
  constructor(of: ExecutorsOf, clock: Clock, wake: () => void) {
    this.of = of;
    this.store = new SnapshotsStore(of.settings, clock);
    // For removals, every state counts; allocation goes by the latest.
    this.store.subscribe(of.settings.eventIntervalMs, (changes) => {
      this.changes = [...this.changes, ...changes];
      this.endsWait ||= changes.some(tellsOfEnd);
      wake();
    });
    this.store.subscribe(of.settings.batchDelayMs, wake);
  }

  /** A round over `changes` is written: what it remembers counts from now on. */
  commit(changes: readonly SnapshotChange[], { memory, forget }: Pick<RoundPlan, 'memory' | 'forget'>): void {
    this.changes = this.changes.slice(changes.length);
    this.endsWait = this.changes.some(tellsOfEnd);
    this.memory = memory;
    this.store.forget(forget);
  }
}

const tellsOfEnd = (change: SnapshotChange): boolean => statesIn(change).some(isFinal);
