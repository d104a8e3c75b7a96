import type { Container, PodManifest, PodSpec } from '../manifest/pod.ts';
import { OperatorError } from '../operator-error.ts';
import { EMPTY_SPARK_POD, type SparkPod } from './spark-pod.ts';

/** A pod of the user's own, to which Spark's steps add: metadata and spec as Kubernetes has them. */
export interface PodTemplate {
  readonly metadata?: Partial<PodManifest['metadata']>;
  readonly spec?: Partial<PodSpec>;
}

/**
 * Gives the pod that the steps begin with: the template, with the container that runs Spark taken out. That is the one
 * named `containerName`, else the first one; the others stay as they are, in front of it.
 *
 * Fails: POD_TEMPLATE_UNREADABLE where no container has that name.
 *
 * @see Spark `KubernetesUtils.selectSparkContainer`
 */
export function sparkPodOf(template: PodTemplate | undefined, containerName: string | undefined): SparkPod {
  if (template === undefined) return EMPTY_SPARK_POD;
  const containers = template.spec?.containers ?? [];
  const container = sparkContainer(containers, containerName);
  return {
    ...EMPTY_SPARK_POD,
    pod: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: '', ...template.metadata },
      spec: { ...template.spec, containers: containers.filter((other) => other !== container) },
    },
    // People may leave out its name, which Kubernetes would not.
    container: { ...EMPTY_SPARK_POD.container, ...container },
  };
}

function sparkContainer(containers: readonly Container[], name: string | undefined): Container {
  const found = name === undefined ? containers[0] : containers.find((container) => container.name === name);
  if (found !== undefined) return found;
  if (name === undefined) return EMPTY_SPARK_POD.container;
  throw new OperatorError('POD_TEMPLATE_UNREADABLE', {
    name,
    names: containers.map((container) => container.name).join(', '),
  });
}
