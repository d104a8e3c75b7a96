/** A real job with stages on executors of different sizes. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { RESOURCE_PROFILE_LABEL } from '../../src/spark/labels.ts';
import { MINUTES } from './eventually.ts';
import type { Job } from './job.ts';
import { submitScript } from './python-job.ts';

const LONG = 10 * MINUTES;

let job: Job;

beforeAll(async () => {
  job = await submitScript('sizes', 'two_profiles.py', {
    dynamicAllocation: { enabled: true, initialExecutors: 1, maxExecutors: 1 },
  });
  await job.working();
}, LONG);

afterAll(() => job.remove());

test('each stage runs on executors of its resource profile, and its tasks see their sizes', async () => {
  const [, json = ''] = /^SEEN (.*)$/mu.exec(await job.driverLog()) ?? [];
  const made = Array.from({ length: 5 }, () => ['0', '512m']);
  expect(JSON.parse(json)).toEqual([
    [2 + 4 + 6 + 8 + 10, made, ['1', '600m']],
    [1 + 3 + 5 + 7 + 9, made, ['1', '600m']],
  ]);
});

test('each profile has a pod of its size, and the executor set says what the driver wants of each', async () => {
  const pods = [...(await job.executors()).values()].map(({ metadata, spec }) => ({
    profile: metadata.labels?.[RESOURCE_PROFILE_LABEL],
    resources: spec.containers[0]?.resources,
  }));
  expect(pods).toEqual([
    { profile: '0', resources: sized('100m', 512 + 384) },
    { profile: '1', resources: sized('1', 600 + 384) },
  ]);
  const set = await job.executorSet();
  expect(set.spec.profiles).toMatchObject([{ id: 0 }, { id: 1, cores: 1, memoryMiB: 600 }]);
  expect(set.status).toMatchObject({ nextExecutorId: 3, running: 2 });
});

test(
  'both executors end with the job, none of which has failed',
  async () => {
    await job.tell('end');
    const { applicationState, executors } = await job.ended();
    expect(applicationState).toEqual({ state: 'COMPLETED' });
    expect(executors).toMatchObject({ failed: 0 });
    expect(await job.objects()).toEqual(['pod/sizes-driver']);
  },
  LONG,
);

const sized = (cpu: string, memoryMiB: number): object => ({
  requests: { cpu, memory: `${memoryMiB}Mi` },
  limits: { memory: `${memoryMiB}Mi` },
});
