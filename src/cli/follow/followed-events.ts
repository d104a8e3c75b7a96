import type { SparkApplication } from '../../api/spark-application.ts';
import { isApiError } from '../../kube/api-error.ts';
import type { Stored } from '../../manifest/object-meta.ts';
import type { Cluster } from '../cluster.ts';
import { eventsOf, type EventOfApplication } from '../events-of-application.ts';
import type { Screen } from './screen.ts';

/** The Events about an application that is followed, and about its pods: each once, and again where it happened again. */
export class FollowedEvents {
  readonly #cluster: Cluster;
  readonly #screen: Screen;
  readonly #told = new Set<string>();

  constructor(cluster: Cluster, screen: Screen) {
    this.#cluster = cluster;
    this.#screen = screen;
  }

  /**
   * Tells those that are new. Who may not read Events sees none.
   *
   * Fails: with an `ApiError` for anything else.
   */
  async tellNew(application: Stored<SparkApplication>): Promise<void> {
    const found = await eventsOf(application, this.#cluster).catch((error: unknown) => {
      if (isApiError(error, 'Forbidden')) return [];
      throw error;
    });
    for (const event of found) {
      const key = `${event.metadata.uid}-${event.metadata.resourceVersion}`;
      if (!this.#told.has(key) && isWorthTelling(event, application)) this.#screen.tell(lineOf(event));
      this.#told.add(key);
    }
  }
}

/**
 * Of executors only warnings: hundreds of them are made, and each has five Events when all is well. Not those of a pod of
 * an earlier application of that name.
 */
function isWorthTelling(
  { involvedObject: { kind, name }, type, metadata }: EventOfApplication,
  { metadata: { creationTimestamp: made = '' }, status }: Stored<SparkApplication>,
): boolean {
  if (kind !== 'Pod') return true;
  if ((metadata.creationTimestamp ?? made) < made) return false;
  return type === 'Warning' || name === status?.driverInfo.podName;
}

const lineOf = ({ involvedObject: { kind, name }, type, reason, message }: EventOfApplication): string =>
  `${type} ${reason}${kind === 'Pod' ? ` pod/${name}` : ''}: ${message}`;
