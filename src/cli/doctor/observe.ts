import {
  CUSTOM_RESOURCE_DEFINITIONS,
  DEFINITIONS,
  type CustomResourceDefinition,
} from '../../api/custom-resource-definition.ts';
import { isApiError } from '../../kube/api-error.ts';
import type { ListQuery } from '../../kube/api-server.ts';
import { listAll, whole } from '../../kube/list-all.ts';
import { LEASES, type LeaseManifest } from '../../kube/lease.ts';
import { NAMESPACES } from '../../manifest/namespace.ts';
import type { KubernetesObject, Resource, Stored } from '../../manifest/object-meta.ts';
import { DEPLOYMENTS, type DeploymentManifest } from '../../manifest/pod-sets.ts';
import { PODS, type PodManifest } from '../../manifest/pod.ts';
import { ROLE_LABEL } from '../../spark/labels.ts';
import type { Cluster } from '../cluster.ts';
import {
  accountsReview,
  COMMANDS_RIGHTS,
  DRIVERS_RIGHTS,
  OTHERS_REVIEWS,
  OWN_REVIEWS,
  ownReview,
  SECRETS_RIGHTS,
  type AskedRight,
  type CommandsRight,
  type Right,
} from './access.ts';
import type { Seen } from './finding.ts';

/**
 * Everything that there is to see of a cluster, and of a namespace for applications: facts only, which `judge-*.ts` make
 * findings of. What the person may not see is hidden, with the words of the API server.
 */
export interface ObservedCluster {
  /** One for each of our kinds. */
  readonly definitions: readonly ObservedDefinition[];
  /** Deployments with the label of the operator. */
  readonly operators: Seen<ObservedOperators>;
  /** Where applications are to run. */
  readonly namespace: string;
  /** Whether it is there. */
  readonly hasNamespace: Seen<boolean>;
  /** Of whoever asks. */
  readonly rights: readonly (AskedRight & CommandsRight)[];
  readonly account: ObservedAccount;
  /** Pods of Spark in the namespace. */
  readonly pods: Seen<readonly PodManifest[]>;
}

/** One of our definitions as it is, and as this release has it. */
export interface ObservedDefinition {
  readonly wanted: CustomResourceDefinition;
  readonly found: Seen<CustomResourceDefinition | undefined>;
}

/** What there is of operators where one has looked. */
export interface ObservedOperators {
  readonly found: readonly ObservedOperator[];
  /** `everywhere`; in the namespace that was `chosen`; or in the `usual` one, because the person may not look everywhere. */
  readonly where: 'everywhere' | 'chosen' | 'usual';
  /** Undefined: everywhere. */
  readonly namespace: string | undefined;
}

/** A Deployment with the label of this operator, and what its pods lead by. */
export interface ObservedOperator {
  readonly deployment: Stored<DeploymentManifest>;
  /** Undefined where there is none: then nobody has ever led. */
  readonly lease: Seen<LeaseManifest | undefined>;
}

/** The service account that drivers run under. */
export interface ObservedAccount {
  readonly name: string;
  readonly isThere: Seen<boolean>;
  /** Those that drivers need. Only who administers the namespace may ask for them. */
  readonly rights: Seen<readonly AskedRight[]>;
  /** Which they do not need. */
  readonly readsSecrets: Seen<boolean>;
}

/** What flags and properties say about where to look. */
export interface WhereToLook {
  /** Name of the service account of drivers. */
  readonly account: string;
  /** Undefined: wherever it is. */
  readonly operatorNamespace: string | undefined;
}

const SERVICE_ACCOUNTS: Resource<KubernetesObject> = {
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  plural: 'serviceaccounts',
};

/** The label that the chart and the plain manifests give their Deployment; so does the kubeflow operator's chart. */
const OPERATOR_SELECTOR = 'app.kubernetes.io/name=spark-operator';
/** Where it is looked for by those who may not look everywhere. */
const USUAL_NAMESPACE = 'spark-operator';

/**
 * Looks at everything at once.
 *
 * Guarantees: what the person may not see is told as such; nothing is changed.
 * Fails: with an `ApiError` for anything but a right that is missing.
 */
export async function observe(cluster: Cluster, looked: WhereToLook): Promise<ObservedCluster> {
  const { api, namespace } = cluster;
  const isThere = async <T extends KubernetesObject>(resource: Resource<T>, name: string, where: string) =>
    (await api.get(resource, { namespace: where, name })) !== undefined;
  const [definitions, operators, hasNamespace, rights, account, pods] = await Promise.all([
    Promise.all(Object.values(DEFINITIONS).map((wanted) => definitionOf(wanted, cluster))),
    operatorsIn(cluster, looked.operatorNamespace),
    seen(isThere(NAMESPACES, namespace, '')),
    Promise.all(COMMANDS_RIGHTS.map((right) => ownRight(right, cluster))),
    accountNamed(looked.account, cluster, seen(isThere(SERVICE_ACCOUNTS, looked.account, namespace))),
    seen(all(cluster, PODS, { namespace, labelSelector: ROLE_LABEL })),
  ]);
  return { definitions, operators, namespace, hasNamespace, rights, account, pods };
}

/** A right that is missing is a sight, too. */
async function seen<T>(sight: Promise<T>): Promise<Seen<T>> {
  try {
    return { kind: 'seen', value: await sight };
  } catch (error) {
    if (!(error instanceof Error) || !isApiError(error, 'Forbidden')) throw error;
    return { kind: 'hidden', because: error.message };
  }
}

async function definitionOf(wanted: CustomResourceDefinition, { api }: Cluster): Promise<ObservedDefinition> {
  const name = { namespace: '', name: wanted.metadata.name };
  return { wanted, found: await seen(api.get(CUSTOM_RESOURCE_DEFINITIONS, name)) };
}

/** In all namespaces, else in the usual one: few people may read Deployments everywhere. */
async function operatorsIn(
  cluster: Cluster,
  namespace: string | undefined,
  where: ObservedOperators['where'] = namespace === undefined ? 'everywhere' : 'chosen',
): Promise<ObservedCluster['operators']> {
  const query = { labelSelector: OPERATOR_SELECTOR, ...(namespace === undefined ? {} : { namespace }) };
  const found = await seen(all(cluster, DEPLOYMENTS, query));
  if (found.kind === 'hidden') {
    return where === 'everywhere' ? await operatorsIn(cluster, USUAL_NAMESPACE, 'usual') : found;
  }
  const operators = found.value.map(async (deployment) => ({
    deployment,
    lease: await seen(cluster.api.get(LEASES, leaseOf(deployment))),
  }));
  return { kind: 'seen', value: { found: await Promise.all(operators), where, namespace } };
}

/** Where the Lease is that its flags name. */
export function leaseOf(deployment: Stored<DeploymentManifest>): {
  readonly namespace: string;
  readonly name: string;
} {
  return {
    namespace: flagOf(deployment, 'lease-namespace') ?? deployment.metadata.namespace,
    name: flagOf(deployment, 'lease-name') ?? 'spark-operator',
  };
}

/** The value of a flag of the operator in it, written as one word or as two; undefined where it has none. */
export function flagOf(deployment: DeploymentManifest, flag: string): string | undefined {
  const words = wordsOf(deployment);
  const inOne = words.find((word) => word.startsWith(`--${flag}=`))?.slice(`--${flag}=`.length);
  const at = words.indexOf(`--${flag}`);
  return inOne ?? (at === -1 ? undefined : words[at + 1]);
}

/** Whether its pods work without a leader: with `--no-leader-election` there is only one. */
export const worksAlone = (deployment: DeploymentManifest): boolean =>
  wordsOf(deployment).includes('--no-leader-election');

/** Whether it only checks what is written, as another project's Deployment of the same label does. */
export const isWebhook = (deployment: DeploymentManifest): boolean => wordsOf(deployment)[0] === 'webhook';

const wordsOf = ({ spec }: DeploymentManifest): readonly string[] =>
  (spec?.template.spec.containers ?? []).flatMap(({ args }) => args ?? []);

async function ownRight(
  right: CommandsRight,
  { api, namespace }: Cluster,
): Promise<AskedRight & CommandsRight> {
  const { status } = await api.create(OWN_REVIEWS, ownReview(right, namespace));
  return { ...right, isAllowed: status?.allowed ?? false };
}

async function accountNamed(
  name: string,
  { api, namespace }: Cluster,
  isThere: Promise<Seen<boolean>>,
): Promise<ObservedAccount> {
  const ask = async (right: Right): Promise<AskedRight> => {
    const { status } = await api.create(OTHERS_REVIEWS, accountsReview(right, namespace, name));
    return { ...right, isAllowed: status?.allowed ?? false };
  };
  return {
    name,
    isThere: await isThere,
    rights: await seen(Promise.all(DRIVERS_RIGHTS.map(ask))),
    readsSecrets: await seen(
      Promise.all(SECRETS_RIGHTS.map(ask)).then((asked) => asked.some(({ isAllowed }) => isAllowed)),
    ),
  };
}

async function all<T extends KubernetesObject>(
  { api }: Cluster,
  resource: Resource<T>,
  query: ListQuery,
): Promise<readonly Stored<T>[]> {
  return (await listAll(api, resource, query, whole)).items;
}
