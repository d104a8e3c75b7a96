import { CLUSTER_OPTIONS, CLUSTER_USAGE, withCluster } from '../cluster.ts';
import { parseNamed } from '../command-line.ts';
import { EXIT, type Command } from '../command.ts';
import { followApplication } from './follow-application.ts';
import { applicationNamed } from '../named-application.ts';

const USAGE = `Usage: sparkctl follow APP [flags]

Follows an application to its end: its state and its executors, its Events, and the log of its driver on standard output.
Ctrl-C ends the following, not the application.

${CLUSTER_USAGE}
  -h, --help

Examples:
  sparkctl follow spark-pi
  sparkctl follow spark-pi -n jobs > driver.log

Exit codes: 0 the application has completed, or Ctrl-C; else the exit code of its driver, 1 where there is none; 2 wrong flags.
`;

/** Follows an application that was submitted before, as `sparkctl submit` does. */
export const follow: Command = {
  usage: USAGE,
  run(words, terminal) {
    const { name, flags } = parseNamed(words, CLUSTER_OPTIONS);
    return withCluster(flags, terminal, async (cluster) => {
      const followed = await followApplication(await applicationNamed(name, cluster), cluster, terminal);
      return followed.kind === 'ended' ? followed.exitCode : EXIT.done;
    });
  },
};
