import type { ExecutorManagement } from '../submission/executor-management.ts';
import { unreachable } from '../unreachable.ts';
import { eventAction, type Action } from './action.ts';
import { managementEvents, asManagedBy, withManagement } from './driver-mode.ts';
import type { WebUi } from '../submission/driver-routes.ts';
import type { DriverPod } from './driver-pod.ts';
import type { Observed } from './observed.ts';
import { nextStatus, type Transition } from './status.ts';
import { warningEvents } from './warning-events.ts';

/** What came of a submission. */
export type SubmissionOutcome =
  | { readonly kind: 'accepted'; readonly driver: DriverPod; readonly webUi?: WebUi | undefined }
  /** The API server will not have it, now or later. `why` is its own sentence. */
  | { readonly kind: 'refused'; readonly why: string };

/**
 * Decides what to record once a submission has been tried. `management` is what was planned for its executors.
 *
 * Guarantees: an accepted driver is counted as an attempt, a refused one only as a try: the ids of the next try are those
 * of the same attempt, so it finds what the last one left behind.
 */
export function decideAfterSubmission(
  observed: Observed,
  management: ExecutorManagement,
  outcome: SubmissionOutcome,
  nowMs: number,
): readonly Action[] {
  switch (outcome.kind) {
    case 'accepted':
      return accepted(observed, management, outcome, nowMs);
    case 'refused':
      return refused(observed, management, outcome.why, nowMs);
    default:
      return unreachable(outcome);
  }
}

/** What the driver pod says counts: it may be older than the plan, where an earlier try was cut off. */
function accepted(
  observed: Observed,
  management: ExecutorManagement,
  { driver, webUi }: Extract<SubmissionOutcome, { kind: 'accepted' }>,
  nowMs: number,
): readonly Action[] {
  const { attempt, name } = driver;
  // Executors of the attempt before, which may still be on their way out, say nothing of this one.
  const { executorStates: _, ...known } = observed;
  const seen: Observed = {
    ...known,
    driver: { kind: 'present', pod: driver },
    executorSet: undefined,
    counted: undefined,
  };
  const recorded = nextStatus(seen, { state: 'SUBMITTED', news: { kind: 'accepted', driver } }, nowMs);
  const managed = withManagement(recorded, management, nowMs);
  const status = { ...managed, driverInfo: { ...managed.driverInfo, ...webUi } };
  return [
    { kind: 'set-status', status, because: 'the driver pod was accepted' },
    eventAction('Normal', 'SparkApplicationSubmitted', `attempt ${attempt}: driver pod ${name}`),
    ...managementEvents(management),
    ...warningEvents(observed.application),
  ];
}

function refused(
  observed: Observed,
  management: ExecutorManagement,
  why: string,
  nowMs: number,
): readonly Action[] {
  const transition: Transition = {
    state: 'SUBMISSION_FAILED',
    errorMessage: `submission failed: ${why}`,
    news: { kind: 'refused', failure: { kind: 'submission', reason: 'SubmissionRefused' } },
  };
  const status = {
    ...nextStatus(observed, transition, nowMs),
    executorManagement: asManagedBy(management),
  };
  return [
    { kind: 'set-status', status, because: 'the API server refused the submission' },
    eventAction('Warning', 'SparkApplicationSubmissionFailed', why),
  ];
}
