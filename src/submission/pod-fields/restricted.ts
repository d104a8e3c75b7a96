import type { Container, PodManifest } from '../../manifest/pod.ts';

/**
 * Gives the pod what the Pod Security level `restricted` asks of every pod, wherever it says nothing itself: not root, the
 * runtime's own filter of system calls, no more rights than the parent, no capabilities. In all of its containers.
 *
 * Guarantees: what an application or a template says stays, even where the level refuses it; the refusal then says why.
 *
 * @see Kubernetes Pod Security Standards
 */
export function restrictedPod(pod: PodManifest): PodManifest {
  const { spec } = pod;
  const { initContainers } = spec;
  return {
    ...pod,
    spec: {
      ...spec,
      securityContext: {
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
        ...spec.securityContext,
      },
      ...(initContainers !== undefined && { initContainers: initContainers.map(restrictedContainer) }),
      containers: spec.containers.map(restrictedContainer),
    },
  };
}

function restrictedContainer(container: Container): Container {
  const said = container.securityContext ?? {};
  const securityContext = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, ...said };
  return { ...container, securityContext };
}
