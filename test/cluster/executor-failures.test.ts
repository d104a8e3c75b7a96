/** A real job whose executors fail too often. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { MINUTES } from './eventually.ts';
import { Job } from './job.ts';
import { sumInRounds } from './sum-in-rounds.ts';

let job: Job;

beforeAll(async () => {
  job = await Job.submit(sumInRounds('failing', { sparkConf: { 'spark.executor.maxNumFailures': '0' } }));
}, 10 * MINUTES);

afterAll(() => job.remove());

test(
  'ends with the exit code that Spark has for it, and its status says why',
  async () => {
    await job.working();
    await job.kubectl([
      'exec',
      (await job.executors()).get(1)?.metadata.name ?? '',
      '--',
      'pkill',
      '-KILL',
      'java',
    ]);
    const { applicationState, recentLosses, executorState } = await job.ended();
    expect(applicationState.state).toBe('FAILED');
    expect(applicationState.errorMessage).toMatch(
      /^driver container failed with ExitCode: 11, Reason: Error\n1 executor failed, more than spark\.executor\.maxNumFailures allows \(0\)\. The last: executor 1: exit code 137/u,
    );
    expect(recentLosses).toMatchObject([{ id: 1, exitCode: 137, causedByApplication: true }]);
    expect(Object.values(executorState ?? {})).toEqual(['FAILED', 'COMPLETED']);
    expect(await job.driverLog()).toContain('the driver ends with exit code 11: 1 executor failed');
  },
  10 * MINUTES,
);
