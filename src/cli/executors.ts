import type { SparkApplication } from '../api/spark-application.ts';
import { listAll } from '../kube/list-all.ts';
import { PODS } from '../manifest/pod.ts';
import { projectExecutorPod, type ExecutorPod } from '../executors/executor-pod.ts';
import { executorSelector } from '../spark/labels.ts';
import { CLUSTER_OPTIONS, CLUSTER_USAGE, withCluster, type Cluster } from './cluster.ts';
import { parseNamed } from './command-line.ts';
import { EXIT, type Command } from './command.ts';
import { executorReport, executorRows, reportText, type ExecutorReport } from './executor-report.ts';
import { applicationNamed, executorSetOf } from './named-application.ts';
import { formatNamed, jsonText, yamlText, type Row } from './output.ts';
import { ChangingTable, lookAgain, refuseWatching, WATCH_OPTIONS, WATCH_USAGE } from './watching.ts';

const USAGE = `Usage: sparkctl executors APP [flags]

Shows the executors of an application: those that have pods, and the latest that were lost.

  -o, --output FORMAT    wide, json, yaml or name (a table)
${WATCH_USAGE}
${CLUSTER_USAGE}
  -h, --help

Examples:
  sparkctl executors spark-pi
  sparkctl executors spark-pi -o wide --watch
  sparkctl executors spark-pi -o json

Exit codes: 0 shown, 1 there is no such application or no cluster, 2 wrong flags.
`;

const OPTIONS = { ...CLUSTER_OPTIONS, ...WATCH_OPTIONS, output: { type: 'string', short: 'o' } } as const;

/**
 * Shows the executors of an application, as they are at the API server now: their pods, and beside them the executor set
 * for what pods do not say.
 *
 * Guarantees: an application without executors is no failure, so that scripts may ask at any time.
 */
export const executors: Command = {
  usage: USAGE,
  run(words, terminal) {
    const { name, flags } = parseNamed(words, OPTIONS);
    const write = flags.output === undefined ? reportText : formatNamed(flags.output, FORMATS);
    refuseWatching(flags.watch, flags.output);
    return withCluster(flags, terminal, async (cluster) => {
      if (flags.watch) {
        const table = new ChangingTable((text) => terminal.print(text));
        let known: ReadonlyMap<string, Row> = new Map();
        const look = async (): Promise<void> => {
          const report = await reportOn(name, cluster);
          const present = rowsByPod(report, cluster.now(), flags.output === 'wide');
          const gone = [...known].filter(([pod]) => !present.has(pod));
          table.show(
            new Map([...gone.map(([pod, row]) => [pod, goneRow(row, report)] as const), ...present]),
          );
          known = present;
        };
        await lookAgain(look, cluster, terminal);
        return EXIT.done;
      }
      const report = await reportOn(name, cluster);
      terminal.print(write(report, cluster.now()));
      if (report.executors.length === 0) terminal.tell(`${name} has no executors now`);
      return EXIT.done;
    });
  },
};

/** The rows by their pods: ids begin anew with each attempt. */
const rowsByPod = (report: ExecutorReport, nowMs: number, isWide: boolean): ReadonlyMap<string, Row> =>
  new Map(
    executorRows(report, nowMs, isWide).map(
      (row, index) => [report.executors[index]?.pod ?? '', row] as const,
    ),
  );

/** The row of an executor whose pod is there no more, with the reason that is told of its loss. */
function goneRow(row: Row, { losses }: ExecutorReport): Row {
  const loss = losses.find(({ id }) => id === row['ID']);
  return { ...row, STATE: 'gone', REASON: loss?.reason ?? row['REASON'] };
}

/** Everything that is known of them now. Fails: with a CommandError where there is no such application. */
async function reportOn(name: string, cluster: Cluster): Promise<ExecutorReport> {
  const application = await applicationNamed(name, cluster);
  const [pods, set] = await Promise.all([podsOf(application, cluster), executorSetOf(application, cluster)]);
  return executorReport(pods, set, application.status);
}

/** All executor pods of its latest attempt; none before the first. */
async function podsOf(
  { status }: SparkApplication,
  { api, namespace }: Pick<Cluster, 'api' | 'namespace'>,
): Promise<readonly ExecutorPod[]> {
  const appId = status?.sparkApplicationId;
  if (appId === undefined) return [];
  const query = { namespace, labelSelector: executorSelector(appId) };
  return (await listAll(api, PODS, query, (page) => page.map(projectExecutorPod))).items;
}

/** Scripts get everything: times instead of ages, and no field that is not there. `name` is what kubectl takes. */
const FORMATS = {
  wide: (report: ExecutorReport, nowMs: number) => reportText(report, nowMs, true),
  json: jsonText,
  yaml: yamlText,
  name: ({ executors: rows }: ExecutorReport) => rows.map(({ pod }) => `pod/${pod}\n`).join(''),
};
