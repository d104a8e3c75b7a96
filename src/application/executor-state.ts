import type { ExecutorState } from '../api/executor-state.ts';

/** The states of executors by the names of their pods, as `status.executorState` shows them. */
export type ExecutorStates = Readonly<Record<string, ExecutorState>>;

/** Of those that are there. An application with more has its counts in `status.executors`. */
const MOST_LIVE = 500;

/** Of those that are gone: the latest. */
const MOST_ENDED = 50;

/**
 * The states to show next.
 *
 * 1. Pods that are there, as they are; of more than 500 those with the lowest ids, so that the choice stays the same.
 * 2. Pods that were shown and are gone: failed where they failed or were lost, dropped where they never ran, completed
 *    otherwise. Of more than 50 those with the highest ids.
 *
 * @param lost ids of executors that are known to have failed
 */
export function nextExecutorState(
  before: ExecutorStates,
  there: ReadonlyMap<string, ExecutorState>,
  lost: ReadonlySet<number>,
): ExecutorStates {
  const live = [...there].toSorted(byId).slice(0, MOST_LIVE);
  const ended = Object.entries(before).flatMap(([name, state]) => {
    const end = there.has(name) ? undefined : endOf(state, lost.has(idOf(name)));
    return end === undefined ? [] : [[name, end] as const];
  });
  return Object.fromEntries([...ended.toSorted(byId).slice(-MOST_ENDED), ...live].toSorted(byId));
}

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

/** Names of executor pods end in their ids. */
const idOf = (name: string): number => Number(/-exec-(\d+)$/u.exec(name)?.[1] ?? 0);

const byId = ([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number =>
  idOf(left) - idOf(right);
