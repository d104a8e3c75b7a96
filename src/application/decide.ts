import type { SubmissionSettings } from '../submission/plan-submission.ts';
import { unreachable } from '../unreachable.ts';
import type { Decision } from './action.ts';
import {
  afterFailure,
  afterSuccess,
  editedAfterEnd,
  goOnTakingDown,
  tidy,
  type LifeSettings,
} from './after-end.ts';
import { begin } from './begin.ts';
import { followDriver } from './follow-driver.ts';
import { interruption, isSuspended } from './interruption.ts';
import type { Observed } from './observed.ts';
import { move, record, RESYNC, stateOf } from './record.ts';
import { clearance, takeDownAttempt } from './take-down.ts';

/*
 * SUBMITTED, RUNNING and UNKNOWN follow the driver pod in any direction: a node that answers again leads from UNKNOWN
 * back to RUNNING, and a driver that ended while nobody looked leads from SUBMITTED to its end at once. All states and
 * their transitions are drawn in `api/application-state.ts`. SUCCEEDING, FAILING and SUBMISSION_FAILED last for one
 * look, or until the next attempt is due.
 */

/** What the operator adds to every application, and what whoever installs it decides. */
export type DecideSettings = SubmissionSettings & LifeSettings;

/**
 * Decides what to do for one application. Same observation, settings and time, same decision.
 *
 * 1. Not submitted yet: refuse it with all that is wrong, else submit what is planned for the attempt.
 * 2. Submitted: have the state follow the driver pod, and the executors follow the executor set.
 * 3. The driver has ended: record how; bring the executors to an end and remove what nobody looks at any more.
 * 4. Run it again where the restart policy says so, or the spec has changed: first nothing of the old attempt may be left.
 * 5. Suspended: the same, without the next attempt.
 *
 * Guarantees: the status goes before the Event that tells of it, and before whatever rests on it, so that a crash
 * between two actions repeats an action and skips none but an Event. No state but a terminal one waits for a change
 * alone.
 * Assumes: `observed.driver` was looked for in the states that depend on it.
 */
export function decide(observed: Observed, settings: DecideSettings, nowMs: number): Decision {
  const state = stateOf(observed);
  switch (state) {
    case '':
    case 'RESUMING':
      return beginUnlessSuspended(observed, settings, nowMs);
    case 'SUBMITTED':
    case 'RUNNING':
    case 'UNKNOWN':
      return interruption(observed, nowMs) ?? followDriver(observed, nowMs);
    case 'SUCCEEDING':
      return afterSuccess(observed, nowMs);
    case 'FAILING':
    case 'SUBMISSION_FAILED':
      return afterFailure(observed, nowMs);
    case 'INVALIDATING':
      return move(observed, { state: 'PENDING_RERUN', news: { kind: 'spec-replaced' } }, nowMs);
    case 'PENDING_RERUN':
      return (
        interruption(observed, nowMs) ??
        goOnTakingDown(takeDownAttempt(observed, nowMs), observed, nowMs) ??
        cleared(observed, beginUnlessSuspended(observed, settings, nowMs))
      );
    case 'SUSPENDING':
      return (
        goOnTakingDown(takeDownAttempt(observed, nowMs), observed, nowMs) ??
        cleared(observed, move(observed, { state: 'SUSPENDED' }, nowMs))
      );
    case 'SUSPENDED':
      if (!isSuspended(observed)) return move(observed, { state: 'RESUMING' }, nowMs);
      return { actions: record(observed, undefined, nowMs), nextLook: RESYNC };
    case 'COMPLETED':
    case 'FAILED':
      return editedAfterEnd(observed, nowMs) ?? tidy(observed, nowMs, settings);
    default:
      return unreachable(state);
  }
}

/** Nothing of an earlier attempt is there; whether the next one begins is for people to say. */
const beginUnlessSuspended = (observed: Observed, settings: DecideSettings, nowMs: number): Decision =>
  isSuspended(observed) ? move(observed, { state: 'SUSPENDING' }, nowMs) : begin(observed, settings, nowMs);

/** The decision, after the last that may be left of the attempt was removed. */
const cleared = (observed: Observed, { actions, nextLook }: Decision): Decision => ({
  actions: [...clearance(observed), ...actions],
  nextLook,
});
