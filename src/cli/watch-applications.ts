import { APPLICATIONS, type SparkApplication } from '../api/spark-application.ts';
import type { Stored } from '../manifest/object-meta.ts';
import type { Cluster } from './cluster.ts';
import type { Terminal } from './command.ts';
import { queryOf, selectedApplications, type Selection } from './listed-applications.ts';
import { isPassing, lookAgain } from './watching.ts';

/** An application as it was seen last. */
export interface SeenApplication {
  readonly application: Stored<SparkApplication>;
  /** It was deleted, or has lost the labels that it was chosen by. */
  readonly isGone: boolean;
}

/**
 * Shows all applications that are chosen, and then each that comes, changes or goes, until Ctrl-C: a watch says so at once,
 * and a list where the server has ended the watch.
 *
 * Guarantees: one that went while nobody watched is shown as gone, too. Some may be shown again as they were.
 * Fails: as `lookAgain`.
 */
export async function watchApplications(
  selection: Selection,
  cluster: Cluster,
  terminal: Terminal,
  show: (seen: readonly SeenApplication[]) => void,
): Promise<void> {
  let known: ReadonlyMap<string, Stored<SparkApplication>> = new Map();
  const look = async (enough: AbortSignal): Promise<void> => {
    const { items, resourceVersion } = await selectedApplications(selection, cluster);
    const present = new Map(items.map((item) => [item.metadata.uid, item]));
    const gone = [...known.values()].filter(({ metadata }) => !present.has(metadata.uid));
    show([
      ...gone.map((application) => ({ application, isGone: true })),
      ...items.map((application) => ({ application, isGone: false })),
    ]);
    known = present;
    const query = { ...queryOf(selection, cluster), resourceVersion };
    const watching = cluster.api.watch(
      APPLICATIONS,
      query,
      (event) => {
        if (event.type === 'BOOKMARK') return;
        const isGone = event.type === 'DELETED';
        if (isGone) present.delete(event.object.metadata.uid);
        else present.set(event.object.metadata.uid, event.object);
        show([{ application: event.object, isGone }]);
      },
      enough,
    );
    // A watch that breaks off ends nothing: the next look lists, and says whether the server still does not answer.
    await watching.catch((error: unknown) => {
      if (!isPassing(error)) throw error;
    });
  };
  await lookAgain(look, cluster, terminal);
}
