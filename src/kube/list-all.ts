import type { KubernetesObject, Resource, Stored } from '../manifest/object-meta.ts';
import type { ApiServer, ListQuery } from './api-server.ts';

/** What was kept of all pages of a list. */
export interface Listed<Kept> {
  readonly items: readonly Kept[];
  /** Of one moment, from which a watch misses nothing. */
  readonly resourceVersion: string;
}

/**
 * Reads all pages of a list and gives them as one. `keep` says what is kept of a page, so that of many large objects no
 * more than that is in memory.
 *
 * Fails: with an `ApiError`; with reason `Gone` where reading took too long.
 */
export async function listAll<T extends KubernetesObject, Kept>(
  api: Pick<ApiServer, 'list'>,
  resource: Resource<T>,
  query: ListQuery,
  keep: (page: readonly Stored<T>[]) => readonly Kept[],
): Promise<Listed<Kept>> {
  const items: Kept[] = [];
  let version = '';
  for await (const page of api.list(resource, query)) {
    items.push(...keep(page.items));
    version = page.resourceVersion;
  }
  return { items, resourceVersion: version };
}

/** Keeps all of a page, as it is. */
export const whole = <T>(page: readonly T[]): readonly T[] => page;
