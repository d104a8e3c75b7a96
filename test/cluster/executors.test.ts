/** The executors of real jobs: lost, crashed, not needed and needed again. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { PODS } from '../../src/manifest/pod.ts';
import { EXECUTOR_PODS_SELECTOR } from '../../src/executors/watch-source.ts';
import { INACTIVE_LABEL } from '../../src/spark/labels.ts';
import { eventually, MINUTES } from './eventually.ts';
import { Job } from './job.ts';
import { finishedBy, rightSum, sumInRounds } from './sum-in-rounds.ts';

const LONG = 10 * MINUTES;

let deleted: Job;
let crashed: Job;
let dynamic: Job;

beforeAll(async () => {
  deleted = await Job.submit(sumInRounds('deleted'));
  crashed = await Job.submit(
    sumInRounds('crashed', {
      executor: { deleteOnTermination: false },
      sparkConf: { 'spark.kubernetes.executor.apiPollingInterval': '1s' },
    }),
  );
  dynamic = await Job.submit(
    sumInRounds('dynamic', {
      dynamicAllocation: { enabled: true, initialExecutors: 0, minExecutors: 0, maxExecutors: 2 },
      sparkConf: {
        'spark.dynamicAllocation.executorIdleTimeout': '5s',
        'spark.kubernetes.executor.terminationGracePeriodSeconds': '1s',
      },
    }),
  );
}, LONG);

afterAll(async () => {
  for (const job of [deleted, crashed, dynamic]) await job.remove();
});

describe('an executor pod that is deleted by hand', () => {
  test(
    'is replaced, the driver is told why, and the result is right',
    async () => {
      await deleted.working();
      const executor = (await deleted.executors()).get(1);
      await deleted.api.delete(PODS, { namespace: deleted.namespace, name: executor?.metadata.name ?? '' });
      await eventually(async () => expect(await deleted.executorIds()).toEqual([2, 3]));
      await eventually(async () => expect(await deleted.driverLog()).toMatch(finishedBy(3)));
      expect((await deleted.status()).executors).toMatchObject({ running: 2, succeeded: 0, failed: 1 });
      await deleted.tell('end');

      expect((await deleted.ended()).applicationState).toEqual({ state: 'COMPLETED' });
      const log = await deleted.driverLog();
      expect(log).toMatch(/Lost executor 1 on [\d.]+: pod deleted by a user or the framework$/mu);
      expect(log).toContain(rightSum(log));
    },
    LONG,
  );
});

describe('an executor that crashes while executors are to be kept', () => {
  test(
    'is replaced; its pod stays, labelled, and neither watched nor polled',
    async () => {
      await crashed.working();
      const executor = (await crashed.executors()).get(1);
      await crashed.kubectl(['exec', executor?.metadata.name ?? '', '--', 'pkill', '-KILL', 'java']);
      await eventually(async () => expect(await crashed.executorIds(INACTIVE)).toEqual([1]));
      await eventually(async () => expect(await crashed.driverLog()).toMatch(finishedBy(3)));
      expect(await crashed.executorIds(EXECUTOR_PODS_SELECTOR)).toEqual([2, 3]);
      expect((await crashed.status()).executors).toMatchObject({ running: 2, succeeded: 0, failed: 1 });
      await crashed.tell('end');

      expect((await crashed.ended()).applicationState).toEqual({ state: 'COMPLETED' });
      expect(await crashed.executorIds(INACTIVE)).toEqual([1, 2, 3]);
      expect(await crashed.executorIds(EXECUTOR_PODS_SELECTOR)).toEqual([]);
      const log = await crashed.driverLog();
      expect(log).toMatch(/Lost executor 1 on [\d.]+: exit code 137 \(SIGKILL, possibly out of memory\)/u);
      expect(log).toContain(rightSum(log));
    },
    LONG,
  );
});

describe('executors of a dynamic allocation', () => {
  test(
    'come with the work, go to the last one without it, also one that hangs, and come again under new ids',
    async () => {
      await eventually(async () => expect(await counts(dynamic)).toMatchObject({ running: 2 }));
      const first = await dynamic.executorIds();
      await dynamic.tell('rest');
      await eventually(async () => expect(tasksUnderWay(await dynamic.driverLog())).toBe(0));
      const hanging = [...(await dynamic.executors()).values()][0]?.metadata.name ?? '';
      await dynamic.kubectl(['exec', hanging, '--', 'pkill', '-STOP', 'java']);
      await eventually(async () => {
        expect(await counts(dynamic)).toEqual({ desired: 0, running: 0 });
        expect(await dynamic.executorIds()).toEqual([]);
      });
      await dynamic.tell('work');
      await eventually(async () => expect(await counts(dynamic)).toMatchObject({ running: 2 }));
      const second = await dynamic.executorIds();
      expect(Math.min(...second)).toBeGreaterThan(Math.max(...first));
      await dynamic.tell('end');

      const { applicationState, executors } = await dynamic.ended();
      expect(applicationState).toEqual({ state: 'COMPLETED' });
      expect(executors).toMatchObject({ desired: 0, pending: 0, running: 0, failed: 0 });
      const log = await dynamic.driverLog();
      expect(log).toContain(rightSum(log));
      expect(log).toMatch(
        /executor \d+ has ended as it was asked to \(exit code 137\): killed by its driver \(/u,
      );
    },
    LONG,
  );
});

/** As the driver's log says it. */
const tasksUnderWay = (log: string): number =>
  (log.match(/ Starting task /gu)?.length ?? 0) - (log.match(/ Finished task /gu)?.length ?? 0);

const INACTIVE = `${INACTIVE_LABEL}=true`;

/** Between two rounds a driver wants none: how many it wants says nothing about how many are at work. */
async function counts(job: Job): Promise<{ readonly desired?: number; readonly running?: number }> {
  const { executors } = await job.status();
  return { desired: executors?.desired ?? 0, running: executors?.running ?? 0 };
}
