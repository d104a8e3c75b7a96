import type { ExecutorSetFailure } from '../api/spark-executor-set.ts';
import { unreachable } from '../unreachable.ts';
import type { Action, Decision } from './action.ts';
import { DRIVER_GONE, failureOfDriver, forcedFailure } from './driver-failure.ts';
import type { DriverPod } from './driver-pod.ts';
import { eventsTellFromMs } from './driver-trouble.ts';
import { refusedEdit } from './interruption.ts';
import { lastLogLines } from './last-log-lines.ts';
import { currentAttempt, managedBy, type Observed } from './observed.ts';
import { move, recordGathered, RESYNC, stateOf } from './record.ts';
import { scaleEvents } from './scale.ts';
import type { Transition } from './status.ts';
import { nextLimitAtMs, overdueOf } from './time-limits.ts';

/** How often an application is looked at while its driver is pending: what keeps it from starting may show in Events alone. */
const PENDING_RESYNC_MS = 15_000;

/** The driver is somewhere between accepted and ended: the state follows its pod, the executors follow its set. */
export function followDriver(observed: Observed, nowMs: number): Decision {
  const { driver } = observed;
  const forced = observed.executorSet?.status?.failure;
  if (driver.kind !== 'present') {
    // Not a cache that lags: `observe` has asked the API server before it says so.
    return move(observed, transitionWithoutDriver(forced), nowMs);
  }
  const transition = transitionFor(driver.pod, forced);
  if (transition.state === 'SUCCEEDING' || transition.state === 'FAILING') {
    const { actions, nextLook } = move(observed, transition, nowMs);
    return { actions: [...endSidecars(driver.pod), ...actions], nextLook };
  }
  const overdue = overdueOf(observed, nowMs);
  if (overdue !== undefined) {
    const { message: errorMessage, failure } = overdue;
    return move(observed, { state: 'FAILING', errorMessage, news: { kind: 'ended', failure } }, nowMs);
  }
  const changed = transition.state === stateOf(observed) ? undefined : transition;
  const { actions, heldMs } = recordGathered(observed, changed, nowMs);
  return {
    actions: [
      ...actions,
      ...scaleEvents(observed),
      ...refusedEdit(observed),
      ...steerExecutors(observed, driver.pod),
    ],
    nextLook: { kind: 'after', delayMs: untilNextLookMs(observed, heldMs, nowMs) },
  };
}

/**
 * Until the next limit passes, Events may tell what holds the driver up, what is held back may be written, or it is time
 * to see whether an event was missed.
 */
function untilNextLookMs(observed: Observed, heldMs: number, nowMs: number): number {
  const pod = observed.driver.kind === 'present' ? observed.driver.pod : undefined;
  const limitMs = (nextLimitAtMs(observed, nowMs) ?? Number.POSITIVE_INFINITY) - nowMs;
  const eventsMs = ((pod && eventsTellFromMs(pod)) ?? 0) - nowMs;
  const resyncMs = pod?.state.kind === 'pending' ? PENDING_RESYNC_MS : RESYNC.delayMs;
  const ahead = [heldMs, eventsMs].filter((ms) => ms > 0);
  return Math.min(resyncMs, limitMs, ...ahead);
}

/**
 * Executors live as long as their driver is wanted: a pod that is being deleted gets no new ones in its grace period.
 * A set that somebody deleted is made again; the driver then writes its demand anew.
 */
function steerExecutors({ application, executorSet }: Observed, driver: DriverPod): readonly Action[] {
  if (managedBy(application) === 'Driver') {
    return [{ kind: 'follow-executors', because: 'the driver makes them itself' }];
  }
  if (driver.deleting) return [{ kind: 'end-executors', because: 'the driver pod is being deleted' }];
  const run: Action = { kind: 'run-executors', driver, because: 'the driver is there' };
  if (executorSet !== undefined) return [run];
  const attempt = currentAttempt(application);
  return [{ kind: 'restore-executor-set', attempt, because: 'the executor set is not there' }, run];
}

/**
 * What outlives Spark in the driver pod would keep its node's room for ever. It is ended before the end is recorded, so that
 * nobody forgets it; the pod and its logs stay.
 */
function endSidecars(driver: DriverPod): readonly Action[] {
  if (!driver.outlived || driver.stopped || driver.deleting) return [];
  return [{ kind: 'stop-driver', driver, because: 'Spark has ended, and other containers run on' }];
}

/** Where there is no driver pod any more, the executor set still knows why it had to end. */
function transitionWithoutDriver(forced: ExecutorSetFailure | undefined): Transition {
  const errorMessage =
    forced?.message ??
    'driver pod not found: it was deleted, or its node was removed. Apply the application again to run it.';
  const failure = forced === undefined ? DRIVER_GONE : forcedFailure(forced);
  return { state: 'FAILING', errorMessage, news: { kind: 'ended', failure } };
}

/**
 * The state that belongs to what the driver pod shows.
 *
 * @param forced why the driver had to end itself, where its executor set says so
 */
function transitionFor(driver: DriverPod, forced: ExecutorSetFailure | undefined): Transition {
  const { state } = driver;
  switch (state.kind) {
    case 'pending':
      return { state: 'SUBMITTED' };
    case 'running':
      return { state: 'RUNNING' };
    case 'succeeded':
      return { state: 'SUCCEEDING', news: { kind: 'ended' } };
    case 'failed':
      return {
        state: 'FAILING',
        errorMessage: wordsOf(state, forced),
        news: {
          kind: 'ended',
          failure: forced === undefined ? failureOfDriver(state, driver) : forcedFailure(forced),
        },
      };
    case 'unknown':
      return { state: 'UNKNOWN' };
    default:
      return unreachable(state);
  }
}

/** One sentence in the words existing tools match on, then why it had to be, then the container's last words. */
function wordsOf(
  driver: Extract<DriverPod['state'], { kind: 'failed' }>,
  forced: ExecutorSetFailure | undefined,
): string {
  const what =
    driver.exitCode === undefined
      ? `driver pod failed with Reason: ${driver.reason}`
      : `driver container failed with ExitCode: ${driver.exitCode}, Reason: ${driver.reason}`;
  const lines = [what, forced?.message ?? '', lastLogLines(driver.message)];
  return lines.filter((line) => line !== '').join('\n');
}
