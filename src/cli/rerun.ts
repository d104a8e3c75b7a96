import { isTerminal } from '../api/application-state.ts';
import { GROUP } from '../api/group.ts';
import { APPLICATIONS } from '../api/spark-application.ts';
import { timeText } from '../manifest/time.ts';
import { CLUSTER_OPTIONS, CLUSTER_USAGE, withCluster } from './cluster.ts';
import { parseNamed } from './command-line.ts';
import { CommandError, EXIT, type Command } from './command.ts';
import { applicationNamed } from './named-application.ts';

const USAGE = `Usage: sparkctl rerun APP [flags]

Begins an application anew, as an edit does: its driver gets an annotation with the time.

      --force            also where it runs: what runs is ended
${CLUSTER_USAGE}
  -h, --help

Examples:
  sparkctl rerun spark-pi
  sparkctl rerun spark-pi --force

Exit codes: 0 it begins, 1 it still runs, is not there, or no cluster is, 2 wrong flags.
`;

const OPTIONS = { ...CLUSTER_OPTIONS, force: { type: 'boolean', default: false } } as const;

/** Annotation of the driver: when somebody asked for another run. Without it, nothing in the spec would differ. */
const RERUN_ANNOTATION = `${GROUP}/rerun-at`;

/**
 * Begins an application anew, by the way that edits take: the operator sees that the driver pod would be another one,
 * takes down what is left of the last attempt, and begins the next, under ids that were never used.
 *
 * Guarantees: nothing of a run is ended that nobody asked to end; the counts of the restart policy begin anew.
 * Fails: with a CommandError where it runs, without `--force`, or is not there.
 *
 * @see kubectl rollout restart, which annotates the template of pods in the same way
 */
export const rerun: Command = {
  usage: USAGE,
  run(words, terminal) {
    const { name, flags } = parseNamed(words, OPTIONS);
    return withCluster(flags, terminal, async (cluster) => {
      const { metadata, status } = await applicationNamed(name, cluster);
      const state = status?.applicationState.state ?? '';
      if (!isTerminal(state) && !flags.force) {
        throw new CommandError(
          `${name} is ${state || 'NEW'}, not ended; --force ends what runs and begins anew`,
        );
      }
      const annotations = { [RERUN_ANNOTATION]: timeText(cluster.now()) };
      await cluster.api.mergePatch(APPLICATIONS, metadata, { spec: { driver: { annotations } } });
      terminal.print(`${name} begins anew\n`);
      return EXIT.done;
    });
  },
};
