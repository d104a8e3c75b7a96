import type { PodManifest } from '../manifest/pod.ts';
import { CONF } from '../spark/conf-keys.ts';
import { DEFAULT_PROFILE_ID } from '../spark/resource-profile.ts';
import { parseExecutorConf, type ExecutorConf, type ExecutorRequest } from './executor-conf.ts';
import { EXECUTOR_STEPS } from './executor-steps.ts';
import type { ExecutorTemplate } from './executor-template.ts';
import type { PlannedObject } from './planned-object.ts';
import { sparkPodOf } from './pod-template.ts';
import { finishedPod, type SparkPod } from './spark-pod.ts';

/** An executor pod, and the claims it needs. */
export interface ExecutorBuild {
  readonly pod: PodManifest;
  /** Claims made on demand; to be owned by the driver pod. */
  readonly beside: readonly PlannedObject[];
}

/**
 * Gives the pod of one executor.
 *
 * Fails with an OperatorError that names the property to mend.
 *
 * @see Spark `KubernetesExecutorBuilder`
 */
export function buildExecutor(template: ExecutorTemplate, request: ExecutorRequest): ExecutorBuild {
  const conf = parseExecutorConf(template, request);
  const start = startOf(template, conf);
  const built = EXECUTOR_STEPS.reduce((soFar, step) => step(soFar, conf), start);
  return { pod: finishedPod(built), beside: built.beside };
}

/** The sizes in a template belong to the default profile: another profile names its own. */
function startOf({ podTemplate }: ExecutorTemplate, conf: ExecutorConf): SparkPod {
  const start = sparkPodOf(podTemplate, conf.spark.read(CONF.executorContainerName));
  if (conf.profileId === DEFAULT_PROFILE_ID) return start;
  const { resources: _, ...container } = start.container;
  return { ...start, container };
}
