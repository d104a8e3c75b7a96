import { APPLICATIONS } from '../api/spark-application.ts';
import { CLUSTER_OPTIONS, CLUSTER_USAGE, withCluster } from './cluster.ts';
import { parseFlags } from './command-line.ts';
import { EXIT, type Command } from './command.ts';
import { FILE_OPTIONS, FILE_USAGE, NO_UID, readApplications } from './read-applications.ts';

const USAGE = `Usage: sparkctl create -f FILE [flags]

Checks the applications of a file as sparkctl validate does, then creates them. Where one is wrong, none is created.

${FILE_USAGE}
${CLUSTER_USAGE}
  -h, --help

Examples:
  sparkctl create -f app.yaml
  sparkctl create -n jobs -f - < app.yaml

Exit codes: 0 created, 1 something is wrong, is there already, or no cluster is, 2 wrong flags.
`;

const OPTIONS = {
  ...CLUSTER_OPTIONS,
  ...FILE_OPTIONS,
} as const;

/**
 * Creates the applications of files; objects of other kinds in them are passed over.
 *
 * Guarantees: what the operator would refuse is never created, and where one is wrong none is. Where the API server
 * refuses one, those before it stay: they were told.
 * Fails: with the `ApiError` of what was refused, for example because one of that name is there already.
 */
export const create: Command = {
  usage: USAGE,
  run(words, terminal) {
    const flags = parseFlags(words, OPTIONS);
    return withCluster(flags, terminal, async ({ api, namespace }) => {
      const found = await readApplications(flags, { namespace, uid: NO_UID }, terminal);
      if (found === undefined) return EXIT.failed;
      const applications = found.flatMap(({ application }) => application ?? []);
      if (applications.length < found.length) return EXIT.failed;
      for (const application of applications) {
        const { uid: _, ...metadata } = application.metadata;
        const { metadata: made } = await api.create(APPLICATIONS, { ...application, metadata });
        terminal.print(`${made.name} created in ${made.namespace}\n`);
      }
      return EXIT.done;
    });
  },
};
