import { withSpec } from '../../pod/spark-pod.ts';
import type { PodFieldStep } from './pod-fields.ts';

/** `affinity`, in place of that of a template. */
export const affinity: PodFieldStep = (soFar, { affinity: wanted }) =>
  wanted === undefined ? soFar : withSpec(soFar, { affinity: wanted });

/** `tolerations`, after those of a template. */
export const tolerations: PodFieldStep = (soFar, { tolerations: added = [] }) =>
  withSpec(soFar, { tolerations: added });

/** `topologySpreadConstraints`, after those of a template. */
export const topologySpread: PodFieldStep = (soFar, { topologySpreadConstraints: added = [] }) =>
  withSpec(soFar, { topologySpreadConstraints: added });

/** `priorityClassName`. What a template says about the priority itself goes: the API server would find the two at odds. */
export const priorityClass: PodFieldStep = (soFar, { priorityClassName }) => {
  if (priorityClassName === undefined || priorityClassName === '') return soFar;
  const { priority: _, preemptionPolicy: __, ...spec } = soFar.pod.spec;
  return { ...soFar, pod: { ...soFar.pod, spec: { ...spec, priorityClassName } } };
};
