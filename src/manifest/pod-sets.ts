import type { KubernetesObject, Resource } from './object-meta.ts';
import type { Container } from './pod.ts';

/*
 * Kinds that make pods, and make them again. Of most only whose they are is looked at.
 */

export const STATEFUL_SETS: Resource<KubernetesObject> = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  plural: 'statefulsets',
};

/** A Deployment, as far as it is looked at. */
export interface DeploymentManifest extends KubernetesObject {
  readonly spec?: {
    /** @default 1 */
    readonly replicas?: number;
    readonly template: { readonly spec: { readonly containers: readonly Container[] } };
  };
  readonly status?: { readonly readyReplicas?: number };
}

export const DEPLOYMENTS: Resource<DeploymentManifest> = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  plural: 'deployments',
};
