import { ManagedExecutors } from '../../src/executors/managed-executors.ts';
import { executorManifest, settingsWith } from './executor-pods.ts';
import { ManualClock } from './manual-clock.ts';

/** The executors of one application, on a clock of its own, and when they woke it. */
export function managedExecutors() {
  const clock = new ManualClock();
  const wakes: number[] = [];
  const executors = new ManagedExecutors(
    {
      key: { namespace: 'jobs', name: 'pi' },
      appId: 'spark-1',
      setName: 'pi-1',
      driver: { ready: true, ended: false },
      settings: settingsWith({
        'spark.kubernetes.executor.eventProcessingInterval': '300ms',
        'spark.kubernetes.allocation.batch.size': '500',
      }),
      podName: (id) => `pi-exec-${id}`,
      build: ({ id }) => ({ pod: executorManifest(id), claims: [], claimsGoWithPod: false }),
    },
    clock,
    () => wakes.push(clock.now()),
  );
  return { clock, wakes, executors };
}
