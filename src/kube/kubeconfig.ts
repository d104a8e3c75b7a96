import { accessSync, constants } from 'node:fs';

import { KubeConfig } from '@kubernetes/client-node';

import { ApiError } from './api-error.ts';

/** Which cluster to talk to; everything absent means what kubectl would take. */
export interface KubeConfigChoice {
  /** A kubeconfig file instead of `$KUBECONFIG`, `~/.kube/config` or the pod's own service account. */
  readonly file?: string;
  /** A context of that kubeconfig instead of its current one. */
  readonly context?: string;
  /** An address of the API server, in place of that of the context; its authority and the user stay. */
  readonly server?: string;
  /** Who to act as, in place of the user of the context; where the server is named, too, no kubeconfig is needed. */
  readonly credentials?: OwnCredentials;
}

/** What convinces an API server beside a kubeconfig: each wins over what the kubeconfig says in its place. */
export interface OwnCredentials {
  readonly token?: string;
  /** Read again as it is rotated. */
  readonly tokenFile?: string;
  /** Of the server. */
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
}

/**
 * Finds the cluster and the user to act as, the way kubectl does; inside a pod it is the pod's service account.
 *
 * Fails: with reason `NoKubeConfig` where there is no usable kubeconfig; the message says what there is, and what to do. Unlike
 * kubectl it never falls back to `localhost:8080`: nobody means that.
 */
export function loadKubeConfig(choice: KubeConfigChoice = {}): KubeConfig {
  const kubeConfig = new KubeConfig();
  try {
    if (choice.file === undefined) kubeConfig.loadFromDefault();
    else kubeConfig.loadFromFile(choice.file);
  } catch (cause) {
    const because = cause instanceof Error ? cause.message : String(cause);
    throw unusable(`the kubeconfig cannot be read: ${because}; ${REMEDY}`, cause);
  }
  // Whoever names server and user needs none.
  if (isMadeUp(kubeConfig) && (choice.server === undefined || choice.context !== undefined)) {
    throw unusable(`no kubeconfig found: there is no ~/.kube/config, and this is no pod; ${REMEDY}`);
  }
  if (choice.context !== undefined) kubeConfig.setCurrentContext(choice.context);
  if (kubeConfig.getCurrentCluster() === null) throw unusable(withoutCluster(kubeConfig));
  putIn(kubeConfig, choice);
  return kubeConfig;
}

/** What the library gives where there is nothing. */
const isMadeUp = (kubeConfig: KubeConfig): boolean =>
  kubeConfig.getCurrentContext() === 'loaded-context' &&
  kubeConfig.getCurrentCluster()?.server === 'http://localhost:8080';

/**
 * Puts what was chosen in place of what the current context has; files win over what a kubeconfig has inside.
 *
 * Fails: as `loadKubeConfig`, for a file that cannot be read.
 */
function putIn(kubeConfig: KubeConfig, { server, credentials = {} }: KubeConfigChoice): void {
  const { tokenFile, caFile, certFile, keyFile } = credentials;
  for (const file of [tokenFile, caFile, certFile, keyFile]) if (file !== undefined) refuseUnreadable(file);
  const [cluster, user] = [kubeConfig.getCurrentCluster(), kubeConfig.getCurrentUser()];
  kubeConfig.clusters = kubeConfig.clusters.map((each) =>
    each === cluster ? clusterWith(each, server, caFile) : each,
  );
  kubeConfig.users = kubeConfig.users.map((each) => (each === user ? userWith(each, credentials) : each));
}

type Cluster = NonNullable<ReturnType<KubeConfig['getCurrentCluster']>>;
type User = NonNullable<ReturnType<KubeConfig['getCurrentUser']>>;

/** Without TLS there is nothing to verify; the library wants that said. */
const clusterWith = (cluster: Cluster, server = cluster.server, caFile = cluster.caFile): Cluster => ({
  ...cluster,
  server,
  skipTLSVerify: cluster.skipTLSVerify || /^http:/iu.test(server),
  ...(caFile === undefined ? {} : { caFile }),
});

const userWith = (user: User, { token, tokenFile, certFile, keyFile }: OwnCredentials): User => ({
  ...withToken(user, token, tokenFile),
  ...(certFile === undefined ? {} : { certFile }),
  ...(keyFile === undefined ? {} : { keyFile }),
});

/** Nothing else says who it is then: neither a plug-in nor a password. */
function withToken(user: User, token: string | undefined, tokenFile: string | undefined): User {
  if (token !== undefined) return { name: user.name, token };
  if (tokenFile === undefined) return user;
  return { name: user.name, authProvider: { name: 'tokenFile', config: { tokenFile } } };
}

function refuseUnreadable(file: string): void {
  try {
    accessSync(file, constants.R_OK);
  } catch (cause) {
    throw unusable(
      `the credentials in ${file} cannot be read; name a file that is there and that you may read`,
      cause,
    );
  }
}

const REMEDY = 'set KUBECONFIG, or name the file with --kubeconfig';

/** Which part of the way from the context to its cluster is missing. */
function withoutCluster(kubeConfig: KubeConfig): string {
  const name = kubeConfig.getCurrentContext();
  const names = kubeConfig.getContexts().map((each) => each.name);
  if (names.length === 0) return `the kubeconfig has no contexts; ${REMEDY}`;
  const choice = `choose one of ${names.join(', ')} with --context`;
  if (!name) return `the kubeconfig has no current context; ${choice}`;
  const context = kubeConfig.getContextObject(name);
  if (context === null) return `the kubeconfig has no context "${name}"; ${choice}`;
  return `the kubeconfig has no cluster "${context.cluster}", which its context "${name}" names; ${choice}`;
}

function unusable(message: string, cause?: unknown): ApiError {
  return new ApiError({ reason: 'NoKubeConfig', code: 0, message }, cause);
}
