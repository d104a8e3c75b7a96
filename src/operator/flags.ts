import { parseArgs } from 'node:util';
import type { LogLevel } from '../log.ts';
import { isLabelSelector } from '../manifest/label-selector.ts';
import { isAddressFormat } from '../submission/ingress-address.ts';

/** What `--help` prints; a test holds the chart's values and the flags together. */
export const USAGE = `spark-operator: runs SparkApplication resources.

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
export type Flags = ReturnType<typeof readFlags>;

const LOG_LEVELS: readonly string[] = ['debug', 'info', 'warn', 'error'] satisfies LogLevel[];
const isLogLevel = (text: string): text is LogLevel => LOG_LEVELS.includes(text);

/** Reads the command line. Fails: with a TypeError that names the flag and what it takes. */
export function readFlags(words: readonly string[]) {
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
