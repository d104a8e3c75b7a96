import { describe, expect, test } from '@jest/globals';
import { EMPTY_MEMORY, withLost, type Retiring } from '../../../src/executors/executors-memory.ts';
import { withKilled } from '../../../src/executors/killed-executors.ts';
import { CutOffApiServer } from '../../fakes/cut-off-api-server.ts';
import { endedStatus } from '../../fakes/executor-pods.ts';
import { ExecutorsOfPi, runningPi } from '../../fakes/executors-world.ts';

const NOW_MS = 9_000;
const NEW: Retiring = { sinceMs: NOW_MS, reason: 'killed by its driver', killed: true };
const OLD: Retiring = { ...NEW, sinceMs: 1_000 };
const ASKED: Retiring = { sinceMs: 1_000, reason: 'scaled down to 1 executor' };

interface Given {
  readonly name: string;
  readonly killed?: readonly number[];
  readonly retiring?: Readonly<Record<number, Retiring>>;
  readonly ended?: readonly number[];
}

describe('who counts as killed', () => {
  test.each<Given & { readonly are: Readonly<Record<number, Retiring>> }>([
    { name: 'nobody, as long as the driver says nothing', are: {} },
    { name: 'nobody, where it says that it has killed none', killed: [], are: {} },
    { name: 'those whose ends are not recorded', killed: [2, 4], are: { 2: NEW } },
    { name: 'each once', killed: [2, 2], are: { 2: NEW } },
    { name: 'none whose end was noticed before', killed: [1, 2], ended: [2], are: { 1: NEW } },
    { name: 'nobody by a number that is no id', killed: [0, -1, 1.5, Number.NaN, 2 ** 60], are: {} },
    {
      name: 'whoever was killed before goes on from then',
      killed: [1, 2],
      retiring: { 2: OLD },
      are: { 1: NEW, 2: OLD },
    },
    {
      name: 'whoever was killed stays so, though the driver says it no more',
      retiring: { 2: OLD },
      are: { 2: OLD },
    },
    {
      name: 'one that was asked to end before, too',
      killed: [2],
      retiring: { 1: ASKED, 2: ASKED },
      are: { 1: ASKED, 2: NEW },
    },
  ])('$name', ({ killed, retiring = {}, ended = [], are }) => {
    const memory = withLost(EMPTY_MEMORY, ended, { outcome: 'failed', reason: '' });
    const before = new Map(Object.entries(retiring).map(([id, each]) => [Number(id), each]));
    const said = killed === undefined ? {} : { killed: [...killed] };
    const all = withKilled({ ...memory, retiring: before }, said, { unfinished: new Set([1, 2, 3]) }, NOW_MS);
    expect(Object.fromEntries(all)).toEqual(are);
  });

  test('five hundred at the same time; the others have to wait', () => {
    const ids = Array.from({ length: 600 }, (_, index) => index + 1);
    const retiring = new Map([[1, ASKED]]);
    const all = withKilled(
      { ...EMPTY_MEMORY, retiring },
      { killed: ids },
      { unfinished: new Set(ids) },
      NOW_MS,
    );
    expect([all.size, all.get(1), all.has(501)]).toEqual([500, NEW, false]);
  });
});

const kill = (pi: ExecutorsOfPi, replicas: number, ...killed: number[]): Promise<void> =>
  pi.demand(replicas, { killed });

const statusOf = (pi: ExecutorsOfPi) => pi.set().status ?? {};

describe('an executor that its driver has killed', () => {
  const label = { 'spark.kubernetes.executor.decommissionLabel': 'leaving' };

  test('and that hangs is labelled, and deleted after the grace period; nobody takes its place', async () => {
    const pi = await runningPi(3, { ...label, 'spark.kubernetes.dynamicAllocation.deleteGracePeriod': '7s' });
    await kill(pi, 2, 2);
    await pi.clock.pass(6_900);
    expect(pi.pods().map(({ metadata }) => metadata.labels?.['leaving'])).toEqual([undefined, '', undefined]);
    expect(statusOf(pi)).toMatchObject({ desired: 2, running: 3, retire: [{ id: 2, killed: true }] });
    await pi.clock.pass(2_000);
    expect(pi.ids()).toEqual([1, 3]);
    expect(statusOf(pi)).toMatchObject({
      retire: [],
      failed: 0,
      running: 2,
      losses: [
        { id: 2, causedByApplication: false, reason: expect.stringMatching(/^killed by its driver \(/u) },
      ],
    });
    await pi.stopOperator();
  });

  test('is replaced where the driver still wants as many', async () => {
    const pi = await runningPi(2);
    await kill(pi, 2, 2);
    await pi.clock.pass(2_000);
    expect(pi.ids()).toEqual([1, 2, 3]);
    await pi.runPods();
    await pi.clock.pass(20_000);
    expect(pi.ids()).toEqual([1, 3]);
    expect(statusOf(pi)).toMatchObject({ nextExecutorId: 4, running: 2, failed: 0 });
    await pi.stopOperator();
  });

  test('and that ends as it was told to is no failure, whatever its exit code', async () => {
    const pi = await runningPi(2);
    await kill(pi, 1, 2);
    await pi.podIs(2, endedStatus(137));
    await pi.clock.pass(2_000);
    expect(pi.ids()).toEqual([1]);
    expect(statusOf(pi)).toMatchObject({ failed: 0, succeeded: 0, losses: [{ id: 2, exitCode: 137 }] });
    await pi.stopOperator();
  });

  test('does not wait the longer time of those that decommission themselves', async () => {
    const pi = await runningPi(2, { 'spark.decommission.enabled': 'true' });
    pi.scale(1);
    await pi.clock.pass(20_000);
    expect(pi.ids()).toEqual([1, 2]);
    await kill(pi, 2, 2);
    await pi.clock.pass(7_000);
    expect(pi.ids()).toEqual([1]);
    await pi.stopOperator();
  });

  test('is said by a driver that the operator does not understand: it is left alone', async () => {
    const pi = await runningPi(2);
    await pi.demand(1, { schema: 2, killed: [2] });
    await pi.clock.pass(20_000);
    expect(pi.ids()).toEqual([1, 2]);
    await pi.stopOperator();
  });

  test('belongs to a SparkContext: the next one kills its own', async () => {
    const pi = await runningPi(2, {});
    await pi.demand(1, { context: 'first', killed: [2] });
    await pi.clock.pass(1_000);
    await pi.demand(1, { context: 'second', killed: [] });
    await pi.clock.pass(2_000);
    await pi.runPods();
    await pi.clock.pass(20_000);
    expect(pi.ids()).toEqual([3]);
    expect(statusOf(pi)).toMatchObject({ retire: [], running: 1, unfinished: '3' });
    await pi.stopOperator();
  });

  test.each([1, 2, 3, 4, 5, 6, 7])(
    'goes, once, where the operator is killed after the %i. write',
    async (writes) => {
      const pi = new ExecutorsOfPi();
      await pi.submit();
      await pi.startOperator(new CutOffApiServer(pi.server, writes).api);
      for (const chapter of [() => pi.demand(2), () => pi.runPods(), () => kill(pi, 1, 2)]) {
        await chapter();
        await pi.clock.pass(3_000);
      }
      pi.killOperator();
      await pi.startOperator();
      for (let second = 0; second < 15; second += 1) {
        await pi.acknowledge();
        await pi.runPods();
        await pi.clock.pass(1_000);
      }
      expect(pi.ids()).toHaveLength(1);
      const { retire = [], ...status } = statusOf(pi);
      expect(retire).toEqual([]);
      expect(status).toMatchObject({ failed: 0, desired: 1, running: 1 });
      await pi.stopOperator();
    },
  );
});
