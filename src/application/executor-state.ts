import type { ExecutorState } from '../api/executor-state.ts';

/** The states of executors by the names of their pods, as `status.executorState` shows them. */
export type ExecutorStates = Readonly<Record<string, ExecutorState>>;

/** Of those that are there. An application with more has its counts in `status.executors`. */
const MOST_LIVE = 500;

/** Of those that are gone: the latest. */
const MOST_ENDED = 50;

/** Of all of them, as JSON: names of pods may have 253 characters. */
const MOST_BYTES = 28_672;

/** Beside a name: quotes, colon, comma and the longest state. */
const BYTES_BESIDE_NAME = 15;

/**
 * The states to show next.
 *
 * 1. Pods that are there, as they are; of more than 500, fewer where names are long, those with the lowest ids, so that
 *    the choice stays the same.
 * 2. Pods that were shown and are gone: failed where they failed or were lost, dropped where they never ran, completed
 *    otherwise. Of more than 50 those with the highest ids.
 *
 * @param there in the order of their ids
 * @param lost ids of executors that are known to have failed
 */
export function nextExecutorState(
  before: ExecutorStates,
  there: ReadonlyMap<string, ExecutorState>,
  lost: ReadonlySet<number>,
): ExecutorStates {
  const first = withIds([...there].slice(0, MOST_LIVE));
  const mostShown = Math.floor(MOST_BYTES / (BYTES_BESIDE_NAME + longestName(first)));
  const live = first.slice(0, mostShown - MOST_ENDED);
  const gone = withIds(Object.entries(before)).flatMap(({ id, name, state }) => {
    const end = there.has(name) ? undefined : endOf(state, lost.has(id));
    return end === undefined ? [] : [{ id, name, state: end }];
  });
  const shown = [...gone.slice(-MOST_ENDED), ...live].toSorted((a, b) => a.id - b.id);
  return Object.fromEntries(shown.map(({ name, state }) => [name, state]));
}

/** In the order of their ids, which names of executor pods end in; read once. */
function withIds(states: Iterable<readonly [string, ExecutorState]>): readonly {
  readonly id: number;
  readonly name: string;
  readonly state: ExecutorState;
}[] {
  return Array.from(states, ([name, state]) => ({ id: idOf(name), name, state })).toSorted(
    (a, b) => a.id - b.id,
  );
}

const longestName = (all: readonly { readonly name: string }[]): number =>
  all.reduce((longest, { name }) => Math.max(longest, name.length), 1);

const idOf = (name: string): number => Number(/-exec-(\d+)$/u.exec(name)?.[1] ?? 0);

/**
 * The merge patch that leads from one map to the other: what is gone has to be named. Undefined where they are equal.
 */
export function executorStatePatch(
  before: ExecutorStates,
  after: ExecutorStates,
): Readonly<Record<string, ExecutorState | null>> | undefined {
  const changed = Object.entries(after).filter(([name, state]) => before[name] !== state);
  const gone = Object.keys(before).filter((name) => !(name in after));
  if (changed.length + gone.length === 0) return undefined;
  return Object.fromEntries([...gone.map((name) => [name, null] as const), ...changed]);
}

function endOf(state: ExecutorState, isLost: boolean): ExecutorState | undefined {
  if (state === 'FAILED' || isLost) return 'FAILED';
  return state === 'PENDING' ? undefined : 'COMPLETED';
}
