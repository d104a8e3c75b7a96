import type { SparkApplication, SparkApplicationSpec } from '../../../src/api/spark-application.ts';
import type { Container, PodManifest } from '../../../src/manifest/pod.ts';
import { buildExecutor } from '../../../src/pod/build-executor.ts';
import { parseExecutorTemplate } from '../../../src/pod/executor-template.ts';
import { planSubmission, type SubmissionPlan } from '../../../src/submission/plan-submission.ts';
import { parseExecutorFields } from '../../../src/submission/pod-fields/executor-fields.ts';
import { withPodFields } from '../../../src/submission/pod-fields/pod-field-steps.ts';

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

/** Both pods of the application, as they would be created. */
export function podsOf(
  sparkApplication: SparkApplication,
): Readonly<Record<'driver' | 'executor', PodManifest>> {
  const plan = planOf(sparkApplication);
  const driver = { name: plan.driverPodName, uid: 'driver-uid', ip: '10.0.0.1' };
  const template = parseExecutorTemplate(plan.configMapData, driver);
  const { pod } = buildExecutor(template, { id: 1, profile: { id: 0 } });
  const fields = parseExecutorFields(plan.configMapData, driver.name);
  return { driver: plan.driverPod, executor: withPodFields(pod, fields) };
}

/** The container that runs Spark. */
export function sparkContainer(pod: PodManifest): Container {
  const found = pod.spec.containers.find(({ name }) => name.startsWith('spark-kubernetes-'));
  return found ?? { name: 'missing' };
}
