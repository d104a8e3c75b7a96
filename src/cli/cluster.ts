import type { Duplex } from 'node:stream';
import type { Clock } from '../clock.ts';
import type { ApiServer, ServerSideApply } from '../kube/api-server.ts';
import type { OwnCredentials } from '../kube/kubeconfig.ts';

/** The flags that choose a cluster, the same for all commands that need one. */
export const CLUSTER_OPTIONS = {
  namespace: { type: 'string', short: 'n' },
  context: { type: 'string' },
  kubeconfig: { type: 'string' },
} as const;

/** The same, for `--help`. */
export const CLUSTER_USAGE = `  -n, --namespace NAME   of the application (the one of the context)
      --context NAME     of the kubeconfig (its current one)
      --kubeconfig FILE  ($KUBECONFIG, else ~/.kube/config)`;

/** Those of commands that look into no namespace. */
export const CLUSTER_ACCESS_OPTIONS = {
  context: CLUSTER_OPTIONS.context,
  kubeconfig: CLUSTER_OPTIONS.kubeconfig,
} as const;

/** The same, for `--help`. */
export const CLUSTER_ACCESS_USAGE = CLUSTER_USAGE.slice(CLUSTER_USAGE.indexOf('\n') + 1);

/** What those flags say. */
export interface ClusterChoice {
  readonly namespace?: string | undefined;
  readonly context?: string | undefined;
  readonly kubeconfig?: string | undefined;
  /** An address of the API server, in place of that of the kubeconfig. */
  readonly server?: string | undefined;
  /** Who to act as, in place of the user of the kubeconfig. */
  readonly credentials?: OwnCredentials | undefined;
}

/** Whose log. */
export interface LogOf {
  readonly namespace: string;
  /** Of the pod. */
  readonly name: string;
  readonly container: string;
  /** Whether to wait for what it writes from now on, too. @default true */
  readonly follow?: boolean;
  /** Only so many of the lines it has written. Absent: all. */
  readonly tailLines?: number;
  /** Only lines from this time on: RFC 3339, whole seconds. Absent: all. */
  readonly sinceTime?: string;
  /** Whether each line begins with its time and a space. @default false */
  readonly timestamps?: boolean;
}

/** A port of a pod, whatever container listens there. */
export interface PodPort {
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
}

/** A cluster that was chosen, and the namespace to look in. */
export interface Cluster {
  readonly api: ApiServer & ServerSideApply;
  readonly namespace: string;
  /** The time now, for ages. */
  now(): number;
  /** Rings once, later. */
  readonly after: Clock['after'];
  /** What a container has written, and what it writes until it ends. Fails: with an `ApiError`. */
  log(of: LogOf, signal: AbortSignal): AsyncIterable<Uint8Array>;
  /**
   * Connects a stream to a port of a pod; settles when either side has ended, and the other with it.
   *
   * Fails: with a CommandError where the pod cannot be reached.
   */
  forward(to: PodPort, stream: Duplex): Promise<void>;
  close(): Promise<void>;
}

/** Whatever can reach clusters. */
export interface Connector {
  /** The cluster that the flags choose. Fails: with an `ApiError` where there is no usable kubeconfig. */
  connect(choice: ClusterChoice): Promise<Cluster>;
}

/**
 * Does `work` with the chosen cluster, and hangs up afterwards, so that the process can end.
 *
 * Fails: with what `work` fails with, or with an `ApiError` where no cluster can be chosen.
 */
export async function withCluster<T>(
  choice: ClusterChoice,
  connector: Connector,
  work: (cluster: Cluster) => Promise<T>,
): Promise<T> {
  const cluster = await connector.connect(choice);
  try {
    return await work(cluster);
  } finally {
    await cluster.close();
  }
}
