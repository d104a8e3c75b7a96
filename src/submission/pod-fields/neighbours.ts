import type { Container, PodManifest } from '../../manifest/pod.ts';
import { withSpec } from '../../pod/spark-pod.ts';
import type { PodFields, PodFieldStep } from './pod-fields.ts';

/** `initContainers`, after those of a template. One that the template has already is not added again. */
export const initContainers: PodFieldStep = (soFar, { initContainers: added = [] }) =>
  withSpec(soFar, { initContainers: notYetIn(soFar.pod.spec.initContainers, added) });

/** `sidecars`, behind the Spark container: the first container is the one that `kubectl logs` shows. */
export function withSidecars(pod: PodManifest, { sidecars = [] }: PodFields): PodManifest {
  const { containers } = pod.spec;
  return {
    ...pod,
    spec: { ...pod.spec, containers: [...containers, ...notYetIn(containers, sidecars)] },
  };
}

/** By name and image, so that a container may stand in the template and in the field. */
function notYetIn(present: readonly Container[] = [], added: readonly Container[]): readonly Container[] {
  const isThere = ({ name, image }: Container): boolean =>
    present.some((other) => other.name === name && other.image === image);
  return added.filter((container) => !isThere(container));
}
