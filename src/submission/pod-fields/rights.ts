import { withSpec } from '../../pod/spark-pod.ts';
import type { PodFieldStep } from './pod-fields.ts';

/** `securityContext`, in place of Spark's own and of that of a template: a mixture could contradict itself. */
export const containerSecurity: PodFieldStep = (soFar, { securityContext }) =>
  securityContext === undefined ? soFar : { ...soFar, container: { ...soFar.container, securityContext } };

/** `podSecurityContext`, in place of that of a template. */
export const podSecurity: PodFieldStep = (soFar, { podSecurityContext }) =>
  podSecurityContext === undefined ? soFar : withSpec(soFar, { securityContext: podSecurityContext });

/** `shareProcessNamespace`. */
export const sharedProcesses: PodFieldStep = (soFar, { shareProcessNamespace }) =>
  shareProcessNamespace === undefined ? soFar : withSpec(soFar, { shareProcessNamespace });
