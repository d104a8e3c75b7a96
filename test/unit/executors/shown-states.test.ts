import { expect, test } from '@jest/globals';
import { shownStates } from '../../../src/executors/shown-states.ts';
import { executorPod, SPARK_CONTAINER } from '../../fakes/executor-pods.ts';

const RULES = { checkAllContainers: true, containerName: SPARK_CONTAINER };

test('shows executor pods in the order of their ids, without those about to go and those that are none of ours', () => {
  const pods = [
    executorPod(10, 'Pending'),
    executorPod(9, 'Running'),
    executorPod(2, 'Failed'),
    executorPod(3, 'Pending', { deletionAtMs: 1 }),
    executorPod(0, 'Running'),
  ];
  expect([...shownStates(pods, RULES)]).toEqual([
    ['pi-exec-2', 'FAILED'],
    ['pi-exec-9', 'RUNNING'],
    ['pi-exec-10', 'PENDING'],
  ]);
});
