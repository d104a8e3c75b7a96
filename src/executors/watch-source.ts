import { LAUNCHED_BY_LABEL } from '../api/labels.ts';
import { aborted } from '../kube/aborted.ts';
import { Informer, type InformerOptions, type InformerWorld } from '../kube/informer.ts';
import type { Change } from '../kube/projection-cache.ts';
import { PODS, type PodManifest } from '../manifest/pod.ts';
import { INACTIVE_LABEL, ROLE_LABEL } from '../spark/labels.ts';
import { projectExecutorPod, type ExecutorPod } from './executor-pod.ts';
import { isOverdue } from './overdue-deletions.ts';
import type { PodChangesSink } from './snapshots-store.ts';

/** Executor pods of ours that are not put aside; what watches and polls ask for. */
export const EXECUTOR_PODS_SELECTOR = `${ROLE_LABEL}=executor,${LAUNCHED_BY_LABEL}=true,${INACTIVE_LABEL}!=true`;

/** By which executor pods are found: those of one application; those of one namespace that have not ended. */
type PodIndex = 'application' | 'live';

/** The value of the index `application`. */
export const applicationIndex = ({ namespace, appId }: Pick<ExecutorPod, 'namespace' | 'appId'>): string =>
  `${namespace}/${appId}`;

/** Which pods to watch, and who is told of what concerns more than one application. */
export interface WatchSourceOptions {
  /** Undefined: all of them, with one watch. */
  readonly namespaces: readonly string[] | undefined;
  /** One of the watches began anew with a list. */
  readonly onListed: (namespace: string | undefined) => void;
  /** An executor of that namespace lives no more. */
  readonly onEnded: (namespace: string) => void;
}

/**
 * The executor pods of all applications, by one watch for each namespace or one for all; each change goes into the
 * store of the application it belongs to.
 *
 * @see Spark `ExecutorPodsWatchSnapshotSource`
 */
export class WatchSource {
  /** By the index of the application. */
  readonly #sinks = new Map<string, PodChangesSink>();
  readonly #informers: readonly Informer<PodManifest, ExecutorPod, PodIndex>[];
  /** Settles with `#isSynced`. */
  readonly #synced: Promise<void>;
  #isSynced = false;

  constructor({ namespaces, onListed, onEnded }: WatchSourceOptions, world: InformerWorld) {
    const sinkOf = (index: string): PodChangesSink | undefined => this.#sinks.get(index);
    this.#informers = (namespaces ?? [undefined]).map((namespace) => {
      const watch = executorPodWatch(namespace, sinkOf);
      const onChange = (change: Change<ExecutorPod>): void => {
        watch.onChange(change);
        if (hasEnded(change)) onEnded(change.before.namespace);
      };
      return new Informer({ ...watch, onChange, onListed: () => onListed(namespace) }, world);
    });
    this.#synced = Promise.all(this.#informers.map((informer) => informer.synced)).then(() => {
      this.#isSynced = true;
    });
  }

  /** Tells `sink` what becomes of the executors with that index, from now on. */
  add(index: string, sink: PodChangesSink): void {
    this.#sinks.set(index, sink);
  }

  remove(index: string): void {
    this.#sinks.delete(index);
  }

  /** The executor pods with that index that are not put aside, ended ones among them. */
  shownIn(index: string): readonly ExecutorPod[] {
    return this.#informers.flatMap((informer) => informer.by('application', index));
  }

  /** How many executor pods of the namespace have not ended, of whatever application, but for those on lost nodes. */
  liveIn(namespace: string, nowMs: number): number {
    const live = this.#informers.flatMap((informer) => informer.by('live', namespace));
    return live.filter((pod) => !isOverdue(pod, nowMs)).length;
  }

  /** Waits until all executor pods there are have been seen, or `signal` aborts; whether they have. */
  async synced(signal: AbortSignal): Promise<boolean> {
    if (!this.#isSynced) await Promise.race([this.#synced, aborted(signal)]);
    return this.#isSynced;
  }

  /** Watches until `signal` aborts; settles when the last request has ended. */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all(this.#informers.map((informer) => informer.run(signal)));
  }
}

/**
 * The options of the informer that follows executor pods, in one namespace or in all.
 *
 * @param sinkOf the store of the application with that index, if it is being looked after
 */
export function executorPodWatch(
  namespace: string | undefined,
  sinkOf: (application: string) => PodChangesSink | undefined,
): InformerOptions<PodManifest, ExecutorPod, PodIndex> {
  return {
    resource: PODS,
    ...(namespace === undefined ? {} : { namespace }),
    labelSelector: EXECUTOR_PODS_SELECTOR,
    project: projectExecutorPod,
    indexes: { application: applicationIndex, live: liveIndex },
    onChange: (change) => passOn(change, sinkOf),
  };
}

const liveIndex = ({ namespace, phase, executorId }: ExecutorPod): string | undefined =>
  executorId === 0 || phase === 'Succeeded' || phase === 'Failed' ? undefined : namespace;

const hasEnded = (change: Change<ExecutorPod>): change is Exclude<typeof change, { kind: 'added' }> =>
  change.kind !== 'added' &&
  liveIndex(change.before) !== undefined &&
  (change.kind === 'deleted' || liveIndex(change.after) === undefined);

function passOn(
  change: Change<ExecutorPod>,
  sinkOf: (application: string) => PodChangesSink | undefined,
): void {
  const pod = change.kind === 'deleted' ? change.before : change.after;
  if (pod.executorId === 0) return;
  const sink = sinkOf(applicationIndex(pod));
  if (change.kind === 'deleted') sink?.deletePod(pod);
  else sink?.updatePod(pod);
}
