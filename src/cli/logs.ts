import type { SparkApplication } from '../api/spark-application.ts';
import { listAll, whole } from '../kube/list-all.ts';
import { PODS, type PodManifest } from '../manifest/pod.ts';
import type { Stored } from '../manifest/object-meta.ts';
import { EXECUTOR_ID_LABEL, executorSelector } from '../spark/labels.ts';
import { driverContainerName, executorContainerName } from '../spark/spark-containers.ts';
import { CLUSTER_OPTIONS, CLUSTER_USAGE, withCluster, type Cluster } from './cluster.ts';
import { parseCount, parseNamed } from './command-line.ts';
import { CommandError, EXIT, type Command } from './command.ts';
import { driverPodOf } from './driver-pod-of.ts';
import { applicationNamed } from './named-application.ts';

const USAGE = `Usage: sparkctl logs APP [flags]

Prints the log of the driver of an application, or of one of its executors. It is there as long as the pod is.

  -f, --follow           goes on until the container ends, or Ctrl-C
      --executor ID      of this executor
      --tail N           only the last N lines
${CLUSTER_USAGE}
  -h, --help

Examples:
  sparkctl logs spark-pi
  sparkctl logs spark-pi -f
  sparkctl logs spark-pi --executor 3 --tail 100

Exit codes: 0 printed, 1 there is no such pod or no cluster, 2 wrong flags.
`;

const OPTIONS = {
  ...CLUSTER_OPTIONS,
  follow: { type: 'boolean', short: 'f', default: false },
  executor: { type: 'string' },
  tail: { type: 'string' },
} as const;

/**
 * Prints what Spark's own container in a pod has written, as it is.
 *
 * Fails: with a CommandError where there is no such pod, with an `ApiError` where its log cannot be read.
 */
export const logs: Command = {
  usage: USAGE,
  run(words, terminal) {
    const { name, flags } = parseNamed(words, OPTIONS);
    const id = flags.executor === undefined ? undefined : parseCount('--executor', flags.executor);
    const tail = flags.tail === undefined ? {} : { tailLines: parseCount('--tail', flags.tail) };
    return withCluster(flags, terminal, async (cluster) => {
      const application = await applicationNamed(name, cluster);
      const { pod, container } =
        id === undefined ? await driverOf(application, cluster) : await executorOf(application, id, cluster);
      const decoder = new TextDecoder();
      const from = { namespace: pod.metadata.namespace, name: pod.metadata.name, container };
      const enough = terminal.interrupted();
      for await (const chunk of untilAborted(
        cluster.log({ ...from, follow: flags.follow, ...tail }, enough),
        enough,
      )) {
        terminal.print(decoder.decode(chunk, { stream: true }));
      }
      return EXIT.done;
    });
  },
};

/** Ctrl-C is how one ends it, and no failure. */
async function* untilAborted<T>(chunks: AsyncIterable<T>, signal: AbortSignal): AsyncIterable<T> {
  try {
    yield* chunks;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** Where Spark runs. */
interface SparkContainer {
  readonly pod: Stored<PodManifest>;
  readonly container: string;
}

async function driverOf(application: SparkApplication, { api, namespace }: Cluster): Promise<SparkContainer> {
  const name = driverPodOf(application);
  const pod = await api.get(PODS, { namespace, name });
  if (pod !== undefined) return { pod, container: driverContainerName(pod) };
  throw new CommandError(`there is no driver pod ${name} in the namespace "${namespace}" now`);
}

async function executorOf(
  { metadata, status }: SparkApplication,
  id: number,
  { api, namespace }: Cluster,
): Promise<SparkContainer> {
  const labelSelector = `${executorSelector(status?.sparkApplicationId ?? '')},${EXECUTOR_ID_LABEL}=${id}`;
  const [pod] = (await listAll(api, PODS, { namespace, labelSelector }, whole)).items;
  if (pod !== undefined) return { pod, container: executorContainerName(pod) };
  throw new CommandError(
    `${metadata.name} has no pod of an executor ${id} now; see sparkctl executors ${metadata.name}`,
  );
}
