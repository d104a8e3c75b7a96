import type { SparkApplication } from '../api/spark-application.ts';
import type { Violation } from '../api/violation.ts';
import type { FileContents } from '../pod/submitted-files.ts';
import { decideSubmission } from './decide-submission.ts';

/** Whatever they are, they make nothing right or wrong. */
const SETTINGS = { pluginConfigMapName: 'plugin', sparkUser: 'spark' };

/**
 * Finds everything that keeps an application from being submitted, all at once; what shows only in its pods as soon as
 * they can be built.
 *
 * Guarantees: where it finds nothing, `planSubmission` with the same `files` does not fail, nor does building its
 * executors from the plan.
 */
export function validateApplication(
  application: SparkApplication,
  files: FileContents = {},
): readonly Violation[] {
  const request = { application, attempt: 1, submittedAtMs: 0, settings: SETTINGS, files };
  const decision = decideSubmission(request);
  return decision.kind === 'refuse' ? decision.violations : [];
}
