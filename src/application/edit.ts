import type { SparkApplication } from '../api/spark-application.ts';
import type { Violation } from '../api/violation.ts';
import type { Stored } from '../manifest/object-meta.ts';
import { validateApplication } from '../submission/validate-application.ts';
import { needsNewAttempt } from './spec-changes.ts';

/** What has become of the spec since the operator last looked at the application. */
export type Edit =
  /** Nothing, or only what applies in place. */
  | { readonly kind: 'none' }
  /** It needs other pods than those of the attempt. */
  | { readonly kind: 'new-attempt' }
  /** The same, but nothing could be submitted from it: what runs goes on. */
  | { readonly kind: 'wrong'; readonly violations: readonly Violation[] };

/** Looks into the spec only where its generation is another one than at the last look. */
export function editOf(application: Stored<SparkApplication>): Edit {
  const { metadata, spec, status } = application;
  if (status === undefined || status.observedGeneration === metadata.generation) return { kind: 'none' };
  if (!needsNewAttempt(status.submittedSpec, spec)) return { kind: 'none' };
  const violations = validateApplication(application);
  return violations.length === 0 ? { kind: 'new-attempt' } : { kind: 'wrong', violations };
}
