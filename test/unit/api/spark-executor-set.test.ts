import { describe, expect, test } from '@jest/globals';
import {
  EXECUTOR_SETS,
  type ExecutorSetSpec,
  type ExecutorSetStatus,
} from '../../../src/api/spark-executor-set.ts';
import type { ExecutorPod } from '../../../src/executors/executor-pod.ts';
import { EMPTY_MEMORY } from '../../../src/executors/executors-memory.ts';
import type { ObservedExecutors } from '../../../src/executors/observed-executors.ts';
import { planRound, type RoundPlan } from '../../../src/executors/plan-round.ts';
import {
  endedContainer,
  endedStatus,
  executorPod,
  executorSet,
  settingsWith,
  snapshotOf,
} from '../../fakes/executor-pods.ts';
import { runningPi } from '../../fakes/executors-world.ts';

function plan(pods: readonly ExecutorPod[], more: Partial<ObservedExecutors> = {}): RoundPlan {
  return planRound(
    {
      set: executorSet(2),
      appId: 'spark-1',
      driver: { ready: true, ended: false },
      settings: settingsWith(),
      snapshot: snapshotOf(...pods),
      changes: [],
      memory: EMPTY_MEMORY,
      mostExecutors: 100,
      ...more,
    },
    0,
  );
}

/** What JavaScript makes of the largest 64-bit number. */
const LARGEST = 2 ** 63;

const failed = (id: number): ExecutorPod => executorPod(id, 'Failed', { ended: [endedContainer(1)] });
const TWO: ExecutorSetStatus = { nextExecutorId: 3, unfinished: '1-2' };
const loss = (sequence: number) => ({
  sequence,
  id: sequence,
  exitCode: 1,
  causedByApplication: true,
  reason: '',
});

describe('what the driver may write, whatever it is', () => {
  test.each<{
    readonly name: string;
    readonly spec: Partial<ExecutorSetSpec>;
    /** Ids of the executors asked for, beside 1 and 2, which run. */
    readonly asks: readonly number[];
    readonly message?: string;
  }>([
    { name: 'no profiles yet', spec: { profiles: undefined as never }, asks: [] },
    { name: 'an empty list of profiles', spec: { profiles: [] }, asks: [] },
    { name: 'one executor more', spec: { profiles: [{ id: 0, replicas: 3 }] }, asks: [3] },
    {
      name: 'no schema at all',
      spec: { schema: undefined as never, profiles: [{ id: 0, replicas: 3 }] },
      asks: [3],
    },
    {
      name: 'a schema that is to come',
      spec: { schema: 2, profiles: [{ id: 0, replicas: 3 }] },
      asks: [],
      message: 'the driver writes schema 2, which is newer than this operator',
    },
    {
      name: 'more executors than anybody gets',
      spec: { profiles: [{ id: 0, replicas: 100_000 }] },
      asks: [3, 4, 5],
      message:
        'the driver wants 100000 executors, this operator allows an application 5 (--max-executors-per-application)',
    },
    {
      name: 'profiles in no order, the first ids served first',
      spec: {
        profiles: [
          { id: 9, replicas: 50_000 },
          { id: 0, replicas: 4 },
        ],
      },
      asks: [3, 4, 5],
      message:
        'the driver wants 50004 executors, this operator allows an application 5 (--max-executors-per-application)',
    },
    {
      name: 'sizes beyond all machines',
      spec: {
        profiles: [{ id: 0, replicas: 3, cores: 2_147_483_647, memoryMiB: LARGEST }],
      },
      asks: [3],
    },
    {
      name: 'properties that are no values',
      spec: {
        profiles: [{ id: 0, replicas: 3 }],
        conf: {
          '': '',
          'spark.executor.maxNumFailures': '-',
          'spark.executor.failuresValidityInterval': 'soon',
          'spark.dynamicAllocation.enabled': 'perhaps',
        },
      },
      asks: [3],
    },
    {
      name: 'numbers and names without sense',
      spec: {
        profiles: [{ id: 0, replicas: 3 }],
        context: '',
        sequence: LARGEST,
        acknowledgedLoss: LARGEST,
        sparkVersion: '?',
      },
      asks: [3],
    },
    {
      name: 'properties by the megabyte',
      spec: { profiles: [{ id: 0, replicas: 3 }], conf: { 'spark.executorEnv.A': 'x'.repeat(1_000_000) } },
      asks: [3],
    },
  ])('$name', ({ spec, asks, message }) => {
    const set = executorSet(2, TWO, spec);
    const { create, status } = plan([executorPod(1), executorPod(2)], { set, mostExecutors: 5 });
    expect(create.map(({ id }) => id)).toEqual(asks);
    expect(status?.['message']).toBe(message);
  });

  test('a loss after any acknowledgement has a sequence of its own', () => {
    const spec = { acknowledgedLoss: LARGEST };
    const set = executorSet(2, { ...TWO, lastLoss: 7 }, spec);
    const { status } = plan([failed(1), failed(2)], { set });
    expect(status).toMatchObject({ lastLoss: 9, losses: [{ sequence: 8 }, { sequence: 9 }] });
  });

  test('a set that is too heavy still tells of losses, so that no pod stays behind', () => {
    const conf = { 'spark.executorEnv.A': 'x'.repeat(1_000_000) };
    const { ends, remove } = plan([failed(1), executorPod(2)], { set: executorSet(2, TWO, { conf }) });
    expect([ends.length, remove.length]).toEqual([1, 1]);
  });
});

describe('a driver that acknowledges nothing', () => {
  const settings = settingsWith({ 'spark.executor.maxNumFailures': '1000' });
  const losses = Array.from({ length: 500 }, (_, index) => loss(index + 1));
  const pods = Array.from({ length: 501 }, (_, index) => failed(index + 501));
  const status = { nextExecutorId: 1_002, unfinished: '501-1001', losses, lastLoss: 500 };

  test('gets no more executors once as many again have ended, and the set says why', () => {
    const behind = plan(pods, { set: executorSet(2, status), settings });
    expect(behind.create).toEqual([]);
    expect(behind.status).toMatchObject({
      message: 'the driver does not acknowledge the executors it has lost',
    });
  });

  test('gets them as soon as it does', () => {
    const set = executorSet(2, status, { acknowledgedLoss: 500 });
    const first = plan(pods, { set, settings });
    expect(first.ends).toHaveLength(500);
    const then = executorSet(2, { ...status, ...first.status }, { acknowledgedLoss: 500 });
    expect(plan([], { set: then, settings, memory: first.memory }).create).toHaveLength(2);
  });
});

describe('a second SparkContext in the same driver', () => {
  const before: ExecutorSetStatus = {
    ...TWO,
    context: 'one',
    losses: [loss(4)],
    lastLoss: 4,
    countedFailures: [{ at: '2026-01-01T00:00:00Z', count: 3 }],
  };
  const second = { context: 'two', sequence: 1 };

  test('gets executors of its own; those of the first are over, and it hears of none of them', () => {
    const pods = [executorPod(1), executorPod(2, 'Pending')];
    const { create, remove, status, ends } = plan(pods, { set: executorSet(2, before, second) });
    expect(create.map(({ id }) => id)).toEqual([3, 4]);
    expect(remove.map(({ name }) => name)).toEqual(['pi-exec-1', 'pi-exec-2']);
    expect(ends.map(({ id, outcome }) => [id, outcome])).toEqual([
      [1, 'given-back'],
      [2, 'given-back'],
    ]);
    expect(status).toMatchObject({ context: 'two', unfinished: '3-4', losses: [], countedFailures: null });
    expect(status).not.toHaveProperty('lastLoss');
  });

  test('hears of its own losses, under sequences never used before', () => {
    const set = executorSet(
      2,
      { ...before, context: 'two', losses: [], nextExecutorId: 5, unfinished: '3-4' },
      second,
    );
    expect(plan([failed(3), executorPod(4)], { set }).status).toMatchObject({
      losses: [{ sequence: 5, id: 3 }],
      lastLoss: 5,
    });
  });

  test.each<{
    readonly name: string;
    readonly status: ExecutorSetStatus;
    readonly spec: Partial<ExecutorSetSpec>;
  }>([
    { name: 'the first one that speaks', status: TWO, spec: second },
    { name: 'the same one again, after it has stopped', status: { ...TWO, context: 'two' }, spec: second },
    { name: 'a driver that does not say which', status: { ...TWO, context: 'two' }, spec: {} },
  ])('is none: $name', ({ status, spec }) => {
    const { remove, ends } = plan([executorPod(1), executorPod(2)], { set: executorSet(2, status, spec) });
    expect([remove, ends]).toEqual([[], []]);
  });
});

describe('on an API server', () => {
  test('a set deleted by hand and made again: executors go on, no id and no sequence is used twice', async () => {
    const pi = await runningPi(2);
    await pi.podIs(1, endedStatus(1));
    await pi.clock.pass(1_500);
    await pi.acknowledge();
    expect(pi.heard).toEqual([1]);
    await pi.server.delete(EXECUTOR_SETS, { namespace: 'jobs', name: 'pi-1' });
    await pi.submit();
    await pi.clock.pass(1_500);
    expect(pi.ids()).toEqual([2, 3]);
    await pi.demand(2, { acknowledgedLoss: 1 });
    await pi.clock.pass(1_500);
    await pi.runPods();
    await pi.podIs(2, endedStatus(1));
    await pi.clock.pass(1_500);
    expect(pi.ids()).toEqual([3, 4]);
    expect(pi.set().status?.losses).toMatchObject([{ sequence: 2, id: 2 }]);
    await pi.stopOperator();
  });

  test('a second SparkContext: the pods of the first go, its own come', async () => {
    const pi = await runningPi(2);
    await pi.demand(2, { context: 'one' });
    await pi.clock.pass(1_500);
    expect(pi.ids()).toEqual([1, 2]);
    await pi.demand(3, { context: 'two' });
    await pi.clock.pass(1_500);
    expect(pi.ids()).toEqual([3, 4, 5]);
    expect(pi.set().status).toMatchObject({ losses: [], unfinished: '3-5', failed: 0 });
    await pi.stopOperator();
  });

  test('too many failures end the driver, whoever leads by then', async () => {
    const pi = await runningPi(2, { 'spark.executor.maxNumFailures': '2' });
    for (const id of [1, 2]) {
      await pi.podIs(id, endedStatus(52));
      await pi.clock.pass(1_500);
      await pi.runPods();
    }
    expect(pi.set().status).not.toHaveProperty('failure');
    pi.killOperator();
    await pi.startOperator();
    await pi.podIs(3, endedStatus(52));
    await pi.clock.pass(1_500);
    expect(pi.set().status?.failure).toMatchObject({ reason: 'MaxExecutorFailures', exitCode: 11 });
    await pi.clock.pass(60_000);
    const ids = pi.ids();
    await pi.podIs(ids[0] ?? 0, endedStatus(52));
    await pi.clock.pass(60_000);
    expect(pi.ids().length).toBeLessThanOrEqual(ids.length);
    await pi.stopOperator();
  });
});
