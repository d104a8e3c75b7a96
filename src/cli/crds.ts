import {
  CUSTOM_RESOURCE_DEFINITIONS,
  DEFINITIONS,
  type CustomResourceDefinition,
} from '../api/custom-resource-definition.ts';
import { isOlderRelease, RELEASE_ANNOTATION } from '../api/release-order.ts';
import { RELEASE } from './release.ts';
import { CLUSTER_ACCESS_OPTIONS, CLUSTER_ACCESS_USAGE, withCluster, type Cluster } from './cluster.ts';
import { parseWord } from './command-line.ts';
import { EXIT, type Command } from './command.ts';

const USAGE = `Usage: sparkctl crds apply [flags]

Brings the CustomResourceDefinitions of the cluster to those of this release (${RELEASE}). Whatever they hold that other
programs have written is replaced; applications and executor sets stay. One that comes from a newer release is left as it is.
The chart runs it before each installation and upgrade.

${CLUSTER_ACCESS_USAGE}
  -h, --help

Examples:
  sparkctl crds apply

Exit codes: 0 done, 1 the cluster refuses it, 2 wrong words.
`;

/**
 * Brings the definitions of our kinds into a cluster, or up to date. Helm does neither once one of that name is there.
 *
 * Guarantees: can be repeated; takes no field away that a newer release has brought.
 */
export const crds: Command = {
  usage: USAGE,
  run(words, terminal) {
    const flags = parseWord(words, 'apply', CLUSTER_ACCESS_OPTIONS);
    return withCluster(flags, terminal, async (cluster) => {
      for (const definition of Object.values(DEFINITIONS)) {
        terminal.print(`${definition.metadata.name}: ${await bringUpToDate(definition, cluster)}\n`);
      }
      return EXIT.done;
    });
  },
};

/** What became of one definition, for people. */
async function bringUpToDate(definition: CustomResourceDefinition, { api }: Cluster): Promise<string> {
  const { metadata } = definition;
  const present = await api.get(CUSTOM_RESOURCE_DEFINITIONS, { namespace: '', name: metadata.name });
  const release = present?.metadata.annotations?.[RELEASE_ANNOTATION];
  if (release !== undefined && isOlderRelease(RELEASE, release)) {
    return `left as it is: it comes from release ${release}, this is ${RELEASE}`;
  }
  const annotations = { ...metadata.annotations, [RELEASE_ANNOTATION]: RELEASE };
  await api.apply(CUSTOM_RESOURCE_DEFINITIONS, { ...definition, metadata: { ...metadata, annotations } });
  return `${present === undefined ? 'created' : 'applied'} from release ${RELEASE}`;
}
