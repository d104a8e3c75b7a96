import { isFinal, type ExecutorPodState } from './executor-pod-state.ts';

/** What was learnt about the executors of one application: one pod anew, or all of them at once. */
export type SnapshotChange =
  | { readonly kind: 'updated'; readonly state: ExecutorPodState }
  | { readonly kind: 'replaced'; readonly states: readonly ExecutorPodState[]; readonly listedAtMs: number };

/** All states that a change tells of. */
export function statesIn(change: SnapshotChange): readonly ExecutorPodState[] {
  return change.kind === 'updated' ? [change.state] : change.states;
}

/**
 * What the executors of one application looked like at one moment. Never changes; `withChanges` makes the next one.
 *
 * @see Spark `ExecutorPodsSnapshot`
 */
export class ExecutorPodsSnapshot {
  static readonly EMPTY = new ExecutorPodsSnapshot(new Map());

  /** Executors by id. */
  readonly executors: ReadonlyMap<number, ExecutorPodState>;

  private constructor(executors: ReadonlyMap<number, ExecutorPodState>) {
    this.executors = executors;
  }

  /**
   * The snapshot after `changes`, the last one about an executor counting: the same as making one snapshot for each
   * change, at the price of one copy.
   */
  withChanges(changes: readonly SnapshotChange[]): ExecutorPodsSnapshot {
    if (changes.length === 0) return this;
    let executors = new Map(this.executors);
    for (const change of changes) {
      if (change.kind === 'replaced') executors = replaced(executors, change.states, change.listedAtMs);
      else executors.set(change.state.pod.executorId, change.state);
    }
    return new ExecutorPodsSnapshot(executors);
  }

  /** The snapshot without these executors. */
  without(ids: ReadonlySet<number>): ExecutorPodsSnapshot {
    return new ExecutorPodsSnapshot(new Map([...this.executors].filter(([id]) => !ids.has(id))));
  }
}

/**
 * What a full list leaves: what it shows; executors it should have shown stay, as missing, until somebody has looked;
 * those whose end was known are forgotten.
 */
function replaced(
  before: ReadonlyMap<number, ExecutorPodState>,
  states: readonly ExecutorPodState[],
  listedAtMs: number,
): Map<number, ExecutorPodState> {
  const after = new Map(states.map((state) => [state.pod.executorId, state]));
  for (const [id, state] of before) {
    if (!after.has(id) && !isFinal(state)) after.set(id, { kind: 'missing', pod: state.pod, listedAtMs });
  }
  return after;
}
