import { isTerminal, type ApplicationState } from '../api/application-state.ts';
import { withCondition, type Condition, type Verdict } from '../api/condition.ts';
import type { ExecutorCounts, SparkApplicationStatus } from '../api/spark-application.ts';
import type { SparkExecutorSet } from '../api/spark-executor-set.ts';
import { timeText } from '../manifest/time.ts';
import type { DriverPod } from './driver-pod.ts';
import type { Observed } from './observed.ts';
import { scaleVerdict } from './scale.ts';

/** A move to another state, and what there is to say about it. */
export interface Transition {
  readonly state: ApplicationState;
  /** Why it failed and what to do; cleared by a transition without one. */
  readonly errorMessage?: string;
}

/** The status of an application nobody has looked at yet. */
export const EMPTY_STATUS: SparkApplicationStatus = { applicationState: { state: '' }, driverInfo: {} };

/**
 * The status that follows from what was observed, once the application has made `transition` (or stays where it is).
 * Equal to the present status when nothing is new, so that nothing is written.
 *
 * Guarantees: `terminationTime` is written once; what the executor set counted outlives it, but an ended application
 * wants no executors; a condition's time moves only with its status.
 */
export function nextStatus(
  observed: Observed,
  transition: Transition | undefined,
  nowMs: number,
): SparkApplicationStatus {
  const before = observed.application.status ?? EMPTY_STATUS;
  const applicationState = transition === undefined ? before.applicationState : stateOf(transition);
  const executors = countsIn(applicationState.state, countsBefore(observed), observed);
  const after: SparkApplicationStatus = {
    ...before,
    applicationState,
    ...(executors === undefined ? {} : { executors }),
    ...(hasEnded(applicationState.state) && (before.terminationTime ?? null) === null
      ? { terminationTime: timeText(nowMs) }
      : {}),
    observedGeneration: observed.application.metadata.generation ?? 0,
  };
  return { ...after, conditions: [...conditionsOf(after, observed, nowMs)] };
}

/** The parts of the status that record an accepted submission. */
export function submissionRecord(
  driver: DriverPod,
  nowMs: number,
): Pick<
  SparkApplicationStatus,
  | 'driverInfo'
  | 'sparkApplicationId'
  | 'submissionID'
  | 'lastSubmissionAttemptTime'
  | 'executionAttempts'
  | 'submissionAttempts'
  | 'executorManagement'
> {
  return {
    driverInfo: { podName: driver.name },
    ...(driver.sparkApplicationId === undefined ? {} : { sparkApplicationId: driver.sparkApplicationId }),
    ...(driver.submissionId === undefined ? {} : { submissionID: driver.submissionId }),
    lastSubmissionAttemptTime: timeText(nowMs),
    executionAttempts: driver.attempt,
    submissionAttempts: driver.attempt,
    executorManagement: driver.executorManagement,
  };
}

const stateOf = ({ state, errorMessage }: Transition): SparkApplicationStatus['applicationState'] =>
  errorMessage === undefined ? { state } : { state, errorMessage };

/** From here on the driver is over, whatever is left to tidy up. */
const hasEnded = (state: ApplicationState): boolean =>
  state === 'SUCCEEDING' || state === 'FAILING' || isTerminal(state);

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

/** As the set says, else as the pods show, else as they were. */
const countsBefore = ({ executorSet, counted, application }: Observed): ExecutorCounts | undefined =>
  executorCounts(executorSet) ?? counted ?? application.status?.executors;

/** A driver that has ended wants no executors, whatever its set said last; without a set nobody counts any. */
function countsIn(
  state: ApplicationState,
  counts: ExecutorCounts | undefined,
  { executorSet }: Observed,
): ExecutorCounts | undefined {
  if (counts === undefined || !hasEnded(state)) return counts;
  return { ...counts, desired: 0, ...(executorSet === undefined ? { pending: 0, running: 0 } : {}) };
}

/**
 * The conditions, each with a reason that machines may match on:
 *
 *   DriverReady     True   DriverReady        its pod is Ready: executors can reach it
 *                   False  DriverNotSeen      no pod was looked for or found yet
 *                          DriverPending      its pod does not run yet; the message says what holds it up
 *                          DriverNotReady     it runs, and a readiness probe or gate is not passed
 *                          DriverEnded        there is nothing more to be ready
 *   ExecutorsReady  True   ExecutorsRunning   as many run as the driver asks for
 *                   False  NoneWanted         the driver asks for none, or has not asked yet
 *                          ExecutorsMissing   fewer run than it asks for
 *                          ApplicationEnded   executors are on their way out
 *   Completed       True   DriverSucceeded    the driver ended with exit code 0
 *   Failed          True   ApplicationFailed  anything else; the message is `errorMessage`
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
    DriverReady: driverReady(status, observed),
    ExecutorsReady: executorsReady(status),
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
  if (hasEnded(status.applicationState.state)) {
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
      message: state.waiting ?? 'The driver pod is pending.',
    };
  }
  return ready
    ? { status: 'True', reason: 'DriverReady', message: 'The driver runs.' }
    : { status: 'False', reason: 'DriverNotReady', message: 'The driver pod is not ready.' };
}

/** `True` may come and go: with dynamic allocation the demand moves. */
function executorsReady({ applicationState, executors }: SparkApplicationStatus): Verdict {
  const { desired = 0, running = 0 } = executors ?? {};
  const message = `${running} of ${desired} executors run.`;
  if (hasEnded(applicationState.state)) {
    return { status: 'False', reason: 'ApplicationEnded', message: 'The application has ended.' };
  }
  return desired > 0 && running >= desired
    ? { status: 'True', reason: 'ExecutorsRunning', message }
    : { status: 'False', reason: desired === 0 ? 'NoneWanted' : 'ExecutorsMissing', message };
}

/** `Completed` and `Failed` exclude each other; both are False while the application lives. */
function endedAs(state: 'COMPLETED' | 'FAILED', { applicationState }: SparkApplicationStatus): Verdict {
  if (applicationState.state !== state) {
    return { status: 'False', reason: 'NotSo', message: `The application is not ${state}.` };
  }
  return state === 'COMPLETED'
    ? { status: 'True', reason: 'DriverSucceeded', message: 'The driver ended with exit code 0.' }
    : { status: 'True', reason: 'ApplicationFailed', message: applicationState.errorMessage ?? '' };
}
