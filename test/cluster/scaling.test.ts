/** Real jobs that get more executors and fewer, and one that renews its executors itself. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { eventually, MINUTES } from './eventually.ts';
import { Job } from './job.ts';
import { finishedBy, rightSum, sumInRounds } from './sum-in-rounds.ts';

const LONG = 10 * MINUTES;

let scaled: Job;
let rolled: Job;

beforeAll(async () => {
  scaled = await Job.submit(
    sumInRounds('scaled', { executor: { instances: 1 }, sparkConf: { 'spark.task.maxFailures': '1' } }),
  );
  rolled = await Job.submit(
    sumInRounds('rolled', {
      sparkConf: {
        'spark.decommission.enabled': 'true',
        'spark.storage.decommission.enabled': 'true',
        'spark.plugins': 'org.apache.spark.scheduler.cluster.k8s.ExecutorRollPlugin',
        'spark.kubernetes.executor.rollInterval': '15s',
        'spark.kubernetes.executor.minTasksPerExecutorBeforeRolling': '5',
      },
    }),
  );
}, LONG);

afterAll(async () => {
  for (const job of [scaled, rolled]) await job.remove();
});

describe('an application that is scaled in mid-job', () => {
  test(
    'works with four executors, then with two that worked all the time, and its result is right',
    async () => {
      await scaled.working();
      const first = (await scaled.executors()).get(1)?.metadata.uid;
      await scaled.kubectl(['scale', 'sparkapp/scaled', '--replicas=4']);
      await eventually(async () => expect(await scaled.driverLog()).toMatch(finishedBy(4)));
      expect(await scaled.executorIds()).toEqual([1, 2, 3, 4]);
      await scaled.kubectl(['scale', 'sparkapp/scaled', '--replicas=2']);
      await eventually(async () => {
        expect(await scaled.executorIds()).toEqual([1, 2]);
        expect((await scaled.status()).executors).toMatchObject({ desired: 2, running: 2, failed: 0 });
      });
      expect((await scaled.executors()).get(1)?.metadata.uid).toBe(first);
      const set = await scaled.executorSet();
      expect(set.status).toMatchObject({ retire: [], nextExecutorId: 5, scaledTo: 2 });
      await scaled.tell('end');

      expect((await scaled.ended()).applicationState).toEqual({ state: 'COMPLETED' });
      const log = await scaled.driverLog();
      for (const id of [3, 4]) {
        expect(log).toContain(`executor ${id} is given back: scaled down to 2 executors`);
        expect(log).toMatch(new RegExp(`Executor ${id} on .* is decommissioned`, 'u'));
      }
      expect(log).not.toContain('Lost executor');
      expect(log).toContain(rightSum(log));
    },
    LONG,
  );
});

describe('the plugin that renews executors', () => {
  test(
    'gets a new executor for each it has decommissioned, none of which has failed',
    async () => {
      await eventually(async () => expect(await rolled.driverLog()).toMatch(finishedBy(3)));
      const { executors } = await rolled.status();
      expect(executors).toMatchObject({ failed: 0 });
      await rolled.tell('end');

      expect((await rolled.ended()).applicationState).toEqual({ state: 'COMPLETED' });
      const log = await rolled.driverLog();
      expect(log).toMatch(/Ask to decommission executor [12]\b/u);
      expect(log).toContain(rightSum(log));
    },
    LONG,
  );
});
