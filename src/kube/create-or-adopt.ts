import type { KubernetesObject, Resource, Stored } from '../manifest/object-meta.ts';
import { ApiError, isApiError } from './api-error.ts';
import type { ApiServer } from './api-server.ts';

/** What came of a creation. */
export type Creation<T extends KubernetesObject> =
  | { readonly kind: 'created'; readonly object: Stored<T> }
  /** It was there already, and it is ours: an earlier try got this far. */
  | { readonly kind: 'adopted'; readonly object: Stored<T> }
  /** Somebody else's object has the name. */
  | { readonly kind: 'occupied'; readonly by: Stored<T> };

/**
 * Creates `object`, or takes the one of that name if `isOurs` says so. Repeating it does no harm.
 *
 * Fails: with the `ApiError` of the creation; with `Conflict` when the object that was in the way vanished meanwhile
 * (try again).
 */
export async function createOrAdopt<T extends KubernetesObject>(
  api: ApiServer,
  resource: Resource<T>,
  object: T,
  isOurs: (existing: Stored<T>) => boolean,
): Promise<Creation<T>> {
  try {
    return { kind: 'created', object: await api.create(resource, object) };
  } catch (error) {
    if (!isApiError(error, 'AlreadyExists')) throw error;
    const { namespace = '', name } = object.metadata;
    const existing = await api.get(resource, { namespace, name });
    if (existing === undefined) throw vanished(resource, name, error);
    return isOurs(existing) ? { kind: 'adopted', object: existing } : { kind: 'occupied', by: existing };
  }
}

function vanished(resource: Resource<KubernetesObject>, name: string, cause: unknown): ApiError {
  const message = `${resource.plural} "${name}" was in the way of a creation and is gone now`;
  return new ApiError({ reason: 'Conflict', code: 409, message }, cause);
}
