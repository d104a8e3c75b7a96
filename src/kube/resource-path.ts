import type { KubernetesObject, Resource } from '../manifest/object-meta.ts';

/** What is addressed within a resource: nothing but the resource itself, all in a namespace, one object, a part of it. */
export interface Place {
  /** Empty or absent: all namespaces, or a resource that has none. */
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  /** A subresource, for example `status`. */
  readonly part?: string | undefined;
}

/** Parameters of the query; those that are undefined are left out. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** The path, with its query, under which the API server keeps `place` of `resource`. */
export function resourcePath<T extends KubernetesObject>(
  resource: Resource<T>,
  place: Place,
  query: Query = {},
): string {
  const group = resource.apiVersion.includes('/') ? 'apis' : 'api';
  const namespace = place.namespace ? ['namespaces', place.namespace] : [];
  const segments = [
    group,
    ...resource.apiVersion.split('/'),
    ...namespace,
    resource.plural,
    place.name,
    place.part,
  ];
  const path = segments.filter((segment) => segment !== undefined).map(encodeURIComponent);
  return `/${path.join('/')}${queryString(query)}`;
}

/** With its question mark; empty where no parameter is left. */
function queryString(query: Query): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined) parameters.set(key, String(value));
  }
  return parameters.size === 0 ? '' : `?${parameters.toString()}`;
}
