import { APPLICATIONS, type SparkApplication } from '../api/spark-application.ts';
import { listAll, whole } from '../kube/list-all.ts';
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
 * What to ask the API server for, in lists and in watches.
 *
 * Guarantees: an empty selector chooses all, as for kubectl; who deletes has to refuse it.
 */
export const queryOf = (
  { selector, 'all-namespaces': everywhere }: Selection,
  { namespace }: Pick<Cluster, 'namespace'>,
): { readonly namespace?: string; readonly labelSelector?: string } => ({
  ...(everywhere ? {} : { namespace }),
  ...(selector === undefined ? {} : { labelSelector: selector }),
});

/** The applications that were chosen, and from where a watch goes on. */
export interface SelectedApplications {
  /** In the order of namespaces and names. */
  readonly items: readonly Stored<SparkApplication>[];
  readonly resourceVersion: string;
}

/**
 * Gives all pages of the applications that were chosen: all of one moment, from which a watch misses nothing.
 *
 * Fails: with an `ApiError`; with reason `Gone` where reading them took too long.
 */
export async function selectedApplications(
  selection: Selection,
  cluster: Pick<Cluster, 'api' | 'namespace'>,
): Promise<SelectedApplications> {
  const query = queryOf(selection, cluster);
  const { items, resourceVersion } = await listAll(cluster.api, APPLICATIONS, query, whole);
  const inOrder = items.toSorted((one, other) => orderOf(one).localeCompare(orderOf(other)));
  return { items: inOrder, resourceVersion };
}

/** Their items alone. Fails: with an `ApiError`. */
export async function applicationsListed(
  selection: Selection,
  cluster: Pick<Cluster, 'api' | 'namespace'>,
): Promise<readonly Stored<SparkApplication>[]> {
  return (await selectedApplications(selection, cluster)).items;
}

const orderOf = ({ metadata }: Stored<SparkApplication>): string => `${metadata.namespace}/${metadata.name}`;
