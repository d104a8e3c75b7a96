import {
  ResourceEventType,
  ResourceMetaImpl,
  type ResourceEvent,
  type ResourceMeta,
} from '@dot-i/k8s-operator';

import type { KubernetesObject, Resource } from '../manifest/object-meta.ts';
import { unreachable } from '../unreachable.ts';
import type { Change, Projection } from './projection-cache.ts';

/**
 * The events of `@dot-i/k8s-operator`'s model that a change amounts to.
 *
 * Guarantees: an event's object is its head alone, so that nobody decides on what an event carried instead of looking.
 */
export function resourceEvents(
  resource: Resource<KubernetesObject>,
  change: Change<Projection>,
): readonly ResourceEvent[] {
  switch (change.kind) {
    case 'added':
      return [event(ResourceEventType.Added, resource, change.after)];
    case 'modified':
      return [event(ResourceEventType.Modified, resource, change.after)];
    case 'replaced':
      return [
        event(ResourceEventType.Deleted, resource, change.before),
        event(ResourceEventType.Added, resource, change.after),
      ];
    case 'deleted':
      return [event(ResourceEventType.Deleted, resource, change.before)];
    default:
      return unreachable(change);
  }
}

/** The identity of an object in that model: its resource is named as `plural.apiVersion`. */
export function resourceMeta(resource: Resource<KubernetesObject>, object: Projection): ResourceMeta {
  return ResourceMetaImpl.createWithPlural(resource.plural, head(resource, object));
}

/** The resource that a `ResourceMeta` belongs to. */
export function resourceOf(meta: ResourceMeta): Resource<KubernetesObject> {
  const plural = meta.id.slice(0, -(meta.apiVersion.length + 1));
  return { apiVersion: meta.apiVersion, kind: meta.kind, plural };
}

/** One event of that type. */
function event(
  type: ResourceEventType,
  resource: Resource<KubernetesObject>,
  object: Projection,
): ResourceEvent {
  return { type, meta: resourceMeta(resource, object), object: head(resource, object) };
}

/** All that the model needs of an object to name it. */
function head(resource: Resource<KubernetesObject>, object: Projection): ResourceEvent['object'] {
  const { namespace, name, uid, resourceVersion } = object;
  return {
    apiVersion: resource.apiVersion,
    kind: resource.kind,
    metadata: { namespace, name, uid, resourceVersion },
  };
}
