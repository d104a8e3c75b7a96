/** Real jobs that lose executors in every way: given back, out of memory, deleted one after another, with their node. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { EVENTS } from '../../src/kube/event.ts';
import { PODS } from '../../src/manifest/pod.ts';
import { ROLE_LABEL } from '../../src/spark/labels.ts';
import { PERSISTENT_VOLUME_CLAIMS } from '../../src/volumes/persistent-volume-claim.ts';
import { eventually, MINUTES } from './eventually.ts';
import { Job } from './job.ts';
import { surroundingCluster, type LocalCluster } from './local/cluster.ts';
import { FURTHER_NODE } from './local/node-settings.ts';
import { submitScript } from './python-job.ts';
import { ALL_TAKE_PART, finishedBy, rightSum, sumInRounds } from './sum-in-rounds.ts';

const LONG = 10 * MINUTES;
const CLAIM = 'spark.kubernetes.executor.volumes.persistentVolumeClaim.scratch';

/** Executors leave a node a second after it counts as lost, instead of five minutes. */
const leavesAtOnce = (key: string): object => ({
  key: `node.kubernetes.io/${key}`,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 1,
});

const tolerations = [
  { key: FURTHER_NODE.key, operator: 'Exists' as const },
  ...['not-ready', 'unreachable'].map(leavesAtOnce),
];

/** Executors spread over the nodes, as long as there are any to spread over. */
const affinity = {
  podAntiAffinity: {
    preferredDuringSchedulingIgnoredDuringExecution: [
      {
        weight: 100,
        podAffinityTerm: {
          labelSelector: { matchLabels: { [ROLE_LABEL]: 'executor' } },
          topologyKey: 'kubernetes.io/hostname',
        },
      },
    ],
  },
};

let cluster: LocalCluster;
/** Is scaled down, runs out of memory, and loses one executor after another. */
let battered: Job;
/** Names and uids of the claims that its first executors came with. */
let claimsOfTheFirst: readonly string[];
/** Has three executors on two nodes, one of which is lost. */
let stranded: Job;
let idsOnLostNode: readonly number[];

/** Kubernetes takes a minute to believe that a node is lost: the other job has its losses meanwhile. */
beforeAll(async () => {
  cluster = await surroundingCluster();
  await cluster.addNode(1);
  const executor = { instances: 3, tolerations, affinity, terminationGracePeriodSeconds: 1 };
  stranded = await Job.submit(sumInRounds('stranded', { executor, sparkConf: ALL_TAKE_PART }));
  battered = await submitScript('battered', 'kept_numbers.py', {
    executor: { instances: 5 },
    sparkConf: {
      ...ALL_TAKE_PART,
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
  await stranded.working();
  idsOnLostNode = await executorsOn('node-1');
  await cluster.loseNode(1);
  await battered.working();
  claimsOfTheFirst = await claims();
}, LONG);

afterAll(async () => {
  for (const each of [battered, stranded]) await each.remove();
  await cluster.kubectl(['delete', 'node', 'node-1']);
});

describe('a job that is battered', () => {
  test(
    'an executor that is given back hands on what it keeps, so that nothing is made again',
    async () => {
      await battered.kubectl(['scale', 'sparkapp/battered', '--replicas=4']);
      await eventually(async () => expect(await battered.executorIds()).toEqual([1, 2, 3, 4]));
      const { length: before } = made(await battered.driverLog());
      await eventually(async () =>
        expect(made(await battered.driverLog()).length).toBeGreaterThan(before + 1),
      );
      const log = await battered.driverLog();
      expect(new Set(made(log))).toEqual(new Set(['10']));
      expect(log).toMatch(/Executor 5 on [\d.]+ is decommissioned/u);
      expect(await battered.setStatus()).toMatchObject({ running: 4, failed: 0 });
    },
    LONG,
  );

  test(
    'an executor that the kernel kills for its memory is told with its limit: in the log, the status and an Event',
    async () => {
      const reason = 'OOMKilled: went over its memory limit of 896Mi (exit code 137)';
      await useUpMemory(1);
      await eventually(async () => expect(await battered.executorIds()).toEqual([2, 3, 4, 6]));
      expect((await battered.setStatus()).recentLosses).toMatchObject([
        { id: 1, exitCode: 137, causedByApplication: true, reason },
      ]);
      await eventually(async () => expect(await battered.driverLog()).toMatch(lostFor(1, reason)));
      await eventually(async () => expect(await failuresTold()).toEqual([`executor 1 failed: ${reason}`]));
    },
    LONG,
  );

  test(
    'twenty executors that are deleted one after another are each replaced, on claims of those before',
    async () => {
      const ids = [2, 3, 4, ...Array.from({ length: 17 }, (_, index) => 6 + index)];
      for (const id of ids) await deleteAtWork(id);
      await eventually(async () => expect(await battered.executorIds()).toEqual([23, 24, 25, 26]));
      expect(await battered.setStatus()).toMatchObject({ failed: 21, nextExecutorId: 27 });
      expect(await claims()).toEqual(claimsOfTheFirst);
      await eventually(async () => {
        const log = await battered.driverLog();
        for (const id of ids) expect(log).toContain(`executor ${id} is lost (exit code -1): pod deleted`);
      });
    },
    LONG,
  );

  test(
    'the result is right in spite of all that',
    async () => {
      await eventually(async () => expect(await battered.driverLog()).toMatch(finishedBy(26)));
      await battered.tell('end');
      expect((await battered.ended()).applicationState).toEqual({ state: 'COMPLETED' });
      const log = await battered.driverLog();
      expect(log).toContain(rightSum(log));
      expect(await battered.objects()).toEqual(['pod/battered-driver']);
    },
    LONG,
  );
});

describe('a job that loses a node, as in a power cut', () => {
  test(
    'executors on a node that stops are told lost with their node, and replaced on the one that is left',
    async () => {
      expect([1, 2]).toContain(idsOnLostNode.length);
      await eventually(async () => {
        expect(await stranded.setStatus()).toMatchObject({ running: 3, failed: idsOnLostNode.length });
        expect(await executorsOn('node-0')).toHaveLength(3);
      });
      const reason = 'node lost (node node-1): it does not answer';
      const { recentLosses = [] } = await stranded.setStatus();
      expect(recentLosses.toSorted((one, other) => one.id - other.id)).toMatchObject(
        idsOnLostNode.map((id) => ({ id, exitCode: -1, causedByApplication: false, reason })),
      );
      const log = await stranded.driverLog();
      for (const id of idsOnLostNode) expect(log).toMatch(lostFor(id, reason));
    },
    LONG,
  );

  test(
    'the job goes on to its end, and its result is right',
    async () => {
      const newest = Math.max(...(await executorsOn('node-0')));
      await eventually(async () => expect(await stranded.driverLog()).toMatch(finishedBy(newest)));
      await stranded.tell('end');
      expect((await stranded.ended()).applicationState).toEqual({ state: 'COMPLETED' });
      const log = await stranded.driverLog();
      expect(log).toContain(rightSum(log));
    },
    LONG,
  );
});

/** How many numbers had been made by the end of each round. */
const made = (log: string): readonly (string | undefined)[] =>
  [...log.matchAll(/^Made (\d+) numbers$/gmu)].map(([, count]) => count);

/** Spark's own line about the loss of an executor. */
function lostFor(id: number, reason: string): RegExp {
  const escaped = reason.replaceAll(/[().]/gu, String.raw`\$&`);
  return new RegExp(String.raw`Lost executor ${id} on [\d.]+: ${escaped}$`, 'mu');
}

/** The claims of the job, as the API server tells each from any other. */
async function claims(): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { items } of battered.api.list(PERSISTENT_VOLUME_CLAIMS, {
    namespace: battered.namespace,
  })) {
    found.push(...items.map(({ metadata: { name, uid } }) => `${name} ${uid}`));
  }
  return found.toSorted();
}

/** Four processes in the container, each of which is smaller than Spark: so it is Spark that the kernel ends. */
const HOARDERS = `
import os, time
os.fork()
os.fork()
memory = b'x' * (170 * 2 ** 20)
time.sleep(600)
`;

/** Fills the memory of the executor's container from beside Spark. */
async function useUpMemory(id: number): Promise<void> {
  const pod = (await battered.executors()).get(id)?.metadata.name ?? '';
  await battered.kubectl(['exec', pod, '--', 'python3', '-c', HOARDERS]).catch(() => undefined);
}

async function failuresTold(): Promise<readonly string[]> {
  const messages: string[] = [];
  for await (const { items } of battered.api.list(EVENTS, { namespace: battered.namespace })) {
    messages.push(
      ...items.filter(({ reason }) => reason === 'SparkExecutorFailed').map(({ message }) => message),
    );
  }
  return messages;
}

/** Deletes the pod of the executor as soon as it has a task, and waits until it is known to be lost. */
async function deleteAtWork(id: number): Promise<void> {
  const atWork = new RegExp(`Starting task .*,executor ${id},`, 'u');
  await eventually(async () => expect(await battered.driverLog()).toMatch(atWork));
  const { namespace = '', name = '' } = (await battered.executors()).get(id)?.metadata ?? {};
  await battered.api.delete(PODS, { namespace, name }, { gracePeriodSeconds: 0 });
  await eventually(async () => {
    const { recentLosses = [] } = await battered.setStatus();
    expect(recentLosses.at(-1)).toMatchObject({ id });
  });
}

async function executorsOn(node: string): Promise<readonly number[]> {
  const executors = [...(await stranded.executors())];
  return executors.filter(([, { spec }]) => spec.nodeName === node).map(([id]) => id);
}
