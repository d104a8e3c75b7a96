import { isTerminal, type ApplicationState } from '../api/application-state.ts';
import type { FailureKind } from '../api/restart-policy.ts';
import type { SparkApplicationStatus } from '../api/spark-application.ts';
import { START_FAILURES } from '../api/start-failures.ts';

/** One more in a counter of `metrics/names.ts`. */
export type StatusCount =
  | { readonly name: 'spark_operator_applications_ended_total'; readonly labels: { readonly state: string } }
  | { readonly name: 'spark_operator_start_failures_total'; readonly labels: { readonly reason: string } }
  | { readonly name: 'spark_operator_attempts_total'; readonly labels: { readonly after: AttemptAfter } };

/** What an attempt comes after: the kind of failure before it, or what else ended the one before. */
type AttemptAfter = FailureKind | 'nothing' | 'success' | 'edit' | 'suspension';

/** What is to be counted once `after` is written in the place of `before`: each end, failure and beginning once. */
export function statusCounts(
  before: SparkApplicationStatus | undefined,
  after: SparkApplicationStatus,
): readonly StatusCount[] {
  const was = before?.applicationState.state ?? '';
  const { state } = after.applicationState;
  if (state === was) return [];
  const ended = isTerminal(state) ? [{ name: ENDED, labels: { state } }] : [];
  const begins = attemptAfter(was, state, before);
  const attempt = begins === undefined ? [] : [{ name: ATTEMPTS, labels: { after: begins } }];
  return [...ended, ...startFailure(before, after), ...attempt];
}

const ENDED = 'spark_operator_applications_ended_total' as const;
const ATTEMPTS = 'spark_operator_attempts_total' as const;

/** Each failure has a time of its own, and is recorded with the state that it leads to. */
function startFailure(
  before: SparkApplicationStatus | undefined,
  { failures }: SparkApplicationStatus,
): readonly StatusCount[] {
  const [last, known] = [failures?.last, before?.failures?.last];
  if (last === undefined || !START_FAILURES.includes(last.reason)) return [];
  if (last.time === known?.time && last.reason === known.reason) return [];
  return [{ name: 'spark_operator_start_failures_total', labels: { reason: last.reason } }];
}

/**
 * What the attempt comes after that a change of state begins; undefined where it begins none. The first is counted with
 * its outcome, every other one when it becomes due.
 */
function attemptAfter(
  was: ApplicationState,
  state: ApplicationState,
  before: SparkApplicationStatus | undefined,
): AttemptAfter | undefined {
  if (was === '') return state === 'SUBMITTED' || state === 'SUBMISSION_FAILED' ? 'nothing' : undefined;
  if (state === 'RESUMING') return 'suspension';
  return state === 'PENDING_RERUN' ? attemptAgain(was, before) : undefined;
}

/** Where another attempt becomes due. */
function attemptAgain(was: ApplicationState, before: SparkApplicationStatus | undefined): AttemptAfter {
  if (was === 'INVALIDATING') return 'edit';
  return was === 'SUCCEEDING' ? 'success' : (before?.failures?.last?.kind ?? 'application');
}
