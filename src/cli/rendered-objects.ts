import type { SparkApplication } from '../api/spark-application.ts';
import type { KubernetesObject } from '../manifest/object-meta.ts';
import { buildExecutor } from '../pod/build-executor.ts';
import { executorClaims } from '../pod/executor-claims.ts';
import { parseExecutorTemplate } from '../pod/executor-template.ts';
import { DEFAULT_PROFILE_ID } from '../spark/resource-profile.ts';
import { attemptOf } from '../submission/attempt.ts';
import { planSubmission, type SubmissionPlan } from '../submission/plan-submission.ts';
import { parseExecutorFields } from '../submission/pod-fields/executor-fields.ts';
import { withPodFields } from '../submission/pod-fields/pod-field-steps.ts';
import { objectLabels } from '../submission/pod-labels.ts';

/** Stands for the ConfigMap with the driver's jar, whose name ends in a hash of the jar. */
const PLUGIN = 'spark-operator-driver-plugin';

/** Stand for what only a running driver has. */
const DRIVER_IP = 'DRIVER-POD-IP';
const DRIVER_UID = 'DRIVER-POD-UID';

/**
 * Gives everything that the operator creates for the first attempt of an application, in its order: what stands beside
 * the driver, the driver pod, and its first `executors` executors with their claims.
 *
 * Guarantees: the same application gives the same objects; times in them are 0.
 * Assumes: `validateApplication` found nothing. Fails: an OperatorError otherwise.
 */
export function renderedObjects(
  application: SparkApplication,
  executors: number,
): readonly KubernetesObject[] {
  const settings = { pluginConfigMapName: PLUGIN, sparkUser: 'spark' };
  const plan = planSubmission({ application, attempt: 1, submittedAtMs: 0, settings });
  return [
    ...plan.sideObjects.map(({ object }) => object),
    plan.driverPod,
    ...Array.from({ length: executors }, (_, index) => executor(application, plan, index + 1)).flat(),
  ];
}

/** The claims first: the pod waits for them. */
function executor(
  application: SparkApplication,
  { configMapData, driverPodName }: SubmissionPlan,
  id: number,
): readonly KubernetesObject[] {
  const template = parseExecutorTemplate(configMapData, {
    name: driverPodName,
    uid: DRIVER_UID,
    ip: DRIVER_IP,
  });
  const built = buildExecutor(template, { id, profile: { id: DEFAULT_PROFILE_ID } });
  const { claims, sharedClaims } = executorClaims(
    template,
    built,
    objectLabels(attemptOf(application, 1, 0)),
  );
  const pod = withPodFields(built.pod, parseExecutorFields(configMapData, driverPodName));
  // All executors use the same ones.
  const first = id === 1 ? sharedClaims : [];
  return [...first, ...claims, { ...pod, metadata: { ...pod.metadata, namespace: template.namespace } }];
}
