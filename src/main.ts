import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { parseArgs } from 'node:util';
import { systemClock } from './clock.ts';
import { CurrentCredentials } from './kube/credentials.ts';
import { HttpApiServer } from './kube/http-api-server.ts';
import { loadKubeConfig } from './kube/kubeconfig.ts';
import { LeaderElection } from './kube/leader-election.ts';
import { runTogether } from './kube/run-together.ts';
import { Transport } from './kube/transport.ts';
import { Watchdog } from './kube/watchdog.ts';
import { isLabelSelector } from './manifest/label-selector.ts';
import { jsonLog, type LogLevel } from './log.ts';
import { OperatorHealth } from './metrics/health.ts';
import { PrometheusMetrics } from './metrics/metrics.ts';
import { serveMetrics } from './metrics/server.ts';
import { isAddressFormat } from './submission/ingress-address.ts';
import { SparkOperator, type OperatorSettings, type OperatorWorld } from './spark-operator.ts';

/** What `--help` prints; a test holds the chart's values and the flags together. */
const USAGE = `spark-operator: runs SparkApplication resources.

  --namespaces LIST        namespaces to work in, separated by commas (all)
  --namespace-selector LABELS   instead: those with these labels, as labels come and go; for example team=data
  --label-selector LABELS  applications to work on (all); beside another operator, for example operator=new
  --max-executors-per-application N   no application gets more executors (10000)
  --max-executors-per-namespace N   no namespace gets more executors, of all its applications together (0: no limit)
  --default-time-to-live-seconds N   delete applications that don't say it themselves so long after their end (0: never)
  --ui-service             a Service of Spark's pages for each application, not only for those with sparkUIOptions
  --ingress-url-format URL an Ingress of Spark's pages for each application, for example {{$appName}}.example.org/ui
  --ingress-class-name NAME   class of all Ingresses (the cluster's default)
  --workers N              applications looked at side by side (64)
  --restricted-pods        pods of applications fit the Pod Security level restricted, where they don't say otherwise
  --lease-namespace NAME   namespace of the Lease that only one operator holds (default)
  --lease-name NAME        name of that Lease (spark-operator)
  --no-leader-election     work at once: only when nothing else does
  --port N                 /metrics, /healthz and /readyz (8080)
  --driver-plugin FILE     the jar that drivers ask for executors with (dist/driver-plugin/driver-plugin.jar)
  --log-level LEVEL        debug, info, warn or error (info)
  --help

It finds the cluster as kubectl does: $KUBECONFIG, ~/.kube/config, or the service account of its pod.
`;

/** The flags as `node:util` reads them; numbers come as text and are checked below. */
const OPTIONS = {
  namespaces: { type: 'string', default: '' },
  'namespace-selector': { type: 'string', default: '' },
  'label-selector': { type: 'string', default: '' },
  'max-executors-per-application': { type: 'string', default: '10000' },
  'max-executors-per-namespace': { type: 'string', default: '0' },
  'default-time-to-live-seconds': { type: 'string', default: '0' },
  'ui-service': { type: 'boolean', default: false },
  'ingress-url-format': { type: 'string', default: '' },
  'ingress-class-name': { type: 'string', default: '' },
  workers: { type: 'string', default: '64' },
  'restricted-pods': { type: 'boolean', default: false },
  'lease-namespace': { type: 'string', default: 'default' },
  'lease-name': { type: 'string', default: 'spark-operator' },
  'leader-election': { type: 'boolean', default: true },
  port: { type: 'string', default: '8080' },
  'driver-plugin': { type: 'string', default: 'dist/driver-plugin/driver-plugin.jar' },
  'log-level': { type: 'string', default: 'info' },
  help: { type: 'boolean', default: false },
} as const;

/** The flags, each in its own type, all of them fit for use. */
type Flags = ReturnType<typeof readFlags>;

const LOG_LEVELS: readonly string[] = ['debug', 'info', 'warn', 'error'] satisfies LogLevel[];
const isLogLevel = (text: string): text is LogLevel => LOG_LEVELS.includes(text);

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

/** Reads the command line. Fails: with a TypeError that names the flag and what it takes. */
function readFlags(words: readonly string[]) {
  const { values } = parseArgs({ args: [...words], options: OPTIONS, allowNegative: true, strict: true });
  const level = values['log-level'];
  const namespaces = values.namespaces.split(',').filter((name) => name !== '');
  const namespaceSelector = labelSelector('--namespace-selector', values['namespace-selector']);
  if (namespaces.length > 0 && namespaceSelector !== undefined) {
    throw new TypeError('--namespaces and --namespace-selector exclude each other: set one of them');
  }
  if (!isLogLevel(level)) throw new TypeError(`--log-level takes ${LOG_LEVELS.join(', ')}, not "${level}"`);
  return {
    help: values.help,
    namespaces,
    namespaceSelector,
    labelSelector: labelSelector('--label-selector', values['label-selector']),
    maxExecutorsPerApplication: positive(
      '--max-executors-per-application',
      values['max-executors-per-application'],
    ),
    // No limit, and no time at all, are said by zero, which is also what a chart can write.
    maxExecutorsPerNamespace:
      wholeNumber('--max-executors-per-namespace', values['max-executors-per-namespace']) || undefined,
    defaultTimeToLiveSeconds:
      wholeNumber('--default-time-to-live-seconds', values['default-time-to-live-seconds']) || undefined,
    routes: {
      uiService: values['ui-service'],
      ingressUrlFormat: addressFormat('--ingress-url-format', values['ingress-url-format']),
      ingressClassName: values['ingress-class-name'] || undefined,
    },
    workers: positive('--workers', values.workers),
    port: positive('--port', values.port),
    lease: { namespace: values['lease-namespace'], name: values['lease-name'] },
    restrictedPods: values['restricted-pods'],
    leaderElection: values['leader-election'],
    driverPlugin: values['driver-plugin'],
    logLevel: level,
  };
}

/**
 * Nothing selects everything.
 *
 * Looked at here, because the API server would refuse a wrong one with each list, and the operator would wait for ever.
 * Fails: with a TypeError that names the flag.
 */
function labelSelector(flag: string, text: string): string | undefined {
  if (text === '' || isLabelSelector(text)) return text || undefined;
  throw new TypeError(`${flag} takes labels, for example team=data,stage!=test, not "${text}"`);
}

/** Nothing means no Ingress. Fails: with a TypeError that names the flag. */
function addressFormat(flag: string, text: string): string | undefined {
  if (text === '' || isAddressFormat(text)) return text || undefined;
  throw new TypeError(`${flag} takes a host and a path, for example {{$appName}}.example.org, not "${text}"`);
}

/** Fails: with a TypeError that names the flag. */
function wholeNumber(flag: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) {
    throw new TypeError(`${flag} takes a whole number, 0 or above, not "${text}"`);
  }
  return value;
}

/** Fails: with a TypeError that names the flag. */
function positive(flag: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) {
    throw new TypeError(`${flag} takes a whole number above 0, not "${text}"`);
  }
  return value;
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
