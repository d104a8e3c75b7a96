import { APPLICATIONS, type SparkApplication } from '../api/spark-application.ts';
import type { Stored } from '../manifest/object-meta.ts';
import type { Cluster } from './cluster.ts';

/** The flags that choose among the applications of a cluster. */
export const SELECTION_OPTIONS = {
  'all-namespaces': { type: 'boolean', short: 'A', default: false },
  selector: { type: 'string', short: 'l' },
} as const;

/** The same, for `--help`. */
export const SELECTION_USAGE = `  -l, --selector LABELS  only applications with these labels, as for kubectl
  -A, --all-namespaces   in place of one namespace`;

/** What those flags say. */
export interface Selection {
  readonly 'all-namespaces': boolean;
  readonly selector?: string | undefined;
}

/**
 * The applications that were chosen, in the order of namespaces and names, all pages of them.
 *
 * Guarantees: an empty selector chooses all, as for kubectl; who deletes has to refuse it.
 * Fails: with an `ApiError`.
 */
export async function applicationsListed(
  { selector, 'all-namespaces': everywhere }: Selection,
  { api, namespace }: Pick<Cluster, 'api' | 'namespace'>,
): Promise<readonly Stored<SparkApplication>[]> {
  const query = {
    ...(everywhere ? {} : { namespace }),
    ...(selector === undefined ? {} : { labelSelector: selector }),
  };
  const found: Stored<SparkApplication>[] = [];
  for await (const { items } of api.list(APPLICATIONS, query)) found.push(...items);
  return found.toSorted((one, other) => orderOf(one).localeCompare(orderOf(other)));
}

const orderOf = ({ metadata }: Stored<SparkApplication>): string => `${metadata.namespace}/${metadata.name}`;
