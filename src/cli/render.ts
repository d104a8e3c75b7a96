import { parseCount, parseFlags } from './command-line.ts';
import { EXIT, type Command } from './command.ts';
import { formatNamed, OBJECT_FORMATS } from './output.ts';
import { FILE_OPTIONS, FILE_USAGE, NO_UID, readApplications } from './read-applications.ts';
import { renderedObjects } from './rendered-objects.ts';

const USAGE = `Usage: sparkctl render -f FILE [flags]

Prints every object that the operator would create for the first attempt of each SparkApplication in the file, without
a cluster. Applications are checked as the operator checks them; all that is wrong is told at once.

${FILE_USAGE}
  -o, --output FORMAT    yaml or json (yaml)
      --executors N      the first N executors as well (0)
  -n, --namespace NAME   where the file names no namespace (default)
      --uid UID          of the application: names of objects follow from it (zeros)
  -h, --help

Times are 0. DRIVER-POD-IP and DRIVER-POD-UID stand for what only a running driver has, and
spark-operator-driver-plugin for the ConfigMap with the jar of the drivers, which a namespace has once.

Examples:
  sparkctl render -f app.yaml
  sparkctl render -f app.yaml --executors 2 -o json

Exit codes: 0 printed, 1 something is wrong with a file or an application, 2 wrong flags.
`;

const OPTIONS = {
  ...FILE_OPTIONS,
  output: { type: 'string', short: 'o', default: 'yaml' },
  executors: { type: 'string', default: '0' },
  namespace: { type: 'string', short: 'n', default: 'default' },
  uid: { type: 'string', default: NO_UID },
} as const;

/** Prints all objects of an application, without a cluster. */
export const render: Command = {
  usage: USAGE,
  async run(words, terminal) {
    const flags = parseFlags(words, OPTIONS);
    const write = formatNamed(flags.output, OBJECT_FORMATS);
    const executors = parseCount('--executors', flags.executors);
    const found = await readApplications(flags, flags, terminal);
    if (found === undefined) return EXIT.failed;
    const applications = found.flatMap(({ application }) => application ?? []);
    if (applications.length < found.length) return EXIT.failed;
    terminal.print(write(applications.flatMap((application) => renderedObjects(application, executors))));
    return EXIT.done;
  },
};
