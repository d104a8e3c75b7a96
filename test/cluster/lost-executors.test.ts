/** The story of one real job that loses executors in every way: given back, out of memory, deleted one after another. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { EXECUTOR_SETS, type ExecutorSetStatus } from '../../src/api/spark-executor-set.ts';
import { EVENTS } from '../../src/kube/event.ts';
import { PODS } from '../../src/manifest/pod.ts';
import { PERSISTENT_VOLUME_CLAIMS } from '../../src/volumes/persistent-volume-claim.ts';
import { eventually, MINUTES } from './eventually.ts';
import type { Job } from './job.ts';
import { submitScript } from './python-job.ts';
import { rightSum } from './sum-in-rounds.ts';

const LONG = 10 * MINUTES;
const CLAIM = 'spark.kubernetes.executor.volumes.persistentVolumeClaim.scratch';

let job: Job;
/** Names and uids of the claims that the first executors came with. */
let claimsOfTheFirst: readonly string[];

beforeAll(async () => {
  job = await submitScript('battered', 'kept_numbers.py', {
    executor: { instances: 5 },
    sparkConf: {
      'spark.scheduler.minRegisteredResourcesRatio': '1',
      'spark.scheduler.maxRegisteredResourcesWaitingTime': '30min',
      // Those that keep nothing yet get tasks at once.
      'spark.locality.wait': '0s',
      'spark.decommission.enabled': 'true',
      'spark.storage.decommission.enabled': 'true',
      'spark.storage.decommission.replicationReattemptInterval': '1s',
      [`${CLAIM}.mount.path`]: '/scratch',
      [`${CLAIM}.options.claimName`]: 'OnDemand',
      [`${CLAIM}.options.storageClass`]: 'local',
      [`${CLAIM}.options.sizeLimit`]: '1Gi',
    },
  });
  await job.working();
  claimsOfTheFirst = await claims();
}, LONG);

afterAll(() => job.remove());

test(
  'an executor that is given back hands on what it keeps, so that nothing is made again',
  async () => {
    await job.kubectl(['scale', 'sparkapp/battered', '--replicas=4']);
    await eventually(async () => expect(await job.executorIds()).toEqual([1, 2, 3, 4]));
    const { length: before } = made(await job.driverLog());
    await eventually(async () => expect(made(await job.driverLog()).length).toBeGreaterThan(before + 1));
    const log = await job.driverLog();
    expect(new Set(made(log))).toEqual(new Set(['10']));
    expect(log).toMatch(/Executor 5 on [\d.]+ is decommissioned/u);
    expect(await setStatus()).toMatchObject({ running: 4, failed: 0 });
  },
  LONG,
);

test(
  'an executor that the kernel kills for its memory is told with its limit: in the log, the status and an Event',
  async () => {
    const reason = 'OOMKilled: went over its memory limit of 896Mi (exit code 137)';
    await useUpMemory(1);
    await eventually(async () => expect(await job.executorIds()).toEqual([2, 3, 4, 6]));
    expect((await setStatus()).recentLosses).toMatchObject([
      { id: 1, exitCode: 137, causedByApplication: true, reason },
    ]);
    await eventually(async () => expect(await job.driverLog()).toMatch(lostFor(1, reason)));
    await eventually(async () => expect(await failuresTold()).toEqual([`executor 1 failed: ${reason}`]));
  },
  LONG,
);

test(
  'twenty executors that are deleted one after another are each replaced, on claims of those before',
  async () => {
    const ids = [2, 3, 4, ...Array.from({ length: 17 }, (_, index) => 6 + index)];
    for (const id of ids) await deleteAtWork(id);
    await eventually(async () => expect(await job.executorIds()).toEqual([23, 24, 25, 26]));
    expect(await setStatus()).toMatchObject({ failed: 21, nextExecutorId: 27 });
    expect(await claims()).toEqual(claimsOfTheFirst);
    const log = await job.driverLog();
    for (const id of ids) {
      expect(log).toContain(`executor ${id} is lost (exit code -1): pod deleted by a user or the framework`);
    }
  },
  LONG,
);

test(
  'the result is right in spite of all that',
  async () => {
    await eventually(async () => expect(await job.driverLog()).toMatch(finishedBy(26)));
    await job.tell('end');
    expect((await job.ended()).applicationState).toEqual({ state: 'COMPLETED' });
    const log = await job.driverLog();
    expect(log).toContain(rightSum(log));
    expect(await job.objects()).toEqual(['pod/battered-driver']);
  },
  LONG,
);

/** How many numbers had been made by the end of each round. */
const made = (log: string): readonly (string | undefined)[] =>
  [...log.matchAll(/^Made (\d+) numbers$/gmu)].map(([, count]) => count);

/** Spark's own line about the loss of an executor. */
function lostFor(id: number, reason: string): RegExp {
  const escaped = reason.replaceAll(/[().]/gu, String.raw`\$&`);
  return new RegExp(String.raw`Lost executor ${id} on [\d.]+: ${escaped}$`, 'mu');
}

async function setStatus(): Promise<ExecutorSetStatus> {
  const set = await job.api.get(EXECUTOR_SETS, { namespace: job.namespace, name: 'battered-1' });
  return set?.status ?? {};
}

/** The claims of the job, as the API server tells each from any other. */
async function claims(): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { items } of job.api.list(PERSISTENT_VOLUME_CLAIMS, { namespace: job.namespace })) {
    found.push(...items.map(({ metadata: { name, uid } }) => `${name} ${uid}`));
  }
  return found.toSorted();
}

/** Four processes in the container, each of which is smaller than Spark: so it is Spark that the kernel ends. */
const HOARDERS = `
import os, time
os.fork()
os.fork()
memory = b'x' * (150 * 2 ** 20)
time.sleep(600)
`;

/** Fills the memory of the executor's container from beside Spark. */
async function useUpMemory(id: number): Promise<void> {
  const pod = (await job.executors()).get(id)?.metadata.name ?? '';
  await job.kubectl(['exec', pod, '--', 'python3', '-c', HOARDERS]).catch(() => undefined);
}

async function failuresTold(): Promise<readonly string[]> {
  const messages: string[] = [];
  for await (const { items } of job.api.list(EVENTS, { namespace: job.namespace })) {
    messages.push(
      ...items.filter(({ reason }) => reason === 'SparkExecutorFailed').map(({ message }) => message),
    );
  }
  return messages;
}

/** Deletes the pod of the executor once it has done a task, and waits until it is known to be lost. */
async function deleteAtWork(id: number): Promise<void> {
  await eventually(async () => expect(await job.driverLog()).toMatch(finishedBy(id)));
  const { namespace = '', name = '' } = (await job.executors()).get(id)?.metadata ?? {};
  await job.api.delete(PODS, { namespace, name }, { gracePeriodSeconds: 0 });
  await eventually(async () => {
    const { recentLosses = [] } = await setStatus();
    expect(recentLosses.at(-1)).toMatchObject({ id });
  });
}

/** Spark's line about a task that an executor has done. */
const finishedBy = (id: number): RegExp => new RegExp(String.raw`Finished task .* \(executor ${id}\)`, 'u');
