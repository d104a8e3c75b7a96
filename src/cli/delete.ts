import { APPLICATIONS, type SparkApplication } from '../api/spark-application.ts';
import type { Stored } from '../manifest/object-meta.ts';
import { CLUSTER_OPTIONS, CLUSTER_USAGE, withCluster, type Cluster } from './cluster.ts';
import { parseNames } from './command-line.ts';
import { EXIT, UsageError, type Command } from './command.ts';
import { applicationsListed, SELECTION_OPTIONS, SELECTION_USAGE } from './listed-applications.ts';
import { applicationNamed } from './named-application.ts';

const USAGE = `Usage: sparkctl delete APP... [flags]
       sparkctl delete -l LABELS [flags]

Deletes applications with all they have: driver, its log, executors, services.

${SELECTION_USAGE}
${CLUSTER_USAGE}
  -h, --help

Examples:
  sparkctl delete spark-pi
  sparkctl delete -l team=data

Exit codes: 0 deleted, 1 one of them is not there (none is deleted then), or no cluster is, 2 wrong flags.
`;

const OPTIONS = { ...CLUSTER_OPTIONS, ...SELECTION_OPTIONS } as const;

/**
 * Deletes applications by name or by label. What belongs to them goes with them, in the background.
 *
 * Guarantees: never all of them because somebody named none; none where one of the names is wrong; one that was deleted
 * and made again in between is left alone, by its uid.
 * Fails: with a CommandError that names the one that is not there.
 */
export const remove: Command = {
  usage: USAGE,
  run(words, terminal) {
    const { names, flags } = parseNames(words, OPTIONS);
    if ((names.length === 0) === (flags.selector === undefined)) {
      throw new UsageError('it takes names of applications, or -l LABELS');
    }
    // What a script gets from a variable that is not set would select all.
    if (flags.selector?.trim() === '')
      throw new UsageError('-l takes labels, such as team=data; none are given');
    return withCluster(flags, terminal, async (cluster) => {
      const found = names.length > 0 ? await named(names, cluster) : await applicationsListed(flags, cluster);
      for (const { metadata } of found) {
        await cluster.api.delete(APPLICATIONS, metadata, { uid: metadata.uid });
        terminal.print(`${metadata.name} deleted\n`);
      }
      if (found.length === 0) terminal.tell('no application has these labels');
      return EXIT.done;
    });
  },
};

const named = (names: readonly string[], cluster: Cluster): Promise<readonly Stored<SparkApplication>[]> =>
  Promise.all(names.map((name) => applicationNamed(name, cluster)));
