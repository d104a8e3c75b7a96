import { parseFlags } from './command-line.ts';
import { EXIT, type Command } from './command.ts';
import { FILE_OPTIONS, FILE_USAGE, NO_UID, readApplications } from './read-applications.ts';

const USAGE = `Usage: sparkctl validate -f FILE [flags]

Checks each SparkApplication in the files as the API server and the operator check it, without a cluster: unknown fields,
values of the wrong form, and everything that would keep it from being submitted. All that is wrong is told at once, each
with its field and what to do.

${FILE_USAGE}
  -n, --namespace NAME   where the file names no namespace (default)
  -h, --help

Examples:
  sparkctl validate -f app.yaml
  sparkctl validate -f - < app.yaml
  sparkctl validate -R -f apps

Exit codes: 0 nothing is wrong (there may be warnings), 1 something is, 2 wrong flags.
`;

const OPTIONS = {
  ...FILE_OPTIONS,
  namespace: { type: 'string', short: 'n', default: 'default' },
} as const;

/**
 * Says what is wrong with applications, before anybody applies them: in a pipeline, for example, which goes by the exit code.
 *
 * Guarantees: finds what `render` finds; where it finds nothing, the operator does not refuse the application.
 */
export const validate: Command = {
  usage: USAGE,
  async run(words, terminal) {
    const flags = parseFlags(words, OPTIONS);
    const found = await readApplications(flags, { namespace: flags.namespace, uid: NO_UID }, terminal);
    if (found === undefined) return EXIT.failed;
    const right = found.filter(({ violations }) => violations.length === 0);
    for (const { title, warnings } of right) {
      const verdict = warnings.length === 0 ? 'nothing is wrong' : 'it would run, with the warnings above';
      terminal.print(`SparkApplication ${title}: ${verdict}\n`);
    }
    return right.length < found.length ? EXIT.failed : EXIT.done;
  },
};
