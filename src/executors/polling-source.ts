import type { NextLook } from '../clock.ts';
import type { ApiServer } from '../kube/api-server.ts';
import { isOlderVersion } from '../kube/resource-version.ts';
import { WorkQueue, type WorkQueueWorld } from '../kube/work-queue.ts';
import { PODS } from '../manifest/pod.ts';
import { projectExecutorPod, type ExecutorPod } from './executor-pod.ts';
import type { ExecutorPodsSink } from './snapshots-store.ts';
import { applicationIndex, EXECUTOR_PODS_SELECTOR } from './watch-source.ts';

/** An application whose executors are listed now and then. */
export interface PolledApplication {
  readonly namespace: string;
  readonly appId: string;
  readonly intervalMs: number;
  /** A list from the cache of the API server will do, which is cheaper for etcd and may be old. */
  readonly fromCache: boolean;
  readonly sink: ExecutorPodsSink;
}

/** One list of a namespace, and how new it is. */
interface ListedPods {
  readonly byApplication: ReadonlyMap<string, readonly ExecutorPod[]>;
  readonly version: string;
}

/** What asks the API server for whatever its cache has. */
const FROM_CACHE = { resourceVersion: '0' } as const;

/** When its executors were listed last, or when it came. */
interface Polled extends PolledApplication {
  lastAtMs: number;
}

/** What polling needs of the world. */
export interface PollingWorld extends WorkQueueWorld {
  readonly api: ApiServer;
}

/**
 * Lists the executor pods of a namespace in full and gives each application its own, so that what a watch has missed
 * comes to light.
 *
 * Guarantees: one list serves all applications of a namespace; each gets one at least every `intervalMs`, the first
 * after that time; a namespace without applications costs nothing; a list that fails is tried again with growing
 * rests, and changes nothing. A list comes from the cache of the API server only where that will do for all whose turn
 * it is, and if it is no older than the one before.
 *
 * @see Spark `ExecutorPodsPollingSnapshotSource`
 */
export class PollingSource {
  readonly #world: PollingWorld;
  readonly #queue: WorkQueue;
  readonly #applications = new Map<string, Polled>();
  /** Version of the latest list, by namespace. */
  readonly #versions = new Map<string, string>();

  constructor(world: PollingWorld) {
    this.#world = world;
    this.#queue = new WorkQueue({ work: (namespace) => this.#poll(namespace), workers: 2 }, world);
  }

  /** Lists the application's executors from now on. */
  add(application: PolledApplication): void {
    const index = applicationIndex(application);
    this.#applications.set(index, { ...application, lastAtMs: this.#world.clock.now() });
    this.#queue.addAfter(application.namespace, application.intervalMs);
  }

  remove(application: Pick<PolledApplication, 'namespace' | 'appId'>): void {
    this.#applications.delete(applicationIndex(application));
  }

  /** Polls until `signal` aborts; settles when the last list has ended. */
  run(signal: AbortSignal): Promise<void> {
    return this.#queue.run(signal);
  }

  async #poll(namespace: string): Promise<NextLook> {
    const startedAtMs = this.#world.clock.now();
    const due = this.#of(namespace).filter((application) => isDue(application, startedAtMs));
    if (due.length > 0) {
      const pods = await this.#list(
        namespace,
        due.every(({ fromCache }) => fromCache),
      );
      for (const application of due) {
        application.lastAtMs = startedAtMs;
        application.sink.replaceSnapshot(pods.get(applicationIndex(application)) ?? []);
      }
    }
    return this.#nextPoll(namespace);
  }

  /** The executor pods of a namespace, by application; of no others than those that are polled. */
  async #list(namespace: string, fromCache: boolean): Promise<ListedPods['byApplication']> {
    const listed = await this.#listOnce(namespace, fromCache);
    // Another API server may answer this time, whose cache lags behind.
    if (fromCache && isOlderVersion(listed.version, this.#versions.get(namespace) ?? '')) {
      return this.#list(namespace, false);
    }
    this.#versions.set(namespace, listed.version);
    return listed.byApplication;
  }

  async #listOnce(namespace: string, fromCache: boolean): Promise<ListedPods> {
    const pods = new Map<string, ExecutorPod[]>();
    let version = '';
    const query = { namespace, labelSelector: EXECUTOR_PODS_SELECTOR };
    for await (const page of this.#world.api.list(PODS, { ...query, ...(fromCache ? FROM_CACHE : {}) })) {
      version = page.resourceVersion;
      for (const pod of page.items.map(projectExecutorPod)) {
        const index = applicationIndex(pod);
        if (pod.executorId === 0 || !this.#applications.has(index)) continue;
        pods.set(index, pods.get(index) ?? []);
        pods.get(index)?.push(pod);
      }
    }
    return { byApplication: pods, version };
  }

  /** When the first application of the namespace has waited for its interval. */
  #nextPoll(namespace: string): NextLook {
    const next = this.#of(namespace).map(({ lastAtMs, intervalMs }) => lastAtMs + intervalMs);
    if (next.length === 0) return { kind: 'on-change' };
    const earliestMs = next.reduce((earliest, atMs) => Math.min(earliest, atMs));
    return { kind: 'after', delayMs: Math.max(0, earliestMs - this.#world.clock.now()) };
  }

  #of(namespace: string): readonly Polled[] {
    return [...this.#applications.values()].filter((application) => application.namespace === namespace);
  }
}

/** A list is shared by all whose turn it is soon, so that the turns of a namespace's applications fall together. */
const isDue = ({ lastAtMs, intervalMs }: Polled, nowMs: number): boolean =>
  nowMs - lastAtMs >= intervalMs / 2;
