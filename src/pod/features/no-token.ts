import type { ExecutorConf } from '../executor-conf.ts';
import { withSpec, type FeatureStep } from '../spark-pod.ts';

/** Executors talk to their driver only, never to the API server: they get no token to do so. Not a step of Spark's. */
export const noToken: FeatureStep<ExecutorConf> = (soFar) =>
  withSpec(soFar, { automountServiceAccountToken: false });
