import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { ExecutorSetSpec, ExecutorSetStatus } from '../../../src/api/spark-executor-set.ts';
import { CLEAN_EXIT_HOLD_MS } from '../../../src/executors/demand.ts';
import type { ExecutorPod } from '../../../src/executors/executor-pod.ts';
import { EMPTY_MEMORY } from '../../../src/executors/executors-memory.ts';
import type { ObservedExecutors } from '../../../src/executors/observed-executors.ts';
import { planRound, type RoundPlan } from '../../../src/executors/plan-round.ts';
import {
  endedContainer,
  executorPod,
  executorSet,
  settingsWith,
  snapshotOf,
} from '../../fakes/executor-pods.ts';
import { exceptionTo, nearly } from '../fuzz.ts';

function plan(pods: readonly ExecutorPod[], more: Partial<ObservedExecutors> = {}, nowMs = 0): RoundPlan {
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
    nowMs,
  );
}

const failed = (id: number): ExecutorPod => executorPod(id, 'Failed', { ended: [endedContainer(52)] });
const kept = { nextExecutorId: 3, unfinished: '1-2' };

describe('planRound', () => {
  test('the first round reserves ids and asks for pods', () => {
    const { status, create } = plan([]);
    expect(create.map(({ id }) => id)).toEqual([1, 2]);
    expect(status).toMatchObject({
      nextExecutorId: 3,
      unfinished: '1-2',
      desired: 2,
      pending: 2,
      running: 0,
    });
  });

  test('a round that finds nothing new writes nothing and waits for a change', () => {
    const first = plan([executorPod(1), executorPod(2)], { set: executorSet(2, kept) });
    const set = executorSet(2, { ...kept, ...first.status });
    const second = plan([executorPod(1), executorPod(2)], { set, memory: first.memory });
    expect(second).toMatchObject({
      status: undefined,
      create: [],
      remove: [],
      nextLook: { kind: 'on-change' },
    });
  });

  test('a failed executor is recorded, told to the driver, replaced and removed, all with one status', () => {
    const { status, create, remove, ends } = plan([executorPod(1), failed(2)], { set: executorSet(2, kept) });
    expect(status).toMatchObject({
      nextExecutorId: 4,
      unfinished: '1,3',
      failed: 1,
      lastLoss: 1,
      losses: [
        {
          sequence: 1,
          id: 2,
          exitCode: 52,
          causedByApplication: true,
          reason: 'exit code 52 (JVM out of memory)',
        },
      ],
    });
    expect(create.map(({ id }) => id)).toEqual([3]);
    expect(remove).toMatchObject([{ kind: 'delete', name: 'pi-exec-2' }]);
    expect(ends).toMatchObject([{ id: 2, outcome: 'failed' }]);
  });

  test('an operator started anew takes it that executors which ended cleanly did so just now', () => {
    const set = executorSet(2, { ...kept, unfinished: '1', succeeded: 1 });
    const first = plan([executorPod(1)], { set }, 5_000);
    expect(first).toMatchObject({ create: [], nextLook: { kind: 'after', delayMs: CLEAN_EXIT_HOLD_MS } });
    const wanted = { set, memory: first.memory };
    expect(plan([executorPod(1)], wanted, 5_000 + CLEAN_EXIT_HOLD_MS).create).toMatchObject([{ id: 3 }]);
    const noneYet = executorSet(2, { ...kept, unfinished: '1' });
    expect(plan([executorPod(1)], { set: noneYet }, 5_000).create).toMatchObject([{ id: 3 }]);
  });

  test('no id is used again whose end another operator has recorded meanwhile', () => {
    const memory = { ...EMPTY_MEMORY, nextExecutorId: 2, spare: new Set([1]) };
    const set = executorSet(1, { nextExecutorId: 2, unfinished: '' });
    expect(plan([], { set, memory }).create).toMatchObject([{ id: 2 }]);
  });

  test('an end counts although its pod came and went between two rounds', () => {
    const changes = [{ kind: 'updated', state: { kind: 'failed', pod: failed(2) } } as const];
    const { status } = plan([executorPod(1)], { set: executorSet(2, kept), changes });
    expect(status).toMatchObject({ unfinished: '1,3', losses: [{ id: 2, exitCode: 52 }] });
  });

  test('the failure that is one too many is not made up for any more', () => {
    const settings = settingsWith({ 'spark.executor.maxNumFailures': '0' });
    const { create, status, warning } = plan([executorPod(1), failed(2)], {
      set: executorSet(2, kept),
      settings,
    });
    expect(create).toEqual([]);
    expect(warning).toBe('executor 2 failed: exit code 52 (JVM out of memory)');
    expect(status).toMatchObject({
      failed: 1,
      failure: { reason: 'MaxExecutorFailures', exitCode: 11 },
      recentLosses: [{ id: 2, exitCode: 52 }],
    });
  });

  test('what the driver has acknowledged leaves the set', () => {
    const losses = [1, 2].map((sequence) => ({
      sequence,
      id: sequence,
      exitCode: 1,
      causedByApplication: true,
      reason: '',
    }));
    const set = executorSet(0, { ...kept, unfinished: '', losses, lastLoss: 2 }, { acknowledgedLoss: 1 });
    expect(plan([], { set }).status).toMatchObject({ losses: [{ sequence: 2 }] });
  });

  test('what does not fit in stays until there is room, with its pod', () => {
    const losses = Array.from({ length: 500 }, (_, index) => ({
      sequence: index + 1,
      id: index + 1,
      exitCode: 1,
      causedByApplication: true,
      reason: '',
    }));
    const set = executorSet(0, { nextExecutorId: 600, unfinished: '599', losses, lastLoss: 500 });
    const full = plan([failed(599)], { set });
    expect(full.ends).toEqual([]);
    expect(full.remove).toEqual([]);
    expect([...full.memory.ended.keys()]).toEqual([599]);
    const acknowledged = { ...set, spec: { ...set.spec, acknowledgedLoss: 500 } };
    expect(plan([failed(599)], { set: acknowledged, memory: full.memory }).status).toMatchObject({
      losses: [{ sequence: 501, id: 599 }],
      unfinished: '',
    });
  });

  test('a driver that has not asked yet hears of no loss: it may be about to say how far it had come', () => {
    const set = executorSet(undefined, kept);
    const { ends, remove, memory } = plan([executorPod(1), failed(2)], { set });
    expect([ends, remove, [...memory.ended.keys()]]).toEqual([[], [], [2]]);
  });

  test('a driver that has stopped hears of no loss either, and no executor fails any more', () => {
    const set = executorSet(2, kept, { stopped: true });
    expect(plan([executorPod(1), failed(2)], { set }).status).toMatchObject({
      unfinished: '1',
      failed: 0,
      losses: [],
    });
  });

  test('executors of a set that was made anew go on', () => {
    const { status, create } = plan([executorPod(4), executorPod(5)]);
    expect(create).toEqual([]);
    expect(status).toMatchObject({ nextExecutorId: 6, unfinished: '4-5', running: 2 });
  });

  test('an executor on a node that does not answer is lost and replaced', () => {
    const stuck = executorPod(2, 'Running', { deletionAtMs: 0 });
    const early = plan([executorPod(1), stuck], { set: executorSet(2, kept) }, 1_000);
    expect(early.nextLook).toEqual({ kind: 'after', delayMs: 29_000 });
    const late = plan([executorPod(1), stuck], { set: executorSet(2, kept) }, 30_000);
    expect(late.status).toMatchObject({ unfinished: '1,3', losses: [{ id: 2, causedByApplication: false }] });
  });

  describe('when somebody has scaled the application', () => {
    const conf = { 'spark.executor.instances': '2' };
    const two = { settings: settingsWith(conf), set: executorSet(2, kept) };
    const retire = [{ id: 2, reason: 'scaled down to 1 executor', since: '1970-01-01T00:00:00Z' }];
    const leaving = { ...two, set: executorSet(2, { ...kept, retire, scaledTo: 1 }), instances: 1 };

    test('to more: they are asked for, and the set remembers it', () => {
      const { status, create } = plan([executorPod(1), executorPod(2)], { ...two, instances: 4 });
      expect(create.map(({ id }) => id)).toEqual([3, 4]);
      expect(status).toMatchObject({ desired: 4, scaledTo: 4 });
    });

    test('to fewer: requests and young pending pods go at once, then running executors are asked to end', () => {
      const pods = [executorPod(1), executorPod(2), executorPod(3, 'Pending')];
      const requested = new Map([[4, { profileId: 0, atMs: 0 }]]);
      const set = executorSet(2, { nextExecutorId: 5, unfinished: '1-4', scaledTo: 4 });
      const memory = { ...EMPTY_MEMORY, requested };
      const { status, deleteUnseen, remove, ends } = plan(pods, { ...two, set, memory, instances: 1 });
      expect(deleteUnseen).toEqual([4]);
      expect(remove).toMatchObject([{ name: 'pi-exec-3' }]);
      expect(ends).toMatchObject([
        { id: 4, outcome: 'given-back' },
        { id: 3, outcome: 'given-back' },
      ]);
      expect(status).toMatchObject({ desired: 1, running: 2, retire, unfinished: '1-2' });
    });

    test.each([
      { name: 'with an exit code', pod: failed(2), counts: { failed: 0, succeeded: 0 } },
      {
        name: 'cleanly',
        pod: executorPod(2, 'Succeeded', { ended: [endedContainer(0)] }),
        counts: { failed: 0, succeeded: 1 },
      },
      {
        name: 'with its node',
        pod: executorPod(2, 'Running', { deletionAtMs: -60_000 }),
        counts: { failed: 0, succeeded: 0 },
      },
    ])('one that ends $name has not failed, and nobody takes its place', ({ pod, counts }) => {
      const { status, create, memory } = plan([executorPod(1), pod], leaving);
      expect(create).toEqual([]);
      expect(status).toMatchObject({
        ...counts,
        retire: [],
        unfinished: '1',
        losses: [
          { id: 2, causedByApplication: false, reason: expect.stringMatching(/^scaled down to 1 ex/u) },
        ],
      });
      expect(memory.cleanExits).toEqual([]);
    });

    test('to more again: others come, who was asked to end still goes', () => {
      const { status, create } = plan([executorPod(1), executorPod(2)], { ...leaving, instances: 2 });
      expect(create).toMatchObject([{ id: 3 }]);
      expect(status).toMatchObject({ scaledTo: 2, desired: 2 });
      expect(status).not.toHaveProperty('retire');
    });

    test('and the driver ends the same executor and wants fewer: nobody else goes', () => {
      const set = executorSet(1, { ...kept, retire, scaledTo: 1 });
      const { status, create } = plan([executorPod(1), failed(2)], { ...leaving, set });
      expect(create).toEqual([]);
      expect(status).toMatchObject({ retire: [], unfinished: '1', failed: 0 });
    });

    test('one that does not end is deleted: after the longer time where it moves its blocks away', () => {
      const pods = [executorPod(1), executorPod(2)];
      expect(plan(pods, leaving, 4_999).nextLook).toEqual({ kind: 'after', delayMs: 1 });
      expect(plan(pods, leaving, 5_000).remove).toMatchObject([{ kind: 'delete', name: 'pi-exec-2' }]);
      const set = executorSet(2, leaving.set.status, { conf: { 'spark.decommission.enabled': 'true' } });
      expect(plan(pods, { ...leaving, set }, 3_599_999).remove).toEqual([]);
      expect(plan(pods, { ...leaving, set }, 3_600_000).remove).toMatchObject([{ name: 'pi-exec-2' }]);
    });

    test('nothing happens while the driver decides by dynamic allocation', () => {
      const set = executorSet(2, kept, { conf: { 'spark.dynamicAllocation.enabled': 'true' } });
      const { status, create } = plan([executorPod(1), executorPod(2)], { ...two, set, instances: 1 });
      expect(create).toEqual([]);
      expect(status).toMatchObject({ desired: 2, scaledTo: 1 });
      expect(status).not.toHaveProperty('retire');
    });
  });

  describe('when the driver has ended', () => {
    const ended = { driver: { ready: false, ended: true }, set: executorSet(2, kept) };

    test('all pods go first, and the round comes back for the rest', () => {
      const { remove, ends, create, nextLook } = plan([executorPod(1), failed(2)], ended);
      expect(remove.map(({ name }) => name)).toEqual(['pi-exec-1', 'pi-exec-2']);
      expect([ends, create]).toEqual([[], []]);
      expect(nextLook).toEqual({ kind: 'after', delayMs: 5_000 });
    });

    test('what is gone is recorded; executors that were running have not failed', () => {
      const removed = { ...EMPTY_MEMORY, removed: new Set(['uid-of-1', 'uid-of-2']) };
      const gone = { kind: 'updated', state: { kind: 'deleted', pod: executorPod(1) } } as const;
      const { status, nextLook } = plan([failed(2)], { ...ended, memory: removed, changes: [gone] });
      expect(status).toMatchObject({ unfinished: '', desired: 0, running: 0, failed: 0, losses: [] });
      expect(nextLook).toEqual({ kind: 'on-change' });
    });
  });

  test.each([
    {
      name: 'pods are refused',
      more: { memory: { ...EMPTY_MEMORY, refusal: { count: 1, untilMs: 9, message: 'exceeded quota' } } },
      says: 'exceeded quota',
    },
    {
      name: 'the operator sets a limit',
      more: { mostExecutors: 1 },
      says: 'the driver wants 2 executors, this operator allows an application 1 (--max-executors-per-application)',
    },
    {
      name: 'its namespace is full',
      more: { places: { granted: 0, most: 50 } },
      says: 'this operator allows 50 executors in namespace jobs (--max-executors-per-namespace): the next wait until others have ended',
    },
    {
      name: 'no ids are left',
      more: {
        settings: settingsWith({ 'spark.kubernetes.allocation.maximum': '2' }),
        set: executorSet(2, { nextExecutorId: 3 }),
      },
      says: 'all 2 executors that spark.kubernetes.allocation.maximum allows were used',
    },
    {
      name: 'the driver speaks a newer language',
      more: { set: executorSet(2, {}, { schema: 9 }) },
      says: 'the driver writes schema 9, which is newer than this operator',
    },
  ])('the set says what keeps executors from coming: $name', ({ more, says }) => {
    expect(plan([], more).status).toMatchObject({ message: says });
  });

  test('five thousand executors are planned fast enough to let others work', () => {
    const pods = Array.from({ length: 5_000 }, (_, index) => executorPod(index + 1));
    const set = executorSet(6_000, { nextExecutorId: 5_001, unfinished: '1-5000' });
    const changes = pods.map((pod) => ({ kind: 'updated', state: { kind: 'running', pod } }) as const);
    const before = process.cpuUsage();
    expect(plan(pods, { set, changes, mostExecutors: 10_000 }).create).toHaveLength(20);
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(250);
  });
});

const isPlanned = ([given, written]: readonly [Partial<ExecutorSetSpec>, ExecutorSetStatus]): boolean => {
  const set = executorSet(2, written);
  const there = [executorPod(1), failed(2)];
  return plan(there, { set: { ...set, spec: { ...set.spec, ...given } } }).create.length <= 100;
};

describe('whatever stands in an executor set that its schema lets pass', () => {
  const count = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constantFrom(100_000, 2 ** 31 - 1));
  const spec: fc.Arbitrary<Partial<ExecutorSetSpec>> = fc.record(
    {
      schema: count,
      context: nearly('a'),
      sequence: count,
      profiles: fc.array(fc.record({ id: count, replicas: fc.nat({ max: 100_000 }) }), { maxLength: 5 }),
      conf: fc.dictionary(nearly('spark.'), nearly('1')),
      acknowledgedLoss: fc.oneof(count, fc.constant(2 ** 53)),
      stopped: fc.boolean(),
    },
    { requiredKeys: [] },
  );
  const status: fc.Arbitrary<ExecutorSetStatus> = fc.record(
    { nextExecutorId: count, unfinished: nearly('1-3', ',', '9'), lastLoss: count, succeeded: count },
    { requiredKeys: [] },
  );

  test('a round is planned, and asks for no more than the operator allows', () => {
    expect(exceptionTo(fc.tuple(spec, status), isPlanned, 60)).toBeUndefined();
  });
});
