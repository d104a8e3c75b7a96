import { expect, test } from '@jest/globals';
import { EMPTY_MEMORY } from '../../../src/executors/executors-memory.ts';
import { ManagedExecutors } from '../../../src/executors/managed-executors.ts';
import { executorManifest, executorPod, settingsWith } from '../../fakes/executor-pods.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';

function setUp() {
  const clock = new ManualClock();
  const wakes: number[] = [];
  const executors = new ManagedExecutors(
    {
      key: { namespace: 'jobs', name: 'pi' },
      appId: 'spark-1',
      setName: 'pi-1',
      driver: { ready: true, ended: false },
      settings: settingsWith({ 'spark.kubernetes.executor.eventProcessingInterval': '300ms' }),
      podName: (id) => `pi-exec-${id}`,
      build: ({ id }) => ({ pod: executorManifest(id), claims: [], claimsGoWithPod: false }),
    },
    clock,
    () => wakes.push(clock.now()),
  );
  return { clock, wakes, executors };
}

test('a change wakes after the interval for removals, and after the one for allocation', () => {
  const { clock, wakes, executors } = setUp();
  executors.store.updatePod(executorPod(1));
  clock.advance(5_000);
  expect(wakes).toEqual([300, 1_000]);
});

test('changes are kept until a round over them is written', () => {
  const { clock, executors } = setUp();
  executors.store.updatePod(executorPod(1));
  clock.advance(300);
  const { changes } = executors;
  executors.store.updatePod(executorPod(2));
  clock.advance(300);
  expect(executors.changes).toHaveLength(2);
  const memory = { ...EMPTY_MEMORY, nextExecutorId: 3 };
  executors.commit(changes, memory);
  expect(executors.changes).toMatchObject([{ state: { pod: { executorId: 2 } } }]);
  expect(executors.memory).toBe(memory);
});
