import { describe, expect, test } from '@jest/globals';
import { demandOf, type Demand } from '../../../src/executors/demand.ts';
import type { ExecutorPod } from '../../../src/executors/executor-pod.ts';
import { EMPTY_MEMORY, type Retiring } from '../../../src/executors/executors-memory.ts';
import { NEVER_MS } from '../../../src/executors/next-look.ts';
import {
  planRetirements,
  retirementsIn,
  retiringExecutors,
  type RetirementPlan,
} from '../../../src/executors/plan-retirements.ts';
import { parseExecutorIds } from '../../../src/executors/executor-ids.ts';
import { CutOffApiServer } from '../../fakes/cut-off-api-server.ts';
import { executorPod, executorSet, snapshotOf } from '../../fakes/executor-pods.ts';
import { ExecutorsOfPi, runningPi } from '../../fakes/executors-world.ts';
import { refusal } from '../../fakes/in-memory-api-server.ts';

const GRACE_MS = 5_000;
const KILLED_GRACE_MS = 2_000;

interface Given {
  readonly wants: Demand;
  readonly pods: readonly ExecutorPod[];
  /** Who was asked before, and when. */
  readonly retiring?: Readonly<Record<number, number>>;
  readonly removed?: readonly string[];
  readonly nowMs?: number;
}

const { spec } = executorSet(9);
const scaled = (to: number): Demand => demandOf(spec, { ended: false }, 10_000, to);
const unscaled: Demand = demandOf(executorSet(1).spec, { ended: false }, 10_000);
const running = (...ids: readonly number[]): readonly ExecutorPod[] => ids.map((id) => executorPod(id));
const asked = (times: Readonly<Record<number, number>>): ReadonlyMap<number, Retiring> =>
  new Map(Object.entries(times).map(([id, sinceMs]) => [Number(id), { sinceMs, reason: 'scaled down' }]));

function plan({ wants, pods, retiring = {}, removed = [], nowMs = 0 }: Given): RetirementPlan {
  return planRetirements({
    demand: wants,
    snapshot: snapshotOf(...pods),
    ledger: { nextExecutorId: 1_000, unfinished: new Set(pods.map(({ executorId }) => executorId)) },
    memory: { ...EMPTY_MEMORY, retiring: asked(retiring), removed: new Set(removed) },
    graceMs: GRACE_MS,
    killedGraceMs: KILLED_GRACE_MS,
    nowMs,
  });
}

const going = ({ memory }: RetirementPlan): readonly number[] => [...memory.retiring.keys()];

describe('who is asked to end', () => {
  test.each<Given & { readonly name: string; readonly ends: readonly number[] }>([
    { name: 'nobody, where as many run as are wanted', wants: scaled(2), pods: running(1, 2), ends: [] },
    { name: 'nobody, where more are wanted', wants: scaled(4), pods: running(1, 2), ends: [] },
    { name: 'the newest', wants: scaled(2), pods: running(3, 1, 10, 2), ends: [10, 3] },
    { name: 'everybody, where none is wanted', wants: scaled(0), pods: running(1, 2), ends: [2, 1] },
    {
      name: 'first those that are being deleted anyway',
      wants: scaled(1),
      pods: [executorPod(1, 'Running', { deletionAtMs: 9 }), ...running(2)],
      ends: [1],
    },
    {
      name: 'nobody twice: who was asked is not counted as there',
      wants: scaled(2),
      pods: running(1, 2, 3),
      retiring: { 3: 0 },
      ends: [3],
    },
    {
      name: 'one more, where even fewer are wanted by now',
      wants: scaled(1),
      pods: running(1, 2, 3),
      retiring: { 3: 0 },
      ends: [3, 2],
    },
    {
      name: 'nobody who does not run yet: those are taken back',
      wants: scaled(1),
      pods: [executorPod(1), executorPod(2, 'Pending')],
      ends: [],
    },
    { name: 'nobody of a driver that wants fewer itself', wants: unscaled, pods: running(1, 2), ends: [] },
    {
      name: 'nobody while the driver says nothing',
      wants: { kind: 'unknown', because: '' },
      pods: running(1),
      ends: [],
    },
    {
      name: 'nobody of another profile',
      wants: scaled(0),
      pods: [executorPod(1, 'Running', { profileId: 3 })],
      ends: [],
    },
  ])('$name', ({ ends, ...given }) => {
    expect(going(plan(given))).toEqual(ends);
  });

  test('with the time, and the reason for the log of the driver', () => {
    expect(plan({ wants: scaled(1), pods: running(1, 2), nowMs: 7 }).memory.retiring).toEqual(
      new Map([[2, { sinceMs: 7, reason: 'scaled down to 1 executor' }]]),
    );
  });

  test('a hundred in a round, the rest right after, five hundred at the same time', () => {
    const pods = running(...Array.from({ length: 900 }, (_, index) => index + 1));
    const first = plan({ wants: scaled(0), pods, nowMs: 3 });
    expect(going(first)).toHaveLength(100);
    expect(first.lookAtMs).toBe(3);
    const retiring = Object.fromEntries(pods.slice(0, 450).map(({ executorId }) => [executorId, 0]));
    const last = plan({ wants: scaled(0), pods, retiring, nowMs: 3 });
    expect(going(last)).toHaveLength(500);
    expect(last.lookAtMs).toBe(GRACE_MS);
  });
});

describe('who was asked and does not end', () => {
  const LATE = { wants: scaled(1), retiring: { 2: 0 }, nowMs: GRACE_MS };

  test.each<Partial<Given> & { readonly name: string; readonly removes: readonly string[] }>([
    { name: 'has time', nowMs: GRACE_MS - 1, removes: [] },
    { name: 'is deleted then', removes: ['pi-exec-2'] },
    { name: 'is not deleted twice', removed: ['uid-of-2'], removes: [] },
    {
      name: 'is left alone where its pod is being deleted already',
      pods: [executorPod(1), executorPod(2, 'Running', { deletionAtMs: 1 })],
      removes: [],
    },
    { name: 'has ended after all', pods: [executorPod(1), executorPod(2, 'Succeeded')], removes: [] },
    { name: 'is gone', pods: running(1), removes: [] },
    { name: 'ends with its driver', wants: { kind: 'none', because: 'the driver has ended' }, removes: [] },
    { name: 'ends, even where more are wanted again', wants: scaled(9), removes: ['pi-exec-2'] },
  ])('$name', ({ removes, ...given }) => {
    const { remove } = plan({ ...LATE, pods: running(1, 2), ...given });
    expect(remove.map(({ name }) => name)).toEqual(removes);
  });

  test('because its driver has killed it has its own time', () => {
    const killed = { sinceMs: 1_000, reason: 'killed by its driver', killed: true } as const;
    const at = (nowMs: number): RetirementPlan =>
      planRetirements({
        demand: unscaled,
        snapshot: snapshotOf(...running(1, 2)),
        ledger: { nextExecutorId: 3, unfinished: new Set([1, 2]) },
        memory: { ...EMPTY_MEMORY, retiring: new Map([[2, killed]]) },
        graceMs: GRACE_MS,
        killedGraceMs: KILLED_GRACE_MS,
        nowMs,
      });
    expect(at(2_999)).toMatchObject({ remove: [], leaving: [{ executorId: 2 }], lookAtMs: 3_000 });
    expect(at(3_000).remove).toMatchObject([
      { name: 'pi-exec-2', because: 'executor 2: killed by its driver, and still there 2 s later' },
    ]);
  });

  test('is looked at when its time has come, and not again after', () => {
    expect(plan({ ...LATE, pods: running(1, 2), nowMs: 1 }).lookAtMs).toBe(GRACE_MS);
    expect(plan({ ...LATE, pods: running(1, 2) }).lookAtMs).toBe(NEVER_MS);
    const [removal] = plan({ ...LATE, pods: running(1, 2) }).remove;
    expect(removal).toEqual({
      kind: 'delete',
      name: 'pi-exec-2',
      uid: 'uid-of-2',
      because: 'executor 2: asked to end, and still there 5 s later',
    });
  });
});

describe('who is on the way out', () => {
  const ledger = { nextExecutorId: 9, unfinished: new Set([2, 3]) };
  const since = '1970-01-01T00:00:05Z';

  test('stands in the executor set, until the end is recorded', () => {
    const retire = [1, 2].map((id) => ({ id, reason: 'scaled down', since }));
    const retiring = retiringExecutors({ retire }, ledger, EMPTY_MEMORY);
    expect(retiring).toEqual(new Map([[2, { sinceMs: 5_000, reason: 'scaled down' }]]));
    expect(retirementsIn({ retiring }, ledger)).toEqual([{ id: 2, reason: 'scaled down', since }]);
  });

  test('and says there that its driver has killed it', () => {
    const retire = [{ id: 2, reason: 'killed by its driver', since, killed: true }];
    const retiring = retiringExecutors({ retire }, ledger, EMPTY_MEMORY);
    expect(retiring.get(2)).toMatchObject({ killed: true });
    expect(retirementsIn({ retiring }, ledger)).toEqual(retire);
  });

  test('is remembered where somebody has deleted the set', () => {
    const memory = { ...EMPTY_MEMORY, retiring: asked({ 1: 0, 3: 4_000 }) };
    expect([...retiringExecutors({}, ledger, memory).keys()]).toEqual([3]);
  });

  test('and was asked long ago where somebody has spoilt the time', () => {
    const retire = [{ id: 2, reason: '', since: 'yesterday' }];
    expect(retiringExecutors({ retire }, ledger, EMPTY_MEMORY).get(2)?.sinceMs).toBe(0);
  });
});

/** Two executors, scaled up to four and down to one; the driver does what it is asked to. */
async function scalingStory(pi: ExecutorsOfPi): Promise<void> {
  const chapters = [
    () => pi.demand(2),
    () => pi.runPods(),
    async () => pi.scale(4),
    () => pi.runPods(),
    async () => pi.scale(1),
    () => pi.giveBack(),
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
  for (let second = 0; second < 15; second += 1) {
    await pi.acknowledge();
    await pi.runPods();
    await pi.giveBack();
    await pi.clock.pass(1_000);
  }
}

const WRITES_OF_STORY = Array.from({ length: 16 }, (_, index) => index + 1);

const labels = (pi: ExecutorsOfPi): readonly unknown[] =>
  pi.pods().map(({ metadata }) => metadata.labels?.['leaving']);
const labelling = (pi: ExecutorsOfPi): readonly string[] =>
  pi.server.writes.filter((write) => write.startsWith('patch pods'));

describe('an application that is scaled', () => {
  test('gets executors, parts with the newest, and keeps to it over restarts', async () => {
    const pi = await runningPi(2, { 'spark.executor.instances': '2' });
    pi.scale(2);
    await pi.clock.pass(2_000);
    expect(pi.set().status).not.toHaveProperty('scaledTo');
    pi.scale(4);
    await pi.clock.pass(2_000);
    await pi.runPods();
    await pi.clock.pass(2_000);
    expect(pi.ids()).toEqual([1, 2, 3, 4]);
    pi.scale(2);
    await pi.clock.pass(1_000);
    expect(pi.set().status?.retire).toMatchObject([{ id: 3 }, { id: 4 }]);
    await pi.stopOperator();
    await pi.startOperator();
    await pi.giveBack();
    await pi.clock.pass(2_000);
    expect(pi.ids()).toEqual([1, 2]);
    await pi.demand(5);
    await pi.clock.pass(60_000);
    expect(pi.ids()).toEqual([1, 2]);
    expect(pi.set().status).toMatchObject({ retire: [], scaledTo: 2, failed: 0, succeeded: 2 });
    await pi.stopOperator();
  });

  describe('with spark.kubernetes.executor.decommissionLabel', () => {
    const conf = {
      'spark.kubernetes.executor.decommissionLabel': 'leaving',
      'spark.kubernetes.executor.decommissionLabelValue': 'yes',
    };

    test.each(['true', 'false'])(
      'labels those it asks to end, once, the driver being told first; spark.decommission.enabled=%s',
      async (on) => {
        const pi = await runningPi(3, { ...conf, 'spark.decommission.enabled': on });
        pi.server.writes.length = 0;
        pi.scale(1);
        await pi.clock.pass(4_000);
        expect(labels(pi)).toEqual([undefined, 'yes', 'yes']);
        expect(labelling(pi)).toHaveLength(2);
        expect(pi.server.writes[0]).toContain('sparkexecutorsets');
        await pi.stopOperator();
      },
    );

    test('tries again what failed', async () => {
      const pi = await runningPi(2, { ...conf, 'spark.decommission.enabled': 'true' });
      pi.server.refuse = (request) =>
        request.startsWith('patch pods') ? refusal('ServerError', 'busy') : undefined;
      pi.scale(1);
      await pi.clock.pass(4_000);
      expect(labels(pi)).toEqual([undefined, undefined]);
      pi.server.refuse = () => undefined;
      await pi.clock.pass(2_000);
      expect(labels(pi)).toEqual([undefined, 'yes']);
      await pi.stopOperator();
    });

    test('labels those that an operator has asked that ended before it came to label them', async () => {
      const pi = await runningPi(2, { ...conf, 'spark.decommission.enabled': 'true' });
      pi.server.refuse = (request) =>
        request.startsWith('patch pods') ? refusal('ServerError', 'busy') : undefined;
      pi.scale(1);
      await pi.clock.pass(1_000);
      pi.killOperator();
      pi.server.refuse = () => undefined;
      await pi.startOperator();
      await pi.clock.pass(2_000);
      expect(labels(pi)).toEqual([undefined, 'yes']);
      await pi.stopOperator();
    });
  });

  test('loses those that do not end to their grace period, and no others', async () => {
    const pi = await runningPi(3);
    pi.scale(1);
    await pi.clock.pass(4_900);
    expect(pi.ids()).toEqual([1, 2, 3]);
    await pi.clock.pass(2_100);
    expect(pi.ids()).toEqual([1]);
    expect(pi.set().status).toMatchObject({ retire: [], failed: 0, succeeded: 0, desired: 1, running: 1 });
    await pi.stopOperator();
  });

  describe('by an operator that is killed', () => {
    test.each(WRITES_OF_STORY)(
      'after the %i. write: one is left, and none that came has failed',
      async (writes) => {
        const pi = new ExecutorsOfPi({ 'spark.executor.instances': '2' });
        await pi.submit();
        await pi.startOperator(new CutOffApiServer(pi.server, writes).api);
        await scalingStory(pi);
        await recover(pi);
        const created = pi.server.writes.filter((write) => write.startsWith('create pods'));
        expect(new Set(created).size).toBe(created.length);
        expect(pi.ids()).toHaveLength(1);
        const { unfinished = '', failed = 0, retire = [] } = pi.set().status ?? {};
        expect([...parseExecutorIds(unfinished)]).toEqual(pi.ids());
        expect(retire).toEqual([]);
        // Those that were reserved, and never came, have not failed either.
        expect(failed).toBe(0);
        await pi.stopOperator();
      },
    );
  });
});
