import { LAUNCHED_BY_LABEL } from '../api/labels.ts';
import type { Informer, InformerOptions } from '../kube/informer.ts';
import type { Change } from '../kube/projection-cache.ts';
import { PODS, type PodManifest } from '../manifest/pod.ts';
import { INACTIVE_LABEL, ROLE_LABEL } from '../spark/labels.ts';
import { projectExecutorPod, type ExecutorPod } from './executor-pod.ts';
import type { ExecutorPodsSink } from './snapshots-store.ts';

/** Executor pods of ours that are not put aside; what watches and polls ask for. */
export const EXECUTOR_PODS_SELECTOR = `${ROLE_LABEL}=executor,${LAUNCHED_BY_LABEL}=true,${INACTIVE_LABEL}!=true`;

/** One informer serves all applications of a namespace. */
export type ExecutorPodInformer = Informer<PodManifest, ExecutorPod, 'application'>;

/** The index of that informer: all executor pods of one application. */
export const applicationIndex = ({ namespace, appId }: Pick<ExecutorPod, 'namespace' | 'appId'>): string =>
  `${namespace}/${appId}`;

/**
 * The options of the informer that follows executor pods, in one namespace or in all, and puts each change into the
 * store of the application it belongs to.
 *
 * @param sinkOf the store of the application with that index, if it is being looked after
 * @see Spark `ExecutorPodsWatchSnapshotSource`
 */
export function executorPodWatch(
  namespace: string | undefined,
  sinkOf: (application: string) => ExecutorPodsSink | undefined,
): InformerOptions<PodManifest, ExecutorPod, 'application'> {
  return {
    resource: PODS,
    ...(namespace === undefined ? {} : { namespace }),
    labelSelector: EXECUTOR_PODS_SELECTOR,
    project: projectExecutorPod,
    indexes: { application: applicationIndex },
    onChange: (change) => passOn(change, sinkOf),
  };
}

function passOn(
  change: Change<ExecutorPod>,
  sinkOf: (application: string) => ExecutorPodsSink | undefined,
): void {
  const pod = change.kind === 'deleted' ? change.before : change.after;
  if (pod.executorId === 0) return;
  const sink = sinkOf(applicationIndex(pod));
  if (change.kind === 'deleted') sink?.deletePod(pod);
  else sink?.updatePod(pod);
}
