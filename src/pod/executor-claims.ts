import type { KubernetesObject, OwnerReference } from '../manifest/object-meta.ts';
import { CONF } from '../spark/conf-keys.ts';
import type { ExecutorBuild } from './build-executor.ts';
import type { ExecutorTemplate } from './executor-template.ts';

/** The claims of one executor, as they are created, and how long they live. */
export interface ExecutorClaims {
  /** Owned by the driver pod, so that none is left behind, wherever its making breaks off. */
  readonly claims: readonly KubernetesObject[];
  /** Whether the executor pod is to own them once it is there: they go with it then, and not with the driver. */
  readonly claimsGoWithPod: boolean;
}

/**
 * Gives the claims that have to exist before the pod of an executor, with the labels of its attempt.
 *
 * @see Spark `ExecutorPodsAllocator`, `spark.kubernetes.driver.ownPersistentVolumeClaim`
 */
export function executorClaims(
  { conf, driver, namespace }: ExecutorTemplate,
  { beside }: ExecutorBuild,
  labels: Readonly<Record<string, string>>,
): ExecutorClaims {
  const owner: OwnerReference = {
    apiVersion: 'v1',
    kind: 'Pod',
    name: driver.name,
    uid: driver.uid,
    controller: true,
  };
  const claims = beside.map(({ object }) => ({
    ...object,
    metadata: {
      ...object.metadata,
      namespace,
      labels: { ...object.metadata.labels, ...labels },
      ownerReferences: [owner],
    },
  }));
  return { claims, claimsGoWithPod: !conf.read(CONF.driverOwnsClaims) };
}
