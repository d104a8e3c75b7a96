import { PLUGINS_POD_GROUPS } from '../../manifest/pod-group.ts';
import { planned } from '../../pod/planned-object.ts';
import { leastResources, type BatchScheduler } from './batch-scheduler.ts';

/** Where a pod names its group. */
const GROUP_LABEL = 'scheduling.x-k8s.io/pod-group';

/**
 * A kube-scheduler with the plugin for coscheduling: a PodGroup, which a label of each pod names. Whoever installs one
 * gives it a name, so that a role may say which it is.
 */
export const kubeScheduler: BatchScheduler = {
  options: ['resources'],
  schedulerName: (ownName) => ownName ?? 'kube-scheduler',
  marks: (group) => {
    const marks = { labels: { [GROUP_LABEL]: group } };
    return { driver: marks, executor: marks };
  },
  driverAnnotations: () => ({}),
  objects: (group, options, pods) => [
    planned(PLUGINS_POD_GROUPS, {
      apiVersion: PLUGINS_POD_GROUPS.apiVersion,
      kind: PLUGINS_POD_GROUPS.kind,
      metadata: { name: group },
      spec: { minMember: 1, minResources: leastResources(options, pods) },
    }),
  ],
};
