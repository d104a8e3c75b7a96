import { describe, expect, test } from '@jest/globals';
import { parseExecutorIds } from '../../../src/executors/executor-ids.ts';
import { PODS } from '../../../src/manifest/pod.ts';
import { CutOffApiServer } from '../../fakes/cut-off-api-server.ts';
import { endedStatus, executorManifest } from '../../fakes/executor-pods.ts';
import { ExecutorsOfPi, podOf, runningPi } from '../../fakes/executors-world.ts';
import { refusal } from '../../fakes/in-memory-api-server.ts';
import { withReplaced } from '../../fakes/replaced-api-server.ts';
import { Line } from '../../model/line/line.ts';

describe('pods are refused', () => {
  test('the set says why, and the next are asked for with growing rests', async () => {
    const pi = await runningPi(0);
    const tried: number[] = [];
    pi.server.refuse = (request) => {
      if (!request.startsWith('create pods')) return undefined;
      tried.push(pi.clock.now());
      return refusal('Forbidden', 'exceeded quota: pods');
    };
    await pi.demand(1);
    await pi.clock.pass(31_500);
    expect(tried.map((atMs) => atMs - (tried[0] ?? 0))).toEqual([0, 1_000, 3_000, 7_000, 15_000, 31_000]);
    expect(pi.set().status).toMatchObject({ message: 'exceeded quota: pods', pending: 0, nextExecutorId: 2 });
    pi.server.refuse = () => undefined;
    await pi.clock.pass(32_000);
    await pi.runPods();
    await pi.clock.pass(2_000);
    expect(pi.ids()).toEqual([1]);
    expect(pi.set().status).not.toHaveProperty('message');
    await pi.stopOperator();
  });

  test.each([
    { name: 'a quota', error: refusal('Forbidden', 'exceeded quota: pods') },
    { name: 'an admission webhook', error: refusal('Other', 'admission webhook denied the request') },
    { name: 'a server that has enough', error: refusal('TooManyRequests', 'too many requests') },
    { name: 'a pod that is not valid', error: refusal('Invalid', 'spec.containers: Required value') },
  ])('by $name: the set says so, and after the first batch they come one at a time', async ({ error }) => {
    const pi = await runningPi(0);
    const tried: number[] = [];
    pi.server.refuse = (request) => {
      if (!request.startsWith('create pods')) return undefined;
      tried.push(pi.clock.now());
      return error;
    };
    await pi.demand(20);
    await pi.clock.pass(0);
    const first = tried.length;
    await pi.clock.pass(31_500);
    expect(tried.length - first).toBe(5);
    expect(pi.set().status?.message).toBe(error.message);
    pi.server.refuse = () => undefined;
    await pi.clock.pass(65_000);
    expect(pi.ids()).toHaveLength(20);
    expect(pi.set().status?.nextExecutorId).toBe(21);
    await pi.stopOperator();
  });

  test('a batch is not tried to its end', async () => {
    const pi = await runningPi(0, { 'spark.kubernetes.allocation.batch.size': '500' });
    let tried = 0;
    pi.server.refuse = (request) => {
      if (!request.startsWith('create pods')) return undefined;
      tried += 1;
      return refusal('Forbidden', 'exceeded quota: pods');
    };
    await pi.demand(500);
    await pi.clock.pass(0);
    expect(tried).toBeLessThanOrEqual(50);
    await pi.stopOperator();
  });

  test('a pod of somebody else has the name: the executor is given up, another one asked for', async () => {
    const pi = await runningPi(0);
    const { metadata, ...rest } = executorManifest(1);
    await pi.server.create(PODS, { ...rest, metadata: { ...metadata, labels: { app: 'other' } } });
    await pi.demand(1);
    await pi.clock.pass(3_000);
    expect(pi.pods().map(({ metadata: { name } }) => name)).toEqual(['pi-exec-1', 'pi-exec-2']);
    expect(pi.set().status?.losses).toMatchObject([
      { id: 1, reason: 'the name of its pod is taken: pi-exec-1' },
    ]);
    await pi.stopOperator();
  });

  test('an answer was lost: the pod is found and taken over', async () => {
    const pi = await runningPi(0);
    await pi.server.create(PODS, executorManifest(1));
    await pi.demand(1);
    await pi.clock.pass(0);
    await pi.runPods();
    await pi.clock.pass(2_000);
    expect(pi.ids()).toEqual([1]);
    expect(pi.set().status).toMatchObject({ running: 1, unfinished: '1', losses: [] });
    await pi.stopOperator();
  });
});

describe('an answer is lost', () => {
  test('nobody knows whether the pod was created: its id is given up, and the pod deleted once it is seen', async () => {
    const pi = await runningPi(0);
    await pi.stopOperator();
    const line = new Line(pi.server, pi.clock);
    await pi.startOperator(line);
    line.faults.add('create', 'answer-lost', 1);
    await pi.demand(1);
    await pi.clock.pass(4_000);
    expect(pi.ids()).toEqual([2]);
    const reason = 'whether its pod was created is not known: read ECONNRESET';
    expect(pi.set().status).toMatchObject({ failed: 0, losses: [{ id: 1, reason }] });
    await pi.stopOperator();
  });
});

describe('on an API server that takes half a second for each pod', () => {
  test('a driver hears of a loss before all executors of a large batch are asked for, and gets them all', async () => {
    const pi = await runningPi(1, { 'spark.kubernetes.allocation.batch.size': '500' });
    await pi.stopOperator();
    const wait = () => new Promise<void>((wake) => pi.clock.after(500, wake));
    await pi.startOperator(
      withReplaced(pi.server, {
        create:
          (real) =>
          async (...request) => {
            await wait();
            return real(...request);
          },
        delete:
          (real) =>
          async (...request) => {
            await wait();
            return real(...request);
          },
      }),
    );
    await pi.demand(500);
    await pi.clock.pass(1_200);
    await pi.podIs(1, endedStatus(1));
    await pi.clock.pass(1_600);
    expect(pi.set().status?.losses).toMatchObject([{ id: 1 }]);
    expect(pi.ids().length).toBeLessThan(400);
    await pi.clock.pass(4_500);
    await pi.runPods();
    await pi.clock.pass(2_500);
    expect(pi.ids()).toEqual(Array.from({ length: 500 }, (_, index) => index + 2));
    expect(pi.set().status).toMatchObject({ nextExecutorId: 502, running: 500, failed: 1 });
    await pi.stopOperator();
  });
});

describe('after a refusal', () => {
  test('one pod goes ahead of the others', async () => {
    const pi = await runningPi(0);
    const tried: number[] = [];
    pi.server.refuse = (request) => {
      if (!request.startsWith('create pods')) return undefined;
      tried.push(pi.clock.now());
      return refusal('ServerError', 'failed calling webhook');
    };
    await pi.demand(10);
    await pi.clock.pass(2_000);
    expect(new Set(tried).size).toBe(2);
    expect(tried.filter((atMs) => atMs > (tried[0] ?? 0))).toHaveLength(1);
    await pi.stopOperator();
  });
});

describe('removals that fail', () => {
  test('are tried again, and keep nothing else from being done', async () => {
    const pi = await runningPi(2);
    pi.server.refuse = (request) =>
      request.startsWith('delete pods') ? refusal('ServerError', 'etcd is full') : undefined;
    await pi.podIs(1, endedStatus(1));
    await pi.clock.pass(2_000);
    expect(pi.ids()).toEqual([1, 2, 3]);
    expect(pi.set().status?.losses).toHaveLength(1);
    pi.server.refuse = () => undefined;
    await pi.clock.pass(5_000);
    expect(pi.ids()).toEqual([2, 3]);
    await pi.stopOperator();
  });

  test('because the pod is gone already are no failures', async () => {
    const pi = await runningPi(2, { 'spark.kubernetes.executor.deleteOnTermination': 'false' });
    await pi.podIs(1, endedStatus(1));
    pi.server.refuse = (request) =>
      request === 'patch pods jobs/pi-exec-1' ? refusal('NotFound', 'gone') : undefined;
    await pi.clock.pass(2_000);
    pi.server.writes.length = 0;
    await pi.server.delete(PODS, podOf(1));
    await pi.clock.pass(10_000);
    expect(pi.server.writes.filter((write) => write.includes('pi-exec-1'))).toHaveLength(1);
    await pi.stopOperator();
  });
});

/** Writes of an operator in the story below. */
const WRITES_OF_STORY = 22;

/** Pods that are not wanted are given back soon. */
const IMPATIENT = { 'spark.dynamicAllocation.executorIdleTimeout': '1s' };

/** Life and death of a few executors. */
async function story(pi: ExecutorsOfPi): Promise<void> {
  const chapters = [
    () => pi.demand(3),
    () => pi.runPods(),
    () => pi.podIs(1, endedStatus(1)),
    () => pi.demand(2),
    () => pi.server.delete(PODS, podOf(2)),
    () => pi.runPods(),
    () => pi.demand(4),
    () => pi.demand(2),
  ];
  for (const chapter of chapters) {
    await chapter();
    await pi.acknowledge();
    await pi.clock.pass(2_000);
  }
}

/** Lets a new operator do what the killed one has left. */
async function recover(pi: ExecutorsOfPi): Promise<void> {
  pi.killOperator();
  await pi.startOperator();
  await pi.clock.pass(3_000);
  for (let second = 0; second < 12; second += 1) {
    await pi.acknowledge();
    await pi.runPods();
    await pi.clock.pass(1_000);
  }
}

const upTo = (last: number): readonly number[] => Array.from({ length: last }, (_, index) => index + 1);

describe('killed after any write', () => {
  test('there are as many as are tried below', async () => {
    const pi = new ExecutorsOfPi(IMPATIENT);
    await pi.submit();
    const { api, cut } = new CutOffApiServer(pi.server, WRITES_OF_STORY);
    let isCut = false;
    void cut.then(() => (isCut = true));
    await pi.startOperator(api);
    await story(pi);
    expect(isCut).toBe(true);
    pi.killOperator();
  });

  test.each(upTo(WRITES_OF_STORY))(
    'the %i. of a life: no id twice, no executor too many, no loss lost',
    async (writes) => {
      const pi = new ExecutorsOfPi(IMPATIENT);
      await pi.submit();
      await pi.startOperator(new CutOffApiServer(pi.server, writes).api);
      await story(pi);
      await recover(pi);
      const created = pi.server.writes.filter((write) => write.startsWith('create pods'));
      expect(new Set(created).size).toBe(created.length);
      expect(pi.ids()).toHaveLength(2);
      expect(new Set(pi.heard).size).toBe(pi.heard.length);
      const { nextExecutorId = 1, unfinished = '' } = pi.set().status ?? {};
      expect(pi.heard.length + pi.ids().length).toBe(nextExecutorId - 1);
      expect([...parseExecutorIds(unfinished)]).toEqual(pi.ids());
      await pi.stopOperator();
    },
  );

  test.each(upTo(8))('the %i. of an end: nothing is left', async (writes) => {
    const pi = await runningPi(3);
    await pi.stopOperator();
    await pi.podIs(3, endedStatus(0));
    pi.endDriver();
    await pi.startOperator(new CutOffApiServer(pi.server, writes).api);
    await pi.clock.pass(2_000);
    await recover(pi);
    expect(pi.ids()).toEqual([]);
    expect(pi.set().status).toMatchObject({ unfinished: '', failed: 0 });
    await pi.stopOperator();
  });

  test.each(upTo(8))('the %i. of an end: what is kept is labelled', async (writes) => {
    const pi = await runningPi(2, { 'spark.kubernetes.executor.deleteOnTermination': 'false' });
    await pi.stopOperator();
    await pi.podIs(1, endedStatus(0));
    await pi.podIs(2, endedStatus(1));
    pi.endDriver();
    await pi.startOperator(new CutOffApiServer(pi.server, writes).api);
    await pi.clock.pass(2_000);
    await recover(pi);
    expect(pi.pods().map(({ metadata }) => metadata.labels?.['spark-exec-inactive'])).toEqual([
      'true',
      'true',
    ]);
    expect(pi.set().status?.unfinished).toBe('');
    await pi.stopOperator();
  });
});
