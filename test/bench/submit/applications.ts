/** The applications that are submitted: `examples/spark-pi.yaml`, again and again, and what each leads to. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';

import { APPLICATIONS, type SparkApplication } from '../../../src/api/spark-application.ts';
import type { SubmissionPlan } from '../../../src/submission/plan-submission.ts';
import { planSubmission } from '../../../src/submission/plan-submission.ts';

const EXAMPLE = join(import.meta.dirname, '../../../examples/spark-pi.yaml');
const { spec } = load(readFileSync(EXAMPLE, 'utf8')) as SparkApplication;

export function application(namespace: string, name: string): SparkApplication {
  return {
    apiVersion: APPLICATIONS.apiVersion,
    kind: APPLICATIONS.kind,
    metadata: { namespace, name },
    spec,
  };
}

/** `NAME-0`, `NAME-1` and so on. */
export function applications(namespace: string, name: string, count: number): readonly SparkApplication[] {
  return Array.from({ length: count }, (_, index) => application(namespace, `${name}-${index}`));
}

/** Exactly the objects that the operator would create for the application, had it this uid. */
export function planOf({ metadata, ...rest }: SparkApplication): SubmissionPlan {
  return planSubmission({
    application: { ...rest, metadata: { ...metadata, uid: randomUUID() } },
    attempt: 1,
    submittedAtMs: Date.now(),
    settings: { pluginConfigMapName: 'spark-operator-driver-plugin-0123456789ab', sparkUser: 'spark' },
  });
}
