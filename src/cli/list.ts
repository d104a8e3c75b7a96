import { APPLICATIONS, type SparkApplication } from '../api/spark-application.ts';
import type { Stored } from '../manifest/object-meta.ts';
import { ageText } from './age.ts';
import { CLUSTER_OPTIONS, CLUSTER_USAGE, withCluster } from './cluster.ts';
import { parseFlags } from './command-line.ts';
import { EXIT, type Command } from './command.ts';
import {
  applicationsListed,
  SELECTION_OPTIONS,
  SELECTION_USAGE,
  type Selection,
} from './listed-applications.ts';
import { formatNamed, jsonText, tableText, yamlText, type Row } from './output.ts';
import { watchApplications, type SeenApplication } from './watch-applications.ts';
import { ChangingTable, refuseWatching, WATCH_OPTIONS, WATCH_USAGE } from './watching.ts';
import { stateText } from './state-text.ts';

const USAGE = `Usage: sparkctl list [flags]

Lists applications.

${SELECTION_USAGE}
  -o, --output FORMAT    wide, json, yaml or name (a table)
${WATCH_USAGE}
${CLUSTER_USAGE}
  -h, --help

Examples:
  sparkctl list
  sparkctl list -A -l team=data --watch
  sparkctl list -o name

Exit codes: 0 listed, 1 no cluster, 2 wrong flags.
`;

const OPTIONS = {
  ...CLUSTER_OPTIONS,
  ...SELECTION_OPTIONS,
  ...WATCH_OPTIONS,
  output: { type: 'string', short: 'o' },
} as const;

type Applications = readonly Stored<SparkApplication>[];
type Writer = (applications: Applications, nowMs: number, selection: Selection) => string;

/**
 * Lists applications, as they are at the API server now:
 *
 *   NAME       STATE       ATTEMPTS   EXECUTORS   AGE
 *   spark-pi   RUNNING     1          2/2         3m20s
 *   nightly    COMPLETED   2          0/0         9h
 *
 * EXECUTORS are those that run, of those that are wanted.
 *
 * Guarantees: that there are none is no failure, so that scripts may ask at any time; json and yaml are what
 * `kubectl get -o` gives, so that one can take the place of the other.
 */
export const list: Command = {
  usage: USAGE,
  run(words, terminal) {
    const flags = parseFlags(words, OPTIONS);
    const write = flags.output === undefined ? shortTable : formatNamed(flags.output, FORMATS);
    refuseWatching(flags.watch, flags.output);
    return withCluster(flags, terminal, async (cluster) => {
      if (flags.watch) {
        const table = new ChangingTable((text) => terminal.print(text));
        await watchApplications(flags, cluster, terminal, (seen) =>
          table.show(new Map(seen.map((each) => tableRow(each, cluster.now(), flags)))),
        );
        return EXIT.done;
      }
      const applications = await applicationsListed(flags, cluster);
      terminal.print(write(applications, cluster.now(), flags));
      if (applications.length === 0) {
        const where = flags['all-namespaces'] ? 'any namespace' : `the namespace "${cluster.namespace}"`;
        terminal.tell(`there are no applications in ${where}`);
      }
      return EXIT.done;
    });
  },
};

/** The row of an application, under its uid: a name may come again. One that is gone says so in place of its state. */
function tableRow(
  { application, isGone }: SeenApplication,
  nowMs: number,
  flags: Selection & { readonly output?: string | undefined },
): readonly [uid: string, Row] {
  const row = (flags.output === 'wide' ? wideRow : shortRow)(application, nowMs);
  const shown = isGone ? { ...row, STATE: 'deleted' } : row;
  return [application.metadata.uid, placedRow(application, shown, flags)];
}

function tableOf(rowOf: (application: Stored<SparkApplication>, nowMs: number) => Row): Writer {
  return (applications, nowMs, selection) =>
    applications.length === 0
      ? ''
      : tableText(applications.map((each) => placedRow(each, rowOf(each, nowMs), selection)));
}

/** The namespace is told where there may be several. */
const placedRow = ({ metadata }: Stored<SparkApplication>, row: Row, selection: Selection): Row => ({
  ...(selection['all-namespaces'] ? { NAMESPACE: metadata.namespace } : {}),
  ...row,
});

function shortRow({ metadata, status }: Stored<SparkApplication>, nowMs: number): Row {
  const { running = 0, desired = 0 } = status?.executors ?? {};
  return {
    NAME: metadata.name,
    STATE: stateText(status),
    ATTEMPTS: status?.executionAttempts ?? 0,
    EXECUTORS: `${running}/${desired}`,
    AGE: ageText(nowMs - Date.parse(metadata.creationTimestamp ?? '')),
  };
}

const wideRow = (application: Stored<SparkApplication>, nowMs: number): Row => ({
  ...shortRow(application, nowMs),
  ...wideCells(application),
});

const wideCells = ({ spec, status }: SparkApplication): Row => ({
  SPARK: spec.sparkVersion,
  DRIVER: status?.driverInfo.podName,
  'SPARK ID': status?.sparkApplicationId,
  MESSAGE: status?.applicationState.errorMessage,
});

/** As `kubectl get -o` prints several. */
const listOf = (items: Applications): unknown => ({
  apiVersion: 'v1',
  kind: 'List',
  items: items.map((item) => ({ ...item, apiVersion: APPLICATIONS.apiVersion, kind: APPLICATIONS.kind })),
});

const shortTable = tableOf(shortRow);

/** Scripts get all of it; `name` is what kubectl takes. */
const FORMATS: Readonly<Record<string, Writer>> = {
  wide: tableOf(wideRow),
  json: (applications) => jsonText(listOf(applications)),
  yaml: (applications) => yamlText(listOf(applications)),
  name: (applications) => applications.map(({ metadata }) => `sparkapplication/${metadata.name}\n`).join(''),
};
