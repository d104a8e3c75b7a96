import { withContainer } from '../../pod/spark-pod.ts';
import type { PodFieldStep } from './pod-fields.ts';

/** `env` and `envFrom`, after Spark's own: of two variables with one name the last counts. */
export const environment: PodFieldStep = (soFar, { env = [], envFrom = [] }) =>
  withContainer(soFar, { env, envFrom });
