import type { PodManifest } from '../manifest/pod.ts';
import { DRIVER_CONTAINER, EXECUTOR_CONTAINER } from './container-names.ts';

/*
 * Which container of a pod runs Spark: the one with the variable that no other has, for a template may call it anything,
 * and webhooks put containers before and behind it. Else the one of the usual name, else the first.
 */

/** Of a driver pod. It is told by the variable where to listen. */
export const driverContainerName = (pod: PodManifest): string =>
  containerWith('SPARK_DRIVER_BIND_ADDRESS', pod, DRIVER_CONTAINER);

/** Of an executor pod. It is told by the variable who it is. */
export const executorContainerName = (pod: PodManifest): string =>
  containerWith('SPARK_EXECUTOR_ID', pod, EXECUTOR_CONTAINER);

function containerWith(variable: string, { spec: { containers } }: PodManifest, usualName: string): string {
  const own = containers.find(({ env }) => env?.some(({ name }) => name === variable));
  const usual = containers.find(({ name }) => name === usualName);
  return (own ?? usual ?? containers[0])?.name ?? usualName;
}
