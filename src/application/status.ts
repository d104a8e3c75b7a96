import { followsDriver, hasEnded, type ApplicationState } from '../api/application-state.ts';
import type { ExecutorCounts, SparkApplication, SparkApplicationStatus } from '../api/spark-application.ts';
import type { SparkExecutorSet } from '../api/spark-executor-set.ts';
import { cutText } from '../manifest/cut-text.ts';
import { timeText } from '../manifest/time.ts';
import { attemptRecords, EMPTY_STATUS, type AttemptNews } from './attempt-records.ts';
import { conditionsOf } from './conditions.ts';
import { executorDetails } from './executor-details.ts';
import type { Observed } from './observed.ts';
import { needsNewAttempt, specFingerprint } from './spec-changes.ts';

/** A move to another state, and what there is to say about it. */
export interface Transition {
  readonly state: ApplicationState;
  /** Why it failed and what to do; cleared by a transition without one. */
  readonly errorMessage?: string;
  /** What has become of the attempt. */
  readonly news?: AttemptNews;
}

/**
 * The status that follows from what was observed, once the application has made `transition` (or stays where it is).
 * Equal to the present status when nothing is new, so that nothing is written.
 *
 * Guarantees: `terminationTime` is written once for each attempt; what the executor set counted outlives it, but an
 * application whose driver is over wants no executors; a condition's time moves only with its status; it stays below
 * 64 kB, whatever number of executors and however long the words of others.
 *
 * @param nextAttemptAtMs when the next attempt begins, while it is waited for
 */
export function nextStatus(
  observed: Observed,
  transition: Transition | undefined,
  nowMs: number,
  nextAttemptAtMs?: number,
): SparkApplicationStatus {
  const { application } = observed;
  const { nextAttemptTime: _, ...before } = application.status ?? EMPTY_STATUS;
  const moved = transition === undefined ? before : moveOn(before, transition, application, nowMs);
  const isEndUnrecorded = hasEnded(moved.applicationState.state) && !moved.terminationTime;
  const after: SparkApplicationStatus = {
    ...submittedElsewhere(application),
    ...moved,
    ...(isEndUnrecorded ? { terminationTime: timeText(nowMs) } : {}),
    ...countsIn(moved, observed),
    ...executorDetails(moved, observed),
    ...(nextAttemptAtMs === undefined ? {} : { nextAttemptTime: timeText(nextAttemptAtMs) }),
    observedGeneration: seenGeneration(transition?.news, application),
  };
  return { ...after, conditions: [...conditionsOf(after, observed, nowMs)] };
}

/**
 * Another operator of this API group has submitted it, and says nothing of the spec it went by: taken for the one of our first
 * look, so that each edit from then on is seen.
 */
function submittedElsewhere({ spec, status }: SparkApplication): Partial<SparkApplicationStatus> {
  const isOurs = status === undefined || status.observedGeneration !== undefined;
  return isOurs ? {} : { submittedSpec: specFingerprint(spec) };
}

/** A driver that an earlier try has made may be older than an edit: that edit is still to be seen. */
function seenGeneration(news: AttemptNews | undefined, { metadata, spec }: SparkApplication): number {
  const isMissed = news?.kind === 'accepted' && needsNewAttempt(news.driver.submittedSpec, spec);
  return isMissed ? 0 : (metadata.generation ?? 0);
}

/** What a transition changes by itself. */
function moveOn(
  before: SparkApplicationStatus,
  { state, errorMessage, news }: Transition,
  application: SparkApplication,
  nowMs: number,
): SparkApplicationStatus {
  const { terminationTime, ...rest } = before;
  // Executors of the attempt before say nothing of the one that begins.
  const { executors: _, executorState: __, recentLosses: ___, conditions = [], ...anew } = rest;
  const unscaled = conditions.filter(({ type }) => type !== 'Scaled');
  return {
    ...(news?.kind === 'accepted' ? { ...anew, conditions: unscaled } : rest),
    applicationState: { state, ...boundedError(errorMessage) },
    ...(hasEnded(state) && terminationTime ? { terminationTime } : {}),
    ...(news === undefined ? {} : attemptRecords(news, application, nowMs)),
  };
}

/** A spec may have any number of faults, and an admission webhook any words for them. */
const MOST_ERROR_BYTES = 6_144;

const boundedError = (errorMessage: string | undefined): { readonly errorMessage?: string } =>
  errorMessage === undefined ? {} : { errorMessage: cutText(errorMessage, MOST_ERROR_BYTES) };

/** Undefined before the executors' controller has written its first status, and once the set is gone. */
function executorCounts(set: SparkExecutorSet | undefined): ExecutorCounts | undefined {
  const status = set?.status;
  if (status?.selector === undefined) return undefined;
  return {
    desired: status.desired ?? 0,
    pending: status.pending ?? 0,
    running: status.running ?? 0,
    succeeded: status.succeeded ?? 0,
    failed: status.failed ?? 0,
    selector: status.selector,
  };
}

/**
 * The counts as the set says, else as the pods show, else as they were. Without a driver nobody wants executors,
 * whatever the set said last; without a set nobody counts any.
 */
function countsIn(
  { applicationState: { state }, executors }: SparkApplicationStatus,
  { executorSet, counted }: Observed,
): Pick<SparkApplicationStatus, 'executors'> {
  const counts = executorCounts(executorSet) ?? counted ?? executors;
  if (counts === undefined) return {};
  if (followsDriver(state)) return { executors: counts };
  const none = executorSet === undefined ? { pending: 0, running: 0 } : {};
  return { executors: { ...counts, desired: 0, ...none } };
}
