import { APPLICATIONS, type SparkApplication } from '../api/spark-application.ts';
import { listAll } from '../kube/list-all.ts';
import type { Stored } from '../manifest/object-meta.ts';
import { parseGlob } from '../spark/glob.ts';
import { ageText } from './age.ts';
import type { Cluster } from './cluster.ts';
import { CommandError, type Terminal } from './command.ts';
import { driverPodOf } from './driver-pod-of.ts';
import { tableText } from './output.ts';
import { stateText } from './state-text.ts';

/*
 * `--kill` and `--status`: what `spark-submit` does with applications that it has submitted before. They are named as
 * Spark names them, `[NAMESPACE:]NAME`: by the driver pod, or by the application, both also as a glob.
 */

/** Deletes the applications of that name, and so their pods. Fails: with a CommandError where there is none. */
export async function killSubmitted(id: string, cluster: Cluster, terminal: Terminal): Promise<void> {
  for (const { metadata } of await submitted(id, cluster)) {
    await cluster.api.delete(APPLICATIONS, metadata, { uid: metadata.uid });
    terminal.print(`${metadata.namespace}:${metadata.name} killed\n`);
  }
}

/** Shows the applications of that name. Fails: with a CommandError where there is none. */
export async function showSubmitted(id: string, cluster: Cluster, terminal: Terminal): Promise<void> {
  const rows = (await submitted(id, cluster)).map((application) => ({
    NAMESPACE: application.metadata.namespace,
    NAME: application.metadata.name,
    STATE: stateText(application.status),
    DRIVER: driverPodOf(application),
    AGE: ageText(cluster.now() - Date.parse(application.metadata.creationTimestamp ?? '')),
    MESSAGE: application.status?.applicationState.errorMessage,
  }));
  terminal.print(tableText(rows));
}

/** All that match, in the namespace before the colon. Fails: with a CommandError where there are none. */
async function submitted(
  id: string,
  { api, namespace }: Cluster,
): Promise<readonly Stored<SparkApplication>[]> {
  const [, own, glob = ''] = /^(?:([^:]*):)?(.*)$/su.exec(id) ?? [];
  const place = own ?? namespace;
  const isMeant = matcher(glob);
  const { items: found } = await listAll(api, APPLICATIONS, { namespace: place }, (page) =>
    page.filter((each) => isMeant(each.metadata.name) || isMeant(driverPodOf(each))),
  );
  if (found.length > 0) return found;
  throw new CommandError(
    `no application or driver pod in the namespace "${place}" is named ${glob}; NAMESPACE:NAME looks in another one`,
  );
}

function matcher(glob: string): (name: string) => boolean {
  const [part] = parseGlob(glob)[0] ?? [];
  if (part?.kind === 'pattern') return (name) => part.matches.test(name);
  return (name) => name === glob;
}
