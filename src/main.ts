import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { systemClock } from './clock.ts';
import { CurrentCredentials } from './kube/credentials.ts';
import { HttpApiServer } from './kube/http-api-server.ts';
import { loadKubeConfig } from './kube/kubeconfig.ts';
import { LeaderElection } from './kube/leader-election.ts';
import { runTogether } from './kube/run-together.ts';
import { Transport } from './kube/transport.ts';
import { Watchdog } from './kube/watchdog.ts';
import { jsonLog } from './log.ts';
import { OperatorHealth } from './metrics/health.ts';
import { PrometheusMetrics } from './metrics/metrics.ts';
import { serveMetrics } from './metrics/server.ts';
import { readFlags, USAGE, type Flags } from './operator/flags.ts';
import { SparkOperator, type OperatorSettings, type OperatorWorld } from './operator/spark-operator.ts';

/** Three attempts to renew the lease fit into the time in which it has to be renewed. */
const RENEWAL_TIMEOUT_MS = 3_000;

process.exitCode = await main();

/** Runs until a signal asks for the end. Exit codes: 0 ended as asked, 1 failed, 2 wrong flags. */
async function main(): Promise<number> {
  let flags: Flags;
  try {
    flags = readFlags(process.argv.slice(2));
  } catch (error) {
    return failed(2, error);
  }
  if (flags.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  try {
    await run(flags, untilSignal());
    return 0;
  } catch (error) {
    return failed(1, error);
  }
}

/**
 * Says why, and answers with the exit code.
 *
 * One line: whoever reads it in `kubectl logs` or in the status of the pod needs no stack of ours.
 */
function failed(code: number, error: unknown): number {
  process.stderr.write(`spark-operator: ${error instanceof Error ? error.message : String(error)}\n`);
  return code;
}

/**
 * Puts the operator together and runs it until `signal` aborts.
 *
 * 1. Read kubeconfig and jar: what is missing ends the process before anything is begun.
 * 2. Serve health and metrics from the start, whether this process leads or waits.
 * 3. Work while it leads. A lease that is lost ends the work; the next time it leads, it begins with empty caches.
 *
 * Guarantees: resolves after the last request has ended and all connections are closed.
 * Fails: with the first part that fails; the kubelet starts the process again.
 */
async function run(flags: Flags, signal: AbortSignal): Promise<void> {
  const log = jsonLog(flags.logLevel);
  const metrics = new PrometheusMetrics();
  const credentials = new CurrentCredentials(loadKubeConfig(), systemClock);
  const connection = { credentials, clock: systemClock, userAgent: 'spark-operator' };
  const transport = new Transport(connection);
  // Its own connections and short patience: a slow answer to other requests must not cost the lease.
  const electionTransport = new Transport({ ...connection, timeoutMs: RENEWAL_TIMEOUT_MS });
  // The pod's name in a cluster, so that a Lease and an Event say whom to ask for a log.
  const identity = process.env['POD_NAME'] ?? `${hostname()}-${process.pid}`;
  const watchdog = new Watchdog(systemClock);
  const health = new OperatorHealth(systemClock, (sinceMs) => watchdog.overdue(sinceMs));
  const world: OperatorWorld = {
    api: new HttpApiServer(transport, 'spark-operator'),
    clock: systemClock,
    log,
    metrics,
    random: Math.random,
    watchdog,
  };
  const driverPlugin = readFileSync(flags.driverPlugin);
  const settings: OperatorSettings = { ...flags, driverPlugin, sparkUser: 'spark', identity };
  const election = new LeaderElection(
    { lease: flags.lease, identity },
    {
      ...world,
      api: new HttpApiServer(electionTransport, 'spark-operator'),
      onAnswered: () => health.answered(),
    },
  );
  const work = (leading: AbortSignal): Promise<void> => lead(settings, world, health, leading);
  try {
    await runTogether(signal, [
      (ending) => serveMetrics(flags.port, metrics, health, ending),
      (ending) => (flags.leaderElection ? election.lead(ending, work) : work(ending)),
    ]);
  } finally {
    await Promise.all([transport.close(), electionTransport.close()]);
  }
}

/**
 * Works while this process leads.
 *
 * Every time with an operator of its own: what the last one remembered may be out of date by now. One that fails ends the
 * process, so nothing is left to be reset then.
 */
async function lead(
  settings: OperatorSettings,
  world: OperatorWorld,
  health: OperatorHealth,
  leading: AbortSignal,
): Promise<void> {
  world.metrics.set('spark_operator_leading', 1);
  health.fills();
  await new SparkOperator(settings, world).runUntil(leading, () => health.works());
  health.waits();
  world.metrics.set('spark_operator_leading', 0);
}

/** Aborts on the first SIGTERM or SIGINT; a second one ends the process at once. */
function untilSignal(): AbortSignal {
  const stop = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.once(name, () => {
      process.once(name, () => process.exit(1));
      stop.abort();
    });
  }
  return stop.signal;
}
