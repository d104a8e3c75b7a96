import { isDeepStrictEqual } from 'node:util';
import type { ApplicationState } from '../api/application-state.ts';
import { violationLines } from '../api/violation.ts';
import type { NextLook } from '../clock.ts';
import { decideSubmission } from '../submission/decide-submission.ts';
import type { SubmissionSettings } from '../submission/plan-submission.ts';
import { unreachable } from '../unreachable.ts';
import { eventAction, type Action, type Decision } from './action.ts';
import type { DriverPod, DriverState } from './driver-pod.ts';
import { lastLogLines } from './last-log-lines.ts';
import { clearance } from './driver-mode.ts';
import { currentAttempt, managedBy, type Observed } from './observed.ts';
import { scaleEvents } from './scale.ts';
import { EMPTY_STATUS, nextStatus, type Transition } from './status.ts';

/*
 *   ''  ──submit──→ SUBMITTED ──driver runs──→ RUNNING ──exit 0──→ SUCCEEDING ──→ COMPLETED
 *    │                  └────────────┬──────────┘
 *    │                               └─driver failed or vanished──→ FAILING ──→ FAILED
 *    ├──refused by the API server──→ SUBMISSION_FAILED ──→ FAILED
 *    └──spec is wrong──→ FAILED
 *
 * SUBMITTED, RUNNING and UNKNOWN follow the driver pod in any direction: a node that answers again leads from UNKNOWN
 * back to RUNNING, and a driver that ended while nobody looked leads from SUBMITTED to its end at once.
 * SUCCEEDING, FAILING and SUBMISSION_FAILED last for one look; they are there because existing tools match on them.
 * COMPLETED and FAILED are left by nothing but a new resource.
 */

/** How often a live application is looked at although nothing woke us. */
const RESYNC: NextLook = { kind: 'after', delayMs: 300_000 };
const ON_CHANGE: NextLook = { kind: 'on-change' };
/** Executors of an application that is over are about to go. */
const ENDING: NextLook = { kind: 'after', delayMs: 1_000 };
/** The state was changed just now; the change itself wakes us. In case it does not: */
const SOON: NextLook = { kind: 'after', delayMs: 5_000 };

/**
 * Decides what to do for one application. Same observation, settings and time, same decision.
 *
 * 1. Not submitted yet: refuse it with all that is wrong, else submit what is planned for the attempt.
 * 2. Submitted: have the state follow the driver pod, and the executors follow the executor set.
 * 3. The driver has ended: record how, which takes two looks (…ING, then …ED).
 * 4. Ended for good: bring executors to an end, then remove what nobody looks at any more.
 *
 * Guarantees: the status goes before the Event that tells of it, and before whatever rests on it, so that a crash
 * between two actions repeats an action and skips none but an Event. No state but a terminal one waits for a change
 * alone.
 * Assumes: `observed.driver` was looked for in the states that follow a driver.
 */
export function decide(observed: Observed, settings: SubmissionSettings, nowMs: number): Decision {
  const state = stateOf(observed);
  switch (state) {
    case '':
      return submitOrRefuse(observed, settings, nowMs);
    case 'SUBMISSION_FAILED':
      return end(observed, { state: 'FAILED', ...errorOf(observed) }, nowMs);
    case 'SUBMITTED':
    case 'RUNNING':
    case 'UNKNOWN':
      return followDriver(observed, nowMs);
    case 'SUCCEEDING':
      return end(observed, { state: 'COMPLETED' }, nowMs);
    case 'FAILING':
      return end(observed, { state: 'FAILED', ...errorOf(observed) }, nowMs);
    case 'COMPLETED':
    case 'FAILED':
      return tidy(observed, nowMs);
    default:
      return unreachable(state);
  }
}

/** The submission writes the status itself: what is to be recorded depends on what comes of it. */
function submitOrRefuse(observed: Observed, settings: SubmissionSettings, nowMs: number): Decision {
  const { application } = observed;
  const attempt = currentAttempt(application);
  const decision = decideSubmission({ application, attempt, submittedAtMs: nowMs, settings });
  if (decision.kind === 'refuse') {
    return move(observed, { state: 'FAILED', errorMessage: violationLines(decision.violations) }, nowMs);
  }
  const because = 'the application was not submitted yet';
  return { actions: [{ kind: 'submit', attempt, plan: decision.plan, because }], nextLook: SOON };
}

/** The driver is somewhere between accepted and ended: the state follows its pod, the executors follow its set. */
function followDriver(observed: Observed, nowMs: number): Decision {
  const { driver } = observed;
  if (driver.kind !== 'present') {
    // Not a cache that lags: `observe` has asked the API server before it says so.
    const errorMessage =
      'driver pod not found: it was deleted, or its node was removed. Apply the application again to run it.';
    return move(observed, { state: 'FAILING', errorMessage }, nowMs);
  }
  const transition = transitionFor(driver.pod.state);
  if (transition.state === 'SUCCEEDING' || transition.state === 'FAILING') {
    return move(observed, transition, nowMs);
  }
  const changed = transition.state === stateOf(observed) ? undefined : transition;
  return {
    actions: [
      ...record(observed, changed, nowMs),
      ...scaleEvents(observed),
      ...steerExecutors(observed, driver.pod),
    ],
    nextLook: RESYNC,
  };
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

/** The state that belongs to what the driver pod shows. */
function transitionFor(driver: DriverState): Transition {
  switch (driver.kind) {
    case 'pending':
      return { state: 'SUBMITTED' };
    case 'running':
      return { state: 'RUNNING' };
    case 'succeeded':
      return { state: 'SUCCEEDING' };
    case 'failed':
      return { state: 'FAILING', errorMessage: failureOf(driver) };
    case 'unknown':
      return { state: 'UNKNOWN' };
    default:
      return unreachable(driver);
  }
}

/** One sentence in the words existing tools match on, then the container's last words. */
function failureOf(driver: Extract<DriverState, { kind: 'failed' }>): string {
  const what =
    driver.exitCode === undefined
      ? `driver pod failed with Reason: ${driver.reason}`
      : `driver container failed with ExitCode: ${driver.exitCode}, Reason: ${driver.reason}`;
  const words = lastLogLines(driver.message);
  return words === '' ? what : `${what}\n${words}`;
}

/**
 * The application has ended: bring its executors to an end, then remove what nobody looks at any more.
 *
 * 1. Without an executor set everything is removed already: it goes last, or there never was one. The counts stay.
 * 2. While an executor pod is left, or the end of one is not recorded, the executors' controller goes on.
 * 3. Else the side objects go, and the set after them; its deletion brings the next look, which finds step 1.
 */
function tidy(observed: Observed, nowMs: number): Decision {
  const recorded = record(observed, undefined, nowMs);
  if (observed.executorSet === undefined) return { actions: recorded, nextLook: ON_CHANGE };
  const unfinished = observed.executorSet.status?.unfinished ?? '';
  if (unfinished !== '' || observed.executorPods > 0) {
    const because = `${observed.executorPods} executor pods are left, the ends of "${unfinished}" not recorded`;
    return { actions: [...recorded, { kind: 'end-executors', because }], nextLook: ENDING };
  }
  const attempt = currentAttempt(observed.application);
  const because = 'the attempt is over and all its executors have ended';
  return { actions: [...recorded, { kind: 'remove-side-objects', attempt, because }], nextLook: SOON };
}

/** Moves on to another state: the status first, then the Event that says so. */
function move(observed: Observed, transition: Transition, nowMs: number): Decision {
  return { actions: record(observed, transition, nowMs), nextLook: SOON };
}

/** Moves on to an end. Where the driver made the executors, no executor set tells later that something is left. */
function end(observed: Observed, transition: Transition, nowMs: number): Decision {
  const { actions, nextLook } = move(observed, transition, nowMs);
  return { actions: [...clearance(observed), ...actions], nextLook };
}

/** The status where it is news, and the Events of a transition; nothing where all is as it was. */
function record(observed: Observed, transition: Transition | undefined, nowMs: number): readonly Action[] {
  const status = nextStatus(observed, transition, nowMs);
  const before = observed.application.status ?? EMPTY_STATUS;
  const because =
    transition === undefined ? 'what there is has changed' : `the application is now ${transition.state}`;
  return [
    ...(isDeepStrictEqual(status, before) ? [] : [{ kind: 'set-status', status, because } as const]),
    ...(transition === undefined ? [] : eventsFor(transition, observed)),
  ];
}

/** The Events of entering a state, with the reasons that existing tools match on. */
function eventsFor({ state, errorMessage = '' }: Transition, observed: Observed): readonly Action[] {
  const { name } = observed.application.metadata;
  switch (state) {
    case 'RUNNING':
      return [eventAction('Normal', 'SparkDriverRunning', `the driver of ${name} runs`)];
    case 'SUCCEEDING':
      return [eventAction('Normal', 'SparkDriverCompleted', `the driver of ${name} ended with exit code 0`)];
    case 'FAILING':
      return [eventAction('Warning', 'SparkDriverFailed', errorMessage)];
    case 'UNKNOWN':
      return [
        eventAction('Warning', 'SparkDriverUnknown', `the node of the driver of ${name} does not answer`),
      ];
    case 'COMPLETED':
      return [eventAction('Normal', 'SparkApplicationCompleted', `${name} completed`)];
    case 'FAILED':
      return [eventAction('Warning', 'SparkApplicationFailed', errorMessage)];
    case '':
    case 'SUBMITTED':
    case 'SUBMISSION_FAILED':
      return [];
    default:
      return unreachable(state);
  }
}

const stateOf = ({ application }: Observed): ApplicationState =>
  application.status?.applicationState.state ?? '';

/** The message travels from FAILING and SUBMISSION_FAILED to FAILED. */
const errorOf = ({ application }: Observed): { readonly errorMessage?: string } => {
  const errorMessage = application.status?.applicationState.errorMessage;
  return errorMessage === undefined ? {} : { errorMessage };
};
