import { APPLICATIONS, type SparkApplication } from '../api/spark-application.ts';
import type { Stored } from '../manifest/object-meta.ts';
import { ageText } from './age.ts';
import { CLUSTER_OPTIONS, CLUSTER_USAGE, withCluster, type Cluster } from './cluster.ts';
import { parseNamed } from './command-line.ts';
import { EXIT, type Command, type Terminal } from './command.ts';
import { eventRow, eventsOf, type EventOfApplication } from './events-of-application.ts';
import { applicationNamed } from './named-application.ts';
import { formatNamed, jsonText, tableText, yamlText, type Row } from './output.ts';
import { lookAgain, refuseWatching, WATCH_OPTIONS, WATCH_USAGE } from './watching.ts';
import { stateText } from './state-text.ts';

const USAGE = `Usage: sparkctl status APP [flags]

Shows how an application is: its state and what stands in its way, driver, executors, earlier attempts, latest Events.

  -o, --output FORMAT    json or yaml: the whole resource; name (text)
${WATCH_USAGE}
${CLUSTER_USAGE}
  -h, --help

Examples:
  sparkctl status spark-pi
  sparkctl status spark-pi --watch
  sparkctl status spark-pi -o json

Exit codes: 0 shown, 1 there is no such application or no cluster, 2 wrong flags.
`;

const OPTIONS = { ...CLUSTER_OPTIONS, ...WATCH_OPTIONS, output: { type: 'string', short: 'o' } } as const;

/** Events that are shown, the latest. */
const LATEST_EVENTS = 5;

/**
 * Shows one application as people want to know of it first:
 *
 *   Name:       jobs/spark-pi, made 3m ago, Spark 4.3.0
 *   State:      SUBMITTED
 *   Driver:     spark-pi-driver: Unschedulable: 0/3 nodes are available
 *   Executors:  0 of 0 run; ...
 *
 *   ATTEMPT   OUTCOME   REASON   BEGAN   ENDED
 *
 *   LAST   TYPE   REASON   OBJECT   MESSAGE
 *
 * What stands behind driver and executors is what keeps them from being ready, in the words of the conditions. The
 * tables are left out where they would be empty.
 */
export const status: Command = {
  usage: USAGE,
  run(words, terminal) {
    const { name, flags } = parseNamed(words, OPTIONS);
    const { output } = flags;
    // Undefined: text for people.
    const write = output === undefined ? undefined : formatNamed(output, FORMATS);
    refuseWatching(flags.watch, output);
    return withCluster(flags, terminal, async (cluster) => {
      if (flags.watch) {
        await watchStatus(name, cluster, terminal);
        return EXIT.done;
      }
      const application = await applicationNamed(name, cluster);
      const events = write === undefined ? await eventsOf(application, cluster) : [];
      terminal.print(
        write === undefined ? statusText(application, events, cluster.now()) : write(application),
      );
      return EXIT.done;
    });
  },
};

/** What there is for scripts; `name` is what kubectl takes. */
const FORMATS: Readonly<Record<string, (application: SparkApplication) => string>> = {
  json: (application) => jsonText(whole(application)),
  yaml: (application) => yamlText(whole(application)),
  name: ({ metadata }) => `sparkapplication/${metadata.name}\n`,
};

/**
 * Shows it again, below an empty line, whenever more has changed than its age: the spec, the status, or its Events.
 *
 * Fails: with a CommandError where the application goes.
 */
async function watchStatus(name: string, cluster: Cluster, terminal: Terminal): Promise<void> {
  let shown: string | undefined;
  const look = async (): Promise<void> => {
    const application = await applicationNamed(name, cluster);
    const events = await eventsOf(application, cluster);
    const { metadata, spec, status: now } = application;
    const content = JSON.stringify([metadata.uid, spec, now, events]);
    if (content === shown) return;
    terminal.print(`${shown === undefined ? '' : '\n'}${statusText(application, events, cluster.now())}`);
    shown = content;
  };
  await lookAgain(look, cluster, terminal);
}

const whole = (application: SparkApplication): unknown => ({
  ...application,
  apiVersion: APPLICATIONS.apiVersion,
  kind: APPLICATIONS.kind,
});

/** Paragraphs, each left out where it has nothing to say. */
function statusText(
  application: Stored<SparkApplication>,
  events: readonly EventOfApplication[],
  nowMs: number,
): string {
  const tables = [
    attemptRows(application),
    events.slice(-LATEST_EVENTS).map((event) => eventRow(event, nowMs)),
  ];
  const facts = factsOf(application, nowMs).map(([name, fact]) => `${`${name}:`.padEnd(11)} ${fact}\n`);
  return [facts.join(''), ...tables.filter((rows) => rows.length > 0).map(tableText)].join('\n');
}

/** What there is to know, in the order in which people ask. */
function factsOf(application: Stored<SparkApplication>, nowMs: number): readonly Fact[] {
  const { metadata, spec, status: now } = application;
  const age = ageText(nowMs - Date.parse(metadata.creationTimestamp ?? ''));
  return [
    ['Name', `${metadata.namespace}/${metadata.name}, made ${age} ago, Spark ${spec.sparkVersion}`],
    ['State', stateText(now)],
    ...optional('Message', now?.applicationState.errorMessage),
    ...optional('Runs again', now?.nextAttemptTime),
    ['Driver', joined(': ', now?.driverInfo.podName ?? 'none', conditionText(now, 'DriverReady'))],
    ['Executors', joined('; ', countsText(now), conditionText(now, 'ExecutorsReady'))],
  ];
}

type Fact = readonly [name: string, fact: string];
type Status = SparkApplication['status'];

const optional = (name: string, fact: string | null | undefined): readonly Fact[] =>
  fact ? [[name, fact]] : [];

const joined = (separator: string, fact: string, more: string | undefined): string =>
  more === undefined ? fact : `${fact}${separator}${more}`;

function countsText(now: Status): string {
  const { running = 0, desired = 0, failed = 0 } = now?.executors ?? {};
  return `${running} of ${desired} run${failed === 0 ? '' : `, ${failed} failed`}`;
}

/** Why a condition does not hold; undefined where it does. */
function conditionText(now: Status, type: string): string | undefined {
  const condition = now?.conditions?.find((each) => each.type === type);
  return condition === undefined || condition.status === 'True' ? undefined : condition.message;
}

/** The attempts before. */
const attemptRows = ({ status: now }: SparkApplication): readonly Row[] =>
  (now?.attempts ?? []).map(({ attempt, outcome, reason, startTime, endTime }) => ({
    ATTEMPT: attempt,
    OUTCOME: outcome,
    REASON: reason,
    BEGAN: startTime ?? undefined,
    ENDED: endTime ?? undefined,
  }));
