import type { LabelSelector } from './network-policy.ts';
import type { KubernetesObject, Resource } from './object-meta.ts';

/**
 * Protects pods from what Kubernetes does of its own accord and can put off, and from nothing else: a node that fails takes
 * its pods along.
 *
 * How many pods have to stay where Kubernetes is asked to make room: when a node is drained, for example.
 */
export interface PodDisruptionBudgetManifest extends KubernetesObject {
  readonly spec: { readonly minAvailable: number; readonly selector: LabelSelector };
}

export const POD_DISRUPTION_BUDGETS: Resource<PodDisruptionBudgetManifest> = {
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  plural: 'poddisruptionbudgets',
};
