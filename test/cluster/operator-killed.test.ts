/** The operator killed in mid-job, as the kernel does it when memory is short. */
import { readdir, readFile } from 'node:fs/promises';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import type { Stored } from '../../src/manifest/object-meta.ts';
import type { PodManifest } from '../../src/manifest/pod.ts';
import { eventually, MINUTES } from './eventually.ts';
import { Job } from './job.ts';
import { surroundingCluster, type LocalCluster } from './local/cluster.ts';
import { rightSum, sumInRounds } from './sum-in-rounds.ts';

let cluster: LocalCluster;
let job: Job;

beforeAll(async () => {
  cluster = await surroundingCluster();
  job = await Job.submit(sumInRounds('unaware'));
});

afterAll(() => job.remove());

test(
  'a job goes on with the same driver and the same executors when the operator is killed',
  async () => {
    await job.working();
    const before = await identities();
    const restarts = Number(await operator('{.restartCount}'));

    await killOperator();
    await eventually(async () =>
      expect(await operator('{.restartCount} {.ready}')).toBe(`${restarts + 1} true`),
    );

    expect(await identities()).toEqual(before);
    await job.tell('end');
    const { applicationState, executors } = await job.ended();
    expect(applicationState).toEqual({ state: 'COMPLETED' });
    expect(executors).toMatchObject({ succeeded: 2, failed: 0 });
    const log = await job.driverLog();
    expect(log).not.toContain('Lost executor');
    expect(log).toContain(rightSum(log));
  },
  10 * MINUTES,
);

/** The pods of the job, as the API server tells each from any other. */
async function identities(): Promise<readonly string[]> {
  const pods: readonly Stored<PodManifest>[] = [await job.driver(), ...(await job.executors()).values()];
  return pods.map(({ metadata }) => `${metadata.name} ${metadata.uid}`);
}

/** SIGKILL for all processes of the operator's container. */
async function killOperator(): Promise<void> {
  const container = (await operator('{.containerID}')).replace('containerd://', '');
  const processes = await processesOf(container);
  expect(processes).not.toEqual([]);
  for (const pid of processes) process.kill(pid, 'SIGKILL');
}

/** Fields of the status of the operator's container. */
function operator(fields: string): Promise<string> {
  const status = '.items[0].status.containerStatuses[0]';
  const path = fields.replaceAll('{', `{${status}`);
  return cluster.kubectl(['get', 'pods', '--namespace=spark-operator', `--output=jsonpath=${path}`]);
}

/** The kernel names the container in the control groups of its processes. */
async function processesOf(container: string): Promise<readonly number[]> {
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/u.test(entry));
  const groups = pids.map((pid) => readFile(`/proc/${pid}/cgroup`, 'utf8').catch(() => ''));
  const own = (await Promise.all(groups)).map((text) => text.includes(container));
  return pids.filter((_, index) => own[index]).map(Number);
}
