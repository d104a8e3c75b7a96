import { SUBMITTED_SPEC_ANNOTATION } from '../api/labels.ts';
import { violationLines, type Violation } from '../api/violation.ts';
import { applicationWarnings } from '../submission/application-warnings.ts';
import { decideSubmission } from '../submission/decide-submission.ts';
import type { SubmissionPlan, SubmissionSettings } from '../submission/plan-submission.ts';
import type { Decision } from './action.ts';
import { nextAttempt, type Observed } from './observed.ts';
import { move, SOON } from './record.ts';
import { specFingerprint } from './spec-changes.ts';

/** The submission writes the status itself: what is to be recorded depends on what comes of it. */
export function begin(observed: Observed, settings: SubmissionSettings, nowMs: number): Decision {
  const { application } = observed;
  const attempt = nextAttempt(application);
  const decision = decideSubmission({ application, attempt, submittedAtMs: nowMs, settings });
  if (decision.kind === 'refuse') return refuse(observed, decision.violations, nowMs);
  const because = 'no attempt is under way';
  const plan = withFingerprint(decision.plan, specFingerprint(application.spec));
  return { actions: [{ kind: 'submit', attempt, plan, because }], nextLook: SOON };
}

/** A driver that is found instead of created tells by it whether it was made from an earlier spec. */
function withFingerprint(plan: SubmissionPlan, fingerprint: string): SubmissionPlan {
  const { metadata } = plan.driverPod;
  const annotations = { ...metadata.annotations, [SUBMITTED_SPEC_ANNOTATION]: fingerprint };
  return { ...plan, driverPod: { ...plan.driverPod, metadata: { ...metadata, annotations } } };
}

/** All that is wrong at once, and after it what people are warned of; only an edit leads on. */
export function refuse(observed: Observed, violations: readonly Violation[], nowMs: number): Decision {
  const warnings = applicationWarnings(observed.application, violations);
  const told = [
    violationLines(violations),
    ...warnings.map((warning) => `warning: ${violationLines([warning])}`),
  ];
  const errorMessage = told.join('\n');
  return move(observed, { state: 'FAILED', errorMessage, news: { kind: 'spec-refused' } }, nowMs);
}
