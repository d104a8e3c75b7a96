import { withContainer, withSpec } from '../../pod/spark-pod.ts';
import type { PodFieldStep } from './pod-fields.ts';

/** `lifecycle`, hook by hook: without a `preStop` of its own, an executor keeps the one that moves its blocks away. */
export const lifecycle: PodFieldStep = (soFar, { lifecycle: hooks }) =>
  hooks === undefined
    ? soFar
    : withContainer(soFar, { lifecycle: { ...soFar.container.lifecycle, ...hooks } });

/** `terminationGracePeriodSeconds` of the driver; for executors Spark has a property. */
export const gracePeriod: PodFieldStep = (soFar, { terminationGracePeriodSeconds }) =>
  terminationGracePeriodSeconds === undefined ? soFar : withSpec(soFar, { terminationGracePeriodSeconds });
