import type { PodManifest } from '../manifest/pod.ts';
import { parseExecutorConf, type ExecutorRequest } from './executor-conf.ts';
import { EXECUTOR_STEPS } from './executor-steps.ts';
import type { ExecutorTemplate } from './executor-template.ts';
import type { PlannedObject } from './planned-object.ts';
import { EMPTY_SPARK_POD, finishedPod } from './spark-pod.ts';

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
  const built = EXECUTOR_STEPS.reduce((soFar, step) => step(soFar, conf), EMPTY_SPARK_POD);
  return { pod: finishedPod(built), beside: built.beside };
}
