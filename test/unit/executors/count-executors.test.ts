import { expect, test } from '@jest/globals';
import { countExecutors } from '../../../src/executors/count-executors.ts';
import type { ExecutorPod } from '../../../src/executors/executor-pod.ts';
import { endedContainer, executorPod, settingsWith } from '../../fakes/executor-pods.ts';

const NONE = { desired: 0, pending: 0, running: 0, succeeded: 0, failed: 0 };

test.each<{ readonly name: string; readonly pods: readonly ExecutorPod[]; readonly counts: object }>([
  { name: 'without pods there are none, and none are wanted', pods: [], counts: {} },
  {
    name: 'as many are wanted as there are',
    pods: [executorPod(1), executorPod(2), executorPod(3, 'Pending')],
    counts: { desired: 3, running: 2, pending: 1 },
  },
  {
    name: 'those that have ended are not wanted any more',
    pods: [executorPod(1, 'Succeeded'), executorPod(2, 'Failed'), executorPod(3)],
    counts: { desired: 1, running: 1, succeeded: 1, failed: 1 },
  },
  {
    name: 'one that is deleted before it runs does not count',
    pods: [executorPod(1, 'Pending', { deletionAtMs: 1 })],
    counts: {},
  },
  {
    name: 'one whose node is silent does not count',
    pods: [executorPod(1, 'Unknown')],
    counts: {},
  },
  {
    name: 'one counts as its Spark container stands',
    pods: [executorPod(1, 'Running', { ended: [endedContainer(1)] })],
    counts: { failed: 1 },
  },
])('$name', ({ pods, counts }) => {
  expect(countExecutors(pods, settingsWith())).toEqual({ ...NONE, ...counts });
});
