import { expect, test } from '@jest/globals';
import { EMPTY_MEMORY } from '../../../src/executors/executors-memory.ts';
import { executorPod } from '../../fakes/executor-pods.ts';
import { managedExecutors } from '../../fakes/managed-executors.ts';

test('a change wakes after the interval for removals, and after the one for allocation', () => {
  const { clock, wakes, executors } = managedExecutors();
  executors.store.updatePod(executorPod(1));
  clock.advance(5_000);
  expect(wakes).toEqual([300, 1_000]);
});

test('changes are kept until a round over them is written', () => {
  const { clock, executors } = managedExecutors();
  executors.store.updatePod(executorPod(1));
  clock.advance(300);
  const { changes } = executors;
  executors.store.updatePod(executorPod(2));
  clock.advance(300);
  expect(executors.changes).toHaveLength(2);
  const memory = { ...EMPTY_MEMORY, nextExecutorId: 3 };
  executors.commit(changes, { memory, forget: [] });
  expect(executors.changes).toMatchObject([{ state: { pod: { executorId: 2 } } }]);
  expect(executors.memory).toBe(memory);
});
