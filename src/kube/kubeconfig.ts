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
 * Fails: with reason `Unreachable` where there is no usable kubeconfig. Unlike kubectl it never falls back to
 * `localhost:8080`: nobody means that.
 */
export function loadKubeConfig(choice: KubeConfigChoice = {}): KubeConfig {
  const kubeConfig = new KubeConfig();
  try {
    if (choice.file === undefined) kubeConfig.loadFromDefault();
    else kubeConfig.loadFromFile(choice.file);
  } catch (cause) {
    throw unusable(
      `the kubeconfig cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      cause,
    );
  }
  if (choice.context !== undefined) kubeConfig.setCurrentContext(choice.context);
  const cluster = kubeConfig.getCurrentCluster();
  if (cluster === null) throw unusable(`the kubeconfig has no context "${kubeConfig.getCurrentContext()}"`);
  if (cluster.server === 'http://localhost:8080' && kubeConfig.getCurrentContext() === 'loaded-context') {
    throw unusable('no kubeconfig found: set KUBECONFIG, or run in a pod');
  }
  const { server } = choice;
  if (server !== undefined) {
    kubeConfig.clusters = kubeConfig.clusters.map((each) => (each === cluster ? { ...each, server } : each));
  }
  return kubeConfig;
}

function unusable(message: string, cause?: unknown): ApiError {
  return new ApiError({ reason: 'Unreachable', code: 0, message }, cause);
}
