import { createServer, type Server, type Socket } from 'node:net';
import { PODS, type PodManifest } from '../manifest/pod.ts';
import { driverContainerName } from '../spark/spark-containers.ts';
import { CLUSTER_OPTIONS, CLUSTER_USAGE, withCluster, type Cluster } from './cluster.ts';
import { parseCount, parseNamed } from './command-line.ts';
import { CommandError, EXIT, type Command } from './command.ts';
import { driverPodOf } from './driver-pod-of.ts';
import { applicationNamed } from './named-application.ts';
import { stateText } from './state-text.ts';

const USAGE = `Usage: sparkctl ui APP [flags]

Shows Spark's own pages of an application that runs: forwards a port of this machine to its driver, until Ctrl-C.

      --port N           of this machine; 0 is any that is free (4040)
${CLUSTER_USAGE}
  -h, --help

Examples:
  sparkctl ui spark-pi
  sparkctl ui spark-pi --port 0

Exit codes: 0 Ctrl-C, 1 there is no driver that runs, the port is taken, or no cluster, 2 wrong flags.
`;

const OPTIONS = { ...CLUSTER_OPTIONS, port: { type: 'string', default: '4040' } } as const;

/** Spark's name for the port of its pages in the driver's container. @see Spark `Constants.UI_PORT_NAME` */
const UI_PORT_NAME = 'spark-ui';
/** Where the container names none. `spark.ui.port`. */
const UI_PORT = 4_040;
/** Nobody but this machine gets in: the pages ask for no password. */
const HERE = '127.0.0.1';

/**
 * Forwards connections to the driver of an application, as `kubectl port-forward` does: each goes through the API server
 * by itself, so that one that breaks takes no other with it.
 *
 * Guarantees: only this machine can connect; Ctrl-C ends all connections.
 * Fails: with a CommandError where no driver runs, or the port is taken.
 */
export const ui: Command = {
  usage: USAGE,
  run(words, terminal) {
    const { name, flags } = parseNamed(words, OPTIONS);
    const port = parseCount('--port', flags.port);
    return withCluster(flags, terminal, async (cluster) => {
      const pod = await runningDriver(name, cluster);
      const to = { namespace: cluster.namespace, name: pod.metadata.name, port: uiPortOf(pod) };
      const server = await listening(port, (connection) => {
        // A browser that goes away in the middle.
        connection.once('error', () => connection.destroy());
        cluster.forward(to, connection).catch((error: unknown) => {
          connection.destroy();
          terminal.tell(
            `the driver cannot be reached: ${error instanceof Error ? error.message : String(error)}`,
          );
        });
      });
      terminal.print(`http://localhost:${portOf(server)} shows ${name}; Ctrl-C ends it\n`);
      await untilAborted(terminal.interrupted(), server);
      return EXIT.done;
    });
  },
};

/** Fails: with a CommandError where there is none: the pages go with the driver. */
async function runningDriver(name: string, cluster: Cluster): Promise<PodManifest> {
  const application = await applicationNamed(name, cluster);
  const podName = driverPodOf(application);
  const pod = await cluster.api.get(PODS, { namespace: cluster.namespace, name: podName });
  if (pod?.status?.phase === 'Running') return pod;
  throw new CommandError(
    `no driver of ${name} runs now (${stateText(application.status)}), and its pages are there only while it does; a history server shows them later`,
  );
}

/** That of Spark's own container: a sidecar may call a port the same. */
function uiPortOf(pod: PodManifest): number {
  const own = driverContainerName(pod);
  const ports = pod.spec.containers.find(({ name }) => name === own)?.ports ?? [];
  return ports.find(({ name }) => name === UI_PORT_NAME)?.containerPort ?? UI_PORT;
}

/** Fails: with a CommandError where the port cannot be had. */
async function listening(port: number, onConnection: (connection: Socket) => void): Promise<Server> {
  const server = createServer(onConnection);
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', ({ message }) => {
      reject(
        new CommandError(`port ${port} of this machine cannot be had (${message}); --port takes another one`),
      );
    });
    server.listen(port, HERE);
  });
  return server;
}

/** The one that was asked for, or the one that it has got. */
function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Settles once the signal has aborted and nobody can connect any more. */
async function untilAborted(signal: AbortSignal, server: Server): Promise<void> {
  const open = new Set<Socket>();
  server.on('connection', (connection) => {
    open.add(connection);
    connection.once('close', () => open.delete(connection));
  });
  await new Promise<void>((resolve) => {
    const close = (): void => {
      server.close(() => resolve());
      for (const connection of open) connection.destroy();
    };
    if (signal.aborted) close();
    else signal.addEventListener('abort', close, { once: true });
  });
}
