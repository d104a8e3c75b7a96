import { quantityBytes } from '../../manifest/quantity.ts';
import { withContainer } from '../../pod/spark-pod.ts';
import { parseMemoryLimit } from '../memory-limit.ts';
import type { PodFieldStep } from './pod-fields.ts';

/**
 * `memoryLimit`. Never below what the container requests, or the pod would be refused: an executor may be asked for
 * with more memory than it was submitted with.
 */
export const memoryLimit: PodFieldStep = (soFar, { memoryLimit: text }) => {
  if (text === undefined) return soFar;
  const limit = parseMemoryLimit(text, 'memoryLimit');
  const requested = quantityBytes(soFar.container.resources?.requests?.['memory'] ?? '0') ?? 0;
  const isEnough = (quantityBytes(limit) ?? 0) >= requested;
  return isEnough ? withContainer(soFar, { resources: { limits: { memory: limit } } }) : soFar;
};

/** `gpu`: a limit, which Kubernetes takes for the request, too. */
export const gpu: PodFieldStep = (soFar, { gpu: wanted }) =>
  wanted === undefined || wanted.quantity <= 0
    ? soFar
    : withContainer(soFar, { resources: { limits: { [wanted.name]: String(wanted.quantity) } } });
