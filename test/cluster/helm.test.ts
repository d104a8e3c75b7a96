/** The chart's life beside a job that runs: an upgrade, a rollback and an uninstall leave the job alone. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';

import type { Stored } from '../../src/manifest/object-meta.ts';
import type { PodManifest } from '../../src/manifest/pod.ts';
import { eventually, MINUTES } from './eventually.ts';
import { CHART, installOperator, RELEASE } from './install-operator.ts';
import { Job } from './job.ts';
import { surroundingCluster, type LocalCluster } from './local/cluster.ts';
import { silentProgress } from './local/progress.ts';
import { rightSum, sumInRounds } from './sum-in-rounds.ts';

const CRD = 'crd/sparkapplications.sparkoperator.k8s.io';

let cluster: LocalCluster;
let job: Job;
let before: readonly string[];

beforeAll(async () => {
  cluster = await surroundingCluster();
  job = await Job.submit(sumInRounds('undisturbed'));
  await job.working();
  before = await identities();
}, 10 * MINUTES);

afterAll(async () => {
  await installOperator((words) => cluster.helm(words), silentProgress);
  await job.remove();
}, 10 * MINUTES);

test(
  'helm test asks the operator, and gets an answer',
  async () => {
    expect(await helm('test', RELEASE)).toContain('Succeeded');
  },
  10 * MINUTES,
);

test(
  'an upgrade and a rollback exchange the operator, and nothing of the job',
  async () => {
    const [operator] = await operators();
    await helm('upgrade', RELEASE, CHART, '--set', 'controller.logLevel=debug', '--wait');
    await eventually(async () => expect(await operators()).toHaveLength(1));
    const [upgraded] = await operators();
    expect(upgraded).not.toBe(operator);
    await helm('rollback', RELEASE, '--wait');
    await eventually(async () => expect(await operators()).toHaveLength(1));
    expect(await operators()).not.toEqual([upgraded]);
    expect(await identities()).toEqual(before);
  },
  10 * MINUTES,
);

test(
  'after an uninstall CRDs and job are there, the job ends with the right result, and nothing keeps it from being deleted',
  async () => {
    await helm('uninstall', RELEASE, '--wait');
    await eventually(async () => expect(await operators()).toEqual([]));
    expect(await cluster.kubectl(['get', CRD, '--output', 'name'])).toContain('sparkapplications');
    expect(await identities()).toEqual(before);

    await job.tell('end');
    await eventually(async () => expect((await job.driver()).status?.phase).toBe('Succeeded'));
    const log = await job.driverLog();
    expect(log).toContain(rightSum(log));

    await job.kubectl(['delete', 'sparkapplication', job.application, '--timeout=30s']);
    await eventually(async () => expect(await job.kubectl(['get', 'pods', '--output', 'name'])).toBe(''));
  },
  10 * MINUTES,
);

const helm = (...words: readonly string[]): Promise<string> =>
  cluster.helm(['--namespace', RELEASE, ...words]);

/** Names of the operator's pods. */
async function operators(): Promise<readonly string[]> {
  const words = ['get', 'pods', '--selector=app.kubernetes.io/name=spark-operator', '--output=name'];
  const text = await cluster.kubectl(['--namespace', RELEASE, ...words]);
  return text.split('\n').filter((line) => line !== '');
}

/** The pods of the job, as the API server tells each from any other. */
async function identities(): Promise<readonly string[]> {
  const pods: readonly Stored<PodManifest>[] = [await job.driver(), ...(await job.executors()).values()];
  return pods.map(({ metadata }) => `${metadata.name} ${metadata.uid}`);
}
