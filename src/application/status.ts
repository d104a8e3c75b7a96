import { followsDriver, hasEnded, type ApplicationState } from '../api/application-state.ts';
import { withCondition, type Condition, type Verdict } from '../api/condition.ts';
import type { ExecutorCounts, SparkApplication, SparkApplicationStatus } from '../api/spark-application.ts';
import type { SparkExecutorSet } from '../api/spark-executor-set.ts';
import { timeText } from '../manifest/time.ts';
import { attemptRecords, EMPTY_STATUS, type AttemptNews } from './attempt-records.ts';
import { inOneLine } from './driver-pod.ts';
import { executorDetails } from './executor-details.ts';
import type { Observed } from './observed.ts';
import { lostVerdict } from './lost-driver.ts';
import { needsNewAttempt } from './spec-changes.ts';
import { scaleVerdict } from './scale.ts';

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
 * application whose driver is over wants no executors; a condition's time moves only with its status.
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
    ...moved,
    ...(isEndUnrecorded ? { terminationTime: timeText(nowMs) } : {}),
    ...countsIn(moved, observed),
    ...executorDetails(moved, observed),
    ...(nextAttemptAtMs === undefined ? {} : { nextAttemptTime: timeText(nextAttemptAtMs) }),
    observedGeneration: seenGeneration(transition?.news, application),
  };
  return { ...after, conditions: [...conditionsOf(after, observed, nowMs)] };
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
    applicationState: errorMessage === undefined ? { state } : { state, errorMessage },
    ...(hasEnded(state) && terminationTime ? { terminationTime } : {}),
    ...(news === undefined ? {} : attemptRecords(news, application, nowMs)),
  };
}

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

/**
 * The conditions, each with a reason that machines may match on:
 *
 *   DriverReady     True   DriverReady        its pod is Ready: executors can reach it
 *                   False  DriverNotSeen      no pod was looked for or found yet
 *                          DriverPending      its pod does not run yet; the message says what holds it up
 *                          DriverNotReady     it runs, and a readiness probe or gate is not passed
 *                          DriverEnded        there is nothing more to be ready, or not before the next attempt
 *                          Suspended          there is none, because people want it so
 *                  Unknown DriverLost         it was deleted, and its node does not say that it has ended
 *   ExecutorsReady                            the message of each says what keeps executors from coming, too
 *                   True   ExecutorsRunning   as many run as the driver asks for
 *                   False  NoneWanted         the driver asks for none, or has not asked yet
 *                          ExecutorsMissing   fewer run than it asks for
 *                          ApplicationEnded   executors are on their way out
 *   Completed       True   DriverSucceeded    the driver ended with exit code 0
 *   Failed          True   SpecRefused        nothing could be submitted from the spec; the message is `errorMessage`
 *                          any other          what ended the last attempt: `failures.last.reason`
 *   both            False  NotSo              not this end, or no end yet
 *   Scaled                                    only once somebody has scaled the application: see `scaleVerdict`
 *
 * @see Kubernetes API `metav1.Condition`
 */
function conditionsOf(
  status: SparkApplicationStatus,
  observed: Observed,
  nowMs: number,
): readonly Condition[] {
  const scaled = scaleVerdict(observed.executorSet);
  const verdicts: Readonly<Record<string, Verdict>> = {
    DriverReady: lostVerdict(status, observed, nowMs) ?? driverReady(status, observed),
    ExecutorsReady: executorsReady(status, observed),
    Completed: endedAs('COMPLETED', status),
    Failed: endedAs('FAILED', status),
    ...(scaled === undefined ? {} : { Scaled: scaled }),
  };
  const lastTransitionTime = timeText(nowMs);
  const observedGeneration = observed.application.metadata.generation ?? 0;
  return Object.entries(verdicts).reduce<readonly Condition[]>(
    (conditions, [type, verdict]) =>
      withCondition(conditions, { type, ...verdict, lastTransitionTime, observedGeneration }),
    status.conditions ?? [],
  );
}

/** From the end to the beginning: the first that holds. */
function driverReady(status: SparkApplicationStatus, { driver }: Observed): Verdict {
  const { state: at } = status.applicationState;
  if (at === 'SUSPENDED')
    return { status: 'False', reason: 'Suspended', message: 'The application is suspended.' };
  if (at !== '' && !followsDriver(at)) {
    return { status: 'False', reason: 'DriverEnded', message: 'The driver has ended.' };
  }
  if (driver.kind !== 'present') {
    return { status: 'False', reason: 'DriverNotSeen', message: 'The driver pod is not there yet.' };
  }
  const { state, ready } = driver.pod;
  if (state.kind === 'pending') {
    return {
      status: 'False',
      reason: 'DriverPending',
      message: state.waiting === undefined ? 'The driver pod is pending.' : inOneLine(state.waiting),
    };
  }
  return ready
    ? { status: 'True', reason: 'DriverReady', message: 'The driver runs.' }
    : { status: 'False', reason: 'DriverNotReady', message: 'The driver pod is not ready.' };
}

/** `True` may come and go: with dynamic allocation the demand moves. */
function executorsReady(
  { applicationState, executors }: SparkApplicationStatus,
  { executorSet }: Observed,
): Verdict {
  const { desired = 0, running = 0 } = executors ?? {};
  const message = [`${running} of ${desired} executors run.`, ...whyWaiting(executorSet)].join(' ');
  const { state } = applicationState;
  if (state !== '' && !followsDriver(state)) {
    return { status: 'False', reason: 'ApplicationEnded', message: 'The attempt has ended.' };
  }
  return desired > 0 && running >= desired
    ? { status: 'True', reason: 'ExecutorsRunning', message }
    : { status: 'False', reason: desired === 0 ? 'NoneWanted' : 'ExecutorsMissing', message };
}

const whyWaiting = (set: SparkExecutorSet | undefined): readonly string[] =>
  set?.status?.message === undefined ? [] : [set.status.message];

/** `Completed` and `Failed` exclude each other; both are False while the application lives. */
function endedAs(
  state: 'COMPLETED' | 'FAILED',
  { applicationState, failures }: SparkApplicationStatus,
): Verdict {
  if (applicationState.state !== state) {
    return { status: 'False', reason: 'NotSo', message: `The application is not ${state}.` };
  }
  return state === 'COMPLETED'
    ? { status: 'True', reason: 'DriverSucceeded', message: 'The driver ended with exit code 0.' }
    : {
        status: 'True',
        reason: failures?.last?.reason ?? 'SpecRefused',
        message: applicationState.errorMessage ?? '',
      };
}
