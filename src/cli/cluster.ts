import type { Duplex } from 'node:stream';
import { APPLICATIONS, type SparkApplication } from '../api/spark-application.ts';
import { EXECUTOR_SETS, executorSetName, type SparkExecutorSet } from '../api/spark-executor-set.ts';
import type { Clock } from '../clock.ts';
import type { ApiServer, ServerSideApply } from '../kube/api-server.ts';
import type { Stored } from '../manifest/object-meta.ts';
import { CommandError, type Terminal } from './command.ts';

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

/**
 * Does `work` with the chosen cluster, and hangs up afterwards, so that the process can end.
 *
 * Fails: with what `work` fails with, or with an `ApiError` where no cluster can be chosen.
 */
export async function withCluster<T>(
  choice: ClusterChoice,
  terminal: Terminal,
  work: (cluster: Cluster) => Promise<T>,
): Promise<T> {
  const cluster = await terminal.connect(choice);
  try {
    return await work(cluster);
  } finally {
    await cluster.close();
  }
}

/** The application of that name. Fails: with a CommandError where there is none, with an `ApiError` where nobody says. */
export async function applicationNamed(
  name: string,
  { api, namespace }: Cluster,
): Promise<Stored<SparkApplication>> {
  const application = await api.get(APPLICATIONS, { namespace, name });
  if (application !== undefined) return application;
  throw new CommandError(
    `there is no SparkApplication "${name}" in the namespace "${namespace}"; -n chooses another one`,
  );
}

/** The executor set of its latest attempt; it goes with the attempt, and in Driver mode there is none. */
export function executorSetOf(
  { metadata, status }: SparkApplication,
  { api, namespace }: Cluster,
): Promise<SparkExecutorSet | undefined> {
  const attempt = status?.attempt ?? status?.executionAttempts ?? 1;
  return api.get(EXECUTOR_SETS, { namespace, name: executorSetName(metadata.name, attempt) });
}
