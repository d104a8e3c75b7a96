import type { KubernetesObject, Resource } from './object-meta.ts';

/*
 * Kinds that make pods, and make them again. Only whose they are is looked at.
 */

export const STATEFUL_SETS: Resource<KubernetesObject> = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  plural: 'statefulsets',
};

export const DEPLOYMENTS: Resource<KubernetesObject> = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  plural: 'deployments',
};
