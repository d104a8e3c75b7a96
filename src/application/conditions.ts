import { followsDriver } from '../api/application-state.ts';
import { withCondition, type Condition, type Verdict } from '../api/condition.ts';
import type { SparkApplicationStatus } from '../api/spark-application.ts';
import { timeText } from '../manifest/time.ts';
import { DRIVER_GONE } from './driver-failure.ts';
import { lostVerdict } from './lost-driver.ts';
import { troubleText } from './missing-object.ts';
import type { Observed } from './observed.ts';
import { scaleVerdict } from './scale.ts';

/**
 * The conditions, each with a reason that machines may match on:
 *
 *   DriverReady     True   DriverReady        its pod is Ready: executors can reach it
 *                   False  DriverNotSeen      no pod was looked for or found yet
 *                          DriverPending      its pod does not run yet; the message says what holds it up
 *                          DriverNotReady     it runs, and a readiness probe or gate is not passed
 *                          DriverEnded        there is nothing more to be ready, or not before the next attempt
 *                          DriverNotFound     the same, and nobody has seen it end: its pod was gone
 *                          NoDriver           there has never been one: nothing could be submitted yet
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
export function conditionsOf(
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
  return Object.entries(verdicts).reduce<readonly Condition[]>((conditions, [type, verdict]) => {
    return withCondition(conditions, { type, ...verdict, lastTransitionTime, observedGeneration });
  }, status.conditions ?? []);
}

/** From the end to the beginning: the first that holds. */
function driverReady(status: SparkApplicationStatus, { driver, application }: Observed): Verdict {
  const { state: at } = status.applicationState;
  if (at === 'SUSPENDED')
    return { status: 'False', reason: 'Suspended', message: 'The application is suspended.' };
  if (at !== '' && !followsDriver(at)) return driverOver(status);
  if (driver.kind !== 'present') {
    return { status: 'False', reason: 'DriverNotSeen', message: 'The driver pod is not there yet.' };
  }
  const { state, ready } = driver.pod;
  if (state.kind === 'pending') {
    const holdsUp = state.waiting ?? driver.trouble;
    return {
      status: 'False',
      reason: 'DriverPending',
      message: holdsUp === undefined ? 'The driver pod is pending.' : troubleText(holdsUp, application.spec),
    };
  }
  return ready
    ? { status: 'True', reason: 'DriverReady', message: 'The driver runs.' }
    : { status: 'False', reason: 'DriverNotReady', message: 'The driver pod is not ready.' };
}

/** What became of the last driver, where the state follows none any more. */
function driverOver({ driverInfo, attempts }: SparkApplicationStatus): Verdict {
  if (driverInfo.podName === undefined) {
    return { status: 'False', reason: 'NoDriver', message: 'There has been no driver yet.' };
  }
  const { reason } = DRIVER_GONE;
  if (attempts?.at(-1)?.reason === reason) {
    return { status: 'False', reason, message: 'The driver pod is gone; nobody has seen how it ended.' };
  }
  return { status: 'False', reason: 'DriverEnded', message: 'The driver has ended.' };
}

/** `True` may come and go: with dynamic allocation the demand moves. */
function executorsReady(status: SparkApplicationStatus, { executorSet, heldUp }: Observed): Verdict {
  const { state } = status.applicationState;
  const { desired = 0, running = 0 } = status.executors ?? {};
  if (state !== '' && !followsDriver(state)) {
    return { status: 'False', reason: 'ApplicationEnded', message: sentences(attemptOver(status), heldUp) };
  }
  const message = sentences(`${running} of ${desired} executors run.`, executorSet?.status?.message, heldUp);
  if (desired === 0) return { status: 'False', reason: 'NoneWanted', message };
  return running >= desired
    ? { status: 'True', reason: 'ExecutorsRunning', message }
    : { status: 'False', reason: 'ExecutorsMissing', message };
}

const attemptOver = ({ driverInfo }: SparkApplicationStatus): string =>
  driverInfo.podName === undefined ? 'No attempt has begun.' : 'The attempt has ended.';

const sentences = (...all: readonly (string | undefined)[]): string =>
  all.filter((sentence) => sentence !== undefined).join(' ');

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
