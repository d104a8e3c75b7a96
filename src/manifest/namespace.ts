import type { KubernetesObject, Resource } from './object-meta.ts';

/** Belongs to the whole cluster: it has a name, and no namespace. */
export const NAMESPACES: Resource<KubernetesObject> = {
  apiVersion: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
};
