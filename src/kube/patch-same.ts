import type { KubernetesObject, NamespacedName, Resource } from '../manifest/object-meta.ts';
import { isApiError } from './api-error.ts';
import type { ApiServer } from './api-server.ts';

/** Tries in a row against somebody who writes at the same time. */
const MOST_TRIES = 3;

/**
 * Merges `patch` into the object of that name as long as it is the one with that uid; false where there is none.
 *
 * To the API server another uid in a merge patch is a wrong patch like any other (`Invalid`), so each try looks first, and
 * writes on the version it has seen.
 *
 * Fails: with the `ApiError` of a request; with `Conflict` where the object changes again and again.
 */
export async function patchSame<T extends KubernetesObject>(
  api: ApiServer,
  resource: Resource<T>,
  { namespace, name, uid }: NamespacedName & { readonly uid: string },
  patch: { readonly metadata?: Readonly<Record<string, unknown>>; readonly [part: string]: unknown },
): Promise<boolean> {
  for (let tries = 1; ; tries += 1) {
    const there = await api.get(resource, { namespace, name });
    if (there?.metadata.uid !== uid) return false;
    const metadata = { ...patch.metadata, resourceVersion: there.metadata.resourceVersion };
    try {
      await api.mergePatch(resource, { namespace, name }, { ...patch, metadata });
      return true;
    } catch (caught) {
      if (isApiError(caught, 'NotFound')) return false;
      if (!isApiError(caught, 'Conflict') || tries === MOST_TRIES) throw caught;
    }
  }
}
