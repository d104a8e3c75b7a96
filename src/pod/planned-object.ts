import type { KubernetesObject, Resource } from '../manifest/object-meta.ts';

/** An object to create, together with how the API server addresses its kind. */
export interface PlannedObject {
  readonly resource: Resource<KubernetesObject>;
  readonly object: KubernetesObject;
}

/** Gives `object` of that kind as something to create. */
export function planned<T extends KubernetesObject>(resource: Resource<T>, object: T): PlannedObject {
  return { resource, object };
}
