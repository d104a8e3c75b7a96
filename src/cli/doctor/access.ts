import { GROUP } from '../../api/group.ts';
import type { KubernetesObject, Resource } from '../../manifest/object-meta.ts';

/** Something that somebody may do in a namespace, or may not. */
export interface Right {
  readonly verb: string;
  /** Empty for the kinds of Kubernetes itself. */
  readonly group: string;
  /** With its subresource, for example `pods/log`. */
  readonly resource: string;
}

/** A right, and whether somebody has it. */
export interface AskedRight extends Right {
  readonly isAllowed: boolean;
}

/** A right of the person who calls sparkctl, and the commands that do not work without it. */
export interface CommandsRight extends Right {
  readonly commands: readonly string[];
}

const right = (verb: string, resource: string, commands: readonly string[], group = ''): CommandsRight => ({
  verb,
  group,
  resource,
  commands,
});

/**
 * What the commands ask the API server for. Who may read no application gets nothing out of any of them; what else is
 * missing takes away the commands that are named.
 */
export const COMMANDS_RIGHTS: readonly CommandsRight[] = [
  right('get', 'sparkapplications', ['all'], GROUP),
  right('list', 'sparkapplications', ['list', 'delete', 'kill', 'submit'], GROUP),
  right('watch', 'sparkapplications', ['list', 'ping'], GROUP),
  right('create', 'sparkapplications', ['submit', 'create', 'ping'], GROUP),
  right('patch', 'sparkapplications', ['scale', 'suspend', 'resume', 'rerun'], GROUP),
  right('delete', 'sparkapplications', ['delete', 'kill', 'ping', 'submit'], GROUP),
  right('get', 'sparkexecutorsets', ['executors', 'scale'], GROUP),
  // Of Kubernetes itself.
  right('get', 'pods', ['follow', 'logs', 'ui']),
  right('list', 'pods', ['executors', 'logs']),
  right('get', 'pods/log', ['follow', 'logs']),
  // By a WebSocket, a GET request; from Kubernetes 1.35 on that asks for `create` as well.
  right('get', 'pods/portforward', ['ui']),
  right('create', 'pods/portforward', ['ui']),
  right('list', 'events', ['events', 'follow', 'status']),
  // Only for configuration and pod templates of this disk.
  right('create', 'configmaps', ['submit']),
  right('patch', 'configmaps', ['submit']),
  right('delete', 'configmaps', ['submit']),
];

/** What the account of a driver needs, in its namespace. docs/rights.md says so, too: a test compares them. */
export const DRIVERS_RIGHTS: readonly Right[] = ['get', 'list', 'watch', 'update'].map((verb) => ({
  verb,
  group: GROUP,
  resource: 'sparkexecutorsets',
}));

/** What it should have none of: each shows what is in secrets, and whoever may submit applications has all rights of their account. */
export const SECRETS_RIGHTS: readonly Right[] = ['get', 'list', 'watch'].map((verb) => ({
  verb,
  group: '',
  resource: 'secrets',
}));

/**
 * A question about rights, and in its answer the status. It is asked by creating it; nothing is kept.
 *
 * @see Kubernetes API `SubjectAccessReview` v1
 */
export interface AccessReview extends KubernetesObject {
  readonly spec: {
    readonly resourceAttributes: Readonly<Record<string, string>>;
    /** Absent in questions about oneself. */
    readonly user?: string;
    readonly groups?: readonly string[];
  };
  readonly status?: { readonly allowed?: boolean };
}

/** About whoever asks; everybody may. */
export const OWN_REVIEWS: Resource<AccessReview> = {
  apiVersion: 'authorization.k8s.io/v1',
  kind: 'SelfSubjectAccessReview',
  plural: 'selfsubjectaccessreviews',
};

/** About somebody else, in one namespace; who administers the namespace may. */
export const OTHERS_REVIEWS: Resource<AccessReview> = {
  apiVersion: 'authorization.k8s.io/v1',
  kind: 'LocalSubjectAccessReview',
  plural: 'localsubjectaccessreviews',
};

/** Asks about oneself. */
export const ownReview = (right: Right, namespace: string): AccessReview => ({
  apiVersion: OWN_REVIEWS.apiVersion,
  kind: OWN_REVIEWS.kind,
  metadata: { name: '' },
  spec: { resourceAttributes: attributesOf(right, namespace) },
});

/** Asks about a service account of that namespace, with the groups that the API server gives it. */
export const accountsReview = (right: Right, namespace: string, account: string): AccessReview => ({
  apiVersion: OTHERS_REVIEWS.apiVersion,
  kind: OTHERS_REVIEWS.kind,
  metadata: { name: '', namespace },
  spec: {
    resourceAttributes: attributesOf(right, namespace),
    user: `system:serviceaccount:${namespace}:${account}`,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
  },
});

function attributesOf({ verb, group, resource }: Right, namespace: string): Readonly<Record<string, string>> {
  const [plural = '', subresource] = resource.split('/');
  const part = subresource === undefined ? {} : { subresource };
  return { namespace, verb, group, resource: plural, ...part };
}
