import { CLUSTER_OPTIONS, CLUSTER_USAGE, withCluster } from './cluster.ts';
import { parseNamed } from './command-line.ts';
import { EXIT, type Command } from './command.ts';
import { eventRow, eventsOf, type EventOfApplication } from './events-of-application.ts';
import { applicationNamed } from './named-application.ts';
import { formatNamed, jsonText, tableText, yamlText } from './output.ts';

const USAGE = `Usage: sparkctl events APP [flags]

Shows the Events of an application, its driver and its executors, oldest first. An API server keeps them for an hour.

  -o, --output FORMAT    json, yaml or name (a table)
${CLUSTER_USAGE}
  -h, --help

Examples:
  sparkctl events spark-pi

Exit codes: 0 shown, 1 there is no such application or no cluster, 2 wrong flags.
`;

const OPTIONS = { ...CLUSTER_OPTIONS, output: { type: 'string', short: 'o' } } as const;

/**
 * Shows what Kubernetes and the operator have told about an application:
 *
 *   LAST   TYPE      REASON             OBJECT                MESSAGE
 *   3m     Normal    Scheduled          pod/pi-driver         assigned to node-1
 *   10s    Warning   FailedScheduling   pod/pi-driver         no node fits
 *
 * Guarantees: that it is nothing is no failure.
 */
export const events: Command = {
  usage: USAGE,
  run(words, terminal) {
    const { name, flags } = parseNamed(words, OPTIONS);
    const { output } = flags;
    const write = output === undefined ? eventTable : formatNamed(output, FORMATS);
    return withCluster(flags, terminal, async (cluster) => {
      const found = await eventsOf(await applicationNamed(name, cluster), cluster);
      terminal.print(write(found, cluster.now()));
      if (found.length === 0) terminal.tell(`there are no Events about ${name} now`);
      return EXIT.done;
    });
  },
};

/** Scripts get all of each; `name` is what kubectl takes. */
const FORMATS = {
  json: jsonText,
  yaml: yamlText,
  name: (found: readonly EventOfApplication[]) =>
    found.map(({ metadata }) => `event/${metadata.name}\n`).join(''),
};

const eventTable = (found: readonly EventOfApplication[], nowMs: number): string =>
  found.length === 0 ? '' : tableText(found.map((event) => eventRow(event, nowMs)));
