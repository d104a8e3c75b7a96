import type { SparkApplication, SparkApplicationSpec } from '../../../src/api/spark-application.ts';
import { planSubmission, type SubmissionPlan } from '../../../src/submission/plan-submission.ts';

/** A Scala application that is right, with the given changes. */
export function application(
  spec: Partial<SparkApplicationSpec> = {},
  metadata: Partial<SparkApplication['metadata']> = {},
): SparkApplication {
  return {
    apiVersion: 'sparkoperator.k8s.io/v1beta2',
    kind: 'SparkApplication',
    metadata: { name: 'pi', namespace: 'jobs', uid: 'application-uid', ...metadata },
    spec: {
      type: 'Scala',
      sparkVersion: '4.3.0',
      image: 'spark:4.3.0',
      mainClass: 'org.example.Pi',
      mainApplicationFile: 'local:///pi.jar',
      driver: {},
      executor: {},
      ...spec,
    },
  };
}

export function planOf(sparkApplication: SparkApplication, attempt = 1): SubmissionPlan {
  return planSubmission({
    application: sparkApplication,
    attempt,
    submittedAtMs: 1_700_000_000_000,
    settings: { pluginConfigMapName: 'plugin-abc', sparkUser: 'spark' },
  });
}
