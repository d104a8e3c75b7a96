import { isTerminal } from '../api/application-state.ts';
import { APPLICATIONS } from '../api/spark-application.ts';
import { CLUSTER_OPTIONS, CLUSTER_USAGE, withCluster } from './cluster.ts';
import { parseNamed } from './command-line.ts';
import { CommandError, EXIT, type Command } from './command.ts';
import { applicationNamed } from './named-application.ts';

const EXIT_CODES =
  'Exit codes: 0 done, 1 the application has ended, is not there, or no cluster is, 2 wrong flags.';

const SUSPEND_USAGE = `Usage: sparkctl suspend APP [flags]

Ends the driver and the executors of an application, and begins nothing until it is resumed: it sets spec.suspend.

${CLUSTER_USAGE}
  -h, --help

Examples:
  sparkctl suspend spark-pi

${EXIT_CODES}
`;

const RESUME_USAGE = `Usage: sparkctl resume APP [flags]

Lets a suspended application begin, from its beginning: it sets spec.suspend to false.

${CLUSTER_USAGE}
  -h, --help

Examples:
  sparkctl resume spark-pi

${EXIT_CODES}
`;

/** Ends what runs, until somebody resumes it. */
export const suspend: Command = {
  usage: SUSPEND_USAGE,
  run: (words, terminal) => setSuspended(true, words, terminal),
};

/** Lets it begin again. */
export const resume: Command = {
  usage: RESUME_USAGE,
  run: (words, terminal) => setSuspended(false, words, terminal),
};

/**
 * Writes `spec.suspend`, and no other field.
 *
 * Guarantees: repeating it changes nothing; an application that has ended is left as it is, for suspending it would have
 * no effect now and an unexpected one at its next run.
 * Fails: with a CommandError where it has ended or is not there.
 */
function setSuspended(wanted: boolean, words: readonly string[], terminal: Parameters<Command['run']>[1]) {
  const { name, flags } = parseNamed(words, CLUSTER_OPTIONS);
  const done = wanted ? 'suspended' : 'resumed';
  return withCluster(flags, terminal, async (cluster) => {
    const { metadata, spec, status } = await applicationNamed(name, cluster);
    const state = status?.applicationState.state ?? '';
    if (isTerminal(state)) {
      throw new CommandError(
        `${name} was not ${done}: it has ended (${state}); sparkctl rerun begins it anew`,
      );
    }
    if ((spec.suspend ?? false) === wanted) {
      terminal.print(`${name} is ${wanted ? 'suspended' : 'not suspended'} already\n`);
      return EXIT.done;
    }
    await cluster.api.mergePatch(APPLICATIONS, metadata, { spec: { suspend: wanted } });
    terminal.print(`${name} ${done}\n`);
    return EXIT.done;
  });
}
