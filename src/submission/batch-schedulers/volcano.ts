import { VOLCANO_POD_GROUPS } from '../../manifest/pod-group.ts';
import { planned } from '../../pod/planned-object.ts';
import { leastResources, type BatchScheduler } from './batch-scheduler.ts';

/** Where a pod names its group. */
const GROUP_NAME = 'scheduling.k8s.io/group-name';

/** Volcano: a PodGroup of its own kind, which an annotation of each pod names. */
export const volcano: BatchScheduler = {
  options: ['queue', 'priorityClassName', 'resources'],
  schedulerName: () => 'volcano',
  marks: (group) => {
    const marks = { annotations: { [GROUP_NAME]: group } };
    return { driver: marks, executor: marks };
  },
  driverAnnotations: () => ({}),
  objects: (group, options, pods) => [
    planned(VOLCANO_POD_GROUPS, {
      apiVersion: VOLCANO_POD_GROUPS.apiVersion,
      kind: VOLCANO_POD_GROUPS.kind,
      metadata: { name: group },
      spec: {
        minMember: 1,
        minResources: leastResources(options, pods),
        ...(options.queue !== undefined && { queue: options.queue }),
        ...(options.priorityClassName !== undefined && { priorityClassName: options.priorityClassName }),
      },
    }),
  ],
};
