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
  if (choice.context !== undefined) kubeConfig.setCurrentContext(choice.context);
  const cluster = kubeConfig.getCurrentCluster();
  if (cluster === null) throw unusable(withoutCluster(kubeConfig));
  if (cluster.server === 'http://localhost:8080' && kubeConfig.getCurrentContext() === 'loaded-context') {
    throw unusable(`no kubeconfig found: there is no ~/.kube/config, and this is no pod; ${REMEDY}`);
  }
  const { server } = choice;
  if (server !== undefined) {
    kubeConfig.clusters = kubeConfig.clusters.map((each) => (each === cluster ? { ...each, server } : each));
  }
  return kubeConfig;
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
