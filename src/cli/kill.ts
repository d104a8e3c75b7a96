import { CLUSTER_OPTIONS, CLUSTER_USAGE, withCluster } from './cluster.ts';
import { parseNamed } from './command-line.ts';
import { EXIT, type Command } from './command.ts';
import { killSubmitted } from './submitted-before.ts';

const USAGE = `Usage: sparkctl kill [NAMESPACE:]NAME [flags]

Ends applications at once and deletes them, as spark-submit --kill does: by the name of the application or of its driver
pod; * and ? stand for parts of names.

${CLUSTER_USAGE}
  -h, --help

Examples:
  sparkctl kill spark-pi
  sparkctl kill 'jobs:spark-pi-*'

Exit codes: 0 killed, 1 there is none of that name, or no cluster, 2 wrong flags.
`;

/**
 * What `spark-submit --kill` does, for applications that this operator runs: they are named as Spark names them,
 * `[NAMESPACE:]NAME`, by the driver pod or by the application. Their logs go with them; `sparkctl suspend` ends an
 * application and keeps it.
 */
export const kill: Command = {
  usage: USAGE,
  run(words, terminal) {
    const { name, flags } = parseNamed(words, CLUSTER_OPTIONS);
    return withCluster(flags, terminal, async (cluster) => {
      await killSubmitted(name, cluster, terminal);
      return EXIT.done;
    });
  },
};
