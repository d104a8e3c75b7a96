import type { SparkApplicationStatus } from '../api/spark-application.ts';

/**
 * The state of an application in words: kubeflow's state string, or `NEW` before its first state, which is the empty
 * string.
 */
export const stateText = (status: SparkApplicationStatus | undefined): string =>
  status?.applicationState.state || 'NEW';
