import type { SparkApplicationStatus } from '../api/spark-application.ts';
import { nextExecutorState, type ExecutorStates } from './executor-state.ts';
import type { Observed } from './observed.ts';

/**
 * What the status says of single executors: their states, and, once the application fails, the losses before, which its
 * executor set does not outlive.
 *
 * @param moved the status but for that
 */
export function executorDetails(
  moved: SparkApplicationStatus,
  { executorStates, executorSet }: Observed,
): Pick<SparkApplicationStatus, 'executorState' | 'recentLosses'> {
  const recent = executorSet?.status?.recentLosses ?? moved.recentLosses;
  const lost = new Set(recent?.map(({ id }) => id));
  const { state } = moved.applicationState;
  const hasFailed = state === 'FAILING' || state === 'FAILED';
  return {
    ...statesAfter(moved.executorState, executorStates, lost),
    ...(hasFailed && recent !== undefined ? { recentLosses: recent } : {}),
  };
}

/** Nothing as long as no executor was ever there. */
function statesAfter(
  before: ExecutorStates | undefined,
  there: Observed['executorStates'],
  lost: ReadonlySet<number>,
): Pick<SparkApplicationStatus, 'executorState'> {
  if (there === undefined) return {};
  const executorState = nextExecutorState(before ?? {}, there, lost);
  return before === undefined && Object.keys(executorState).length === 0 ? {} : { executorState };
}
