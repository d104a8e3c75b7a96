import { randomUUID } from 'node:crypto';
import { APPLICATIONS, type SparkApplication } from '../api/spark-application.ts';
import { sleep } from '../clock.ts';
import type { WatchEvent } from '../kube/api-server.ts';
import type { Stored } from '../manifest/object-meta.ts';
import { CLUSTER_OPTIONS, CLUSTER_USAGE, withCluster, type Cluster } from './cluster.ts';
import { parseCount, parseFlags } from './command-line.ts';
import { CommandError, EXIT, UsageError, type Command } from './command.ts';

const USAGE = `Usage: sparkctl ping [flags]

Asks the operator for a sign of life: creates a SparkApplication that is suspended, so that nothing runs for it, waits until
the operator has written its state, and deletes it. "helm test" does this.

      --labels K=V,...   of the application, for an operator that chooses by labels (none)
      --timeout SECONDS  how long to wait (30)
${CLUSTER_USAGE}
  -h, --help

Examples:
  sparkctl ping -n jobs

Exit codes: 0 an operator answers in this namespace, 1 none does or the cluster refuses the application, 2 wrong flags.
`;

const OPTIONS = {
  ...CLUSTER_OPTIONS,
  labels: { type: 'string', default: '' },
  timeout: { type: 'string', default: '30' },
} as const;

/**
 * Tells whether an operator works in a namespace: its CRDs are there, it watches, and it may write. Asked is by what
 * everybody asks it by, an application, so that the answer stands for them all:
 *
 *   create a suspended application ─→ watch it ─→ its status has a state: somebody has looked at it ─→ delete it
 *
 * Guarantees: deletes what it created, also where nobody answers; nothing is run for it.
 * Fails: with a CommandError where nobody answers in time, with an `ApiError` where the cluster refuses the application.
 */
export const ping: Command = {
  usage: USAGE,
  run(words, terminal) {
    const flags = parseFlags(words, OPTIONS);
    const labels = parseLabels(flags.labels);
    const seconds = parseCount('--timeout', flags.timeout);
    return withCluster(flags, terminal, async (cluster) => {
      const begunMs = cluster.now();
      const enough = new AbortController();
      const cancel = cluster.after(seconds * 1_000, () => enough.abort());
      const question = await cluster.api.create(
        APPLICATIONS,
        suspendedApplication(cluster.namespace, labels),
      );
      try {
        if (!(await isAnswered(question, cluster, enough))) {
          throw new CommandError(
            `no operator answered in the namespace "${cluster.namespace}" within ${seconds} s: see whether one runs, and works there`,
          );
        }
      } finally {
        cancel();
        await cluster.api.delete(APPLICATIONS, question.metadata);
      }
      const tookMs = cluster.now() - begunMs;
      terminal.print(`the operator answered in the namespace "${cluster.namespace}" after ${tookMs} ms\n`);
      return EXIT.done;
    });
  },
};

type Labels = Readonly<Record<string, string>>;

/** Fails: with a UsageError that says what it takes. */
function parseLabels(text: string): Labels {
  const pairs = text.split(',').filter((pair) => pair !== '');
  const labels = pairs.map((pair) => pair.split('=').map((part) => part.trim()));
  if (labels.some(({ length }) => length !== 2))
    throw new UsageError(`--labels takes K=V,..., not "${text}"`);
  return Object.fromEntries(labels.map(([key = '', value = '']) => [key, value]));
}

/** Nothing is made for it, so nothing in it need exist. */
function suspendedApplication(namespace: string, labels: Labels): SparkApplication {
  return {
    apiVersion: APPLICATIONS.apiVersion,
    kind: APPLICATIONS.kind,
    metadata: { namespace, name: `ping-${randomUUID()}`, labels },
    spec: {
      type: 'Scala',
      mode: 'cluster',
      sparkVersion: '4.3.0',
      image: 'nothing',
      mainClass: 'Nothing',
      mainApplicationFile: 'local:///nothing',
      suspend: true,
      driver: {},
      executor: {},
    },
  };
}

/** Before a watch that has ended is begun again, so that a server that ends each at once is not run down. */
const WATCH_REST_MS = 500;

/**
 * Follows the application until its state says what only an operator writes, or until it is `enough`. A watch that ends
 * before, as servers and proxies end them, is begun again with the application as it is by then.
 */
async function isAnswered(
  question: Stored<SparkApplication>,
  cluster: Cluster,
  enough: AbortController,
): Promise<boolean> {
  const { namespace, name, resourceVersion } = question.metadata;
  const query = { namespace, fieldSelector: `metadata.name=${name}` };
  let answered = false;
  const look = (event: WatchEvent<SparkApplication>): void => {
    if (event.type === 'BOOKMARK' || event.object.metadata.name !== name) return;
    if (event.object.status?.applicationState.state !== 'SUSPENDED') return;
    answered = true;
    enough.abort();
  };
  for (let from = resourceVersion; !enough.signal.aborted; from = '0') {
    await cluster.api.watch(APPLICATIONS, { ...query, resourceVersion: from }, look, enough.signal);
    await sleep(cluster, WATCH_REST_MS, enough.signal);
  }
  return answered;
}
