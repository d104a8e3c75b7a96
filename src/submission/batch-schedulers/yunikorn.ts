import { podAmounts, quantitiesOf } from '../../manifest/pod-resources.ts';
import type { PodManifest } from '../../manifest/pod.ts';
import type { BatchScheduler } from './batch-scheduler.ts';

/** Where a pod names its task group, and the first pod of an application describes all of them. */
const TASK_GROUP = 'yunikorn.apache.org/task-group-name';
const TASK_GROUPS = 'yunikorn.apache.org/task-groups';

const DRIVERS = 'spark-driver';
const EXECUTORS = 'spark-executor';

/**
 * YuniKorn: no object, but annotations. It keeps places for so many pods like these until they come; a group of none is
 * no group.
 */
export const yunikorn: BatchScheduler = {
  options: ['queue'],
  schedulerName: () => 'yunikorn',
  marks: (_, { queue }, executors) => {
    const labels = queue === undefined ? {} : { queue };
    return {
      driver: { labels, annotations: { [TASK_GROUP]: DRIVERS } },
      executor: { labels, ...(executors > 0 && { annotations: { [TASK_GROUP]: EXECUTORS } }) },
    };
  },
  driverAnnotations: ({ driver, executor, executors }) => {
    const groups = [
      taskGroup(DRIVERS, 1, driver),
      ...(executors > 0 ? [taskGroup(EXECUTORS, executors, executor)] : []),
    ];
    return { [TASK_GROUPS]: JSON.stringify(groups) };
  },
  objects: () => [],
};

/** Places are kept where such a pod could run. */
function taskGroup(name: string, minMember: number, pod: PodManifest): Readonly<Record<string, unknown>> {
  const { nodeSelector, tolerations, affinity } = pod.spec;
  return {
    name,
    minMember,
    minResource: quantitiesOf(podAmounts(pod)),
    ...(nodeSelector !== undefined && { nodeSelector }),
    ...(tolerations !== undefined && { tolerations }),
    ...(affinity !== undefined && { affinity }),
  };
}
