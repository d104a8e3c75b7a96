import { describe, expect, test } from '@jest/globals';
import type { ExecutorSetStatus } from '../../../src/api/spark-executor-set.ts';
import { demandOf } from '../../../src/executors/demand.ts';
import {
  nextExecutorSetStatus,
  statusPatch,
  type StatusRound,
} from '../../../src/executors/executor-set-status.ts';
import { EMPTY_MEMORY } from '../../../src/executors/executors-memory.ts';
import { executorPod, executorSet, settingsWith, snapshotOf } from '../../fakes/executor-pods.ts';

const demand = demandOf(executorSet(5).spec, { ended: false }, 100);

const statusOf = (more: Partial<StatusRound>): ExecutorSetStatus =>
  nextExecutorSetStatus({
    before: {},
    generation: 4,
    demand,
    snapshot: snapshotOf(executorPod(1), executorPod(2, 'Pending')),
    ledger: { nextExecutorId: 4, unfinished: new Set([1, 2, 3]) },
    memory: { ...EMPTY_MEMORY, requested: new Map([[3, { profileId: 0, atMs: 0 }]]) },
    settings: settingsWith(),
    ends: [],
    losses: { losses: [], lastLoss: 0 },
    selector: 'spark-role=executor',
    message: undefined,
    failureLimit: { maximum: 3, validForMs: undefined },
    context: undefined,
    nowMs: 0,
    ...more,
  });

describe('nextExecutorSetStatus', () => {
  test('says what there is', () => {
    expect(statusOf({})).toEqual({
      observedGeneration: 4,
      nextExecutorId: 4,
      unfinished: '1-3',
      desired: 5,
      pending: 2,
      running: 1,
      succeeded: 0,
      failed: 0,
      profiles: [{ id: 0, desired: 5, pending: 2, running: 1 }],
      lastLoss: 0,
      losses: [],
      selector: 'spark-role=executor',
    });
  });

  test('adds the ends of this round to those before; executors given back count as neither', () => {
    const end = { id: 1, exitCode: 0, causedByApplication: true, reason: '' };
    const ends = (['succeeded', 'failed', 'failed', 'given-back'] as const).map((outcome) => ({
      ...end,
      outcome,
    }));
    expect(statusOf({ before: { succeeded: 10, failed: 20 }, ends })).toMatchObject({
      succeeded: 11,
      failed: 22,
    });
  });

  test('a demand that is not known stays what it was', () => {
    const before = { profiles: [{ id: 0, desired: 3, pending: 0, running: 0 }] };
    expect(statusOf({ before, demand: { kind: 'unknown', because: '' } }).desired).toBe(3);
  });

  test('a profile that is not wanted any more is shown with what is left of it', () => {
    const snapshot = snapshotOf(executorPod(1, 'Running', { profileId: 7 }));
    expect(statusOf({ snapshot, memory: EMPTY_MEMORY }).profiles).toEqual([
      { id: 0, desired: 5, pending: 0, running: 0 },
      { id: 7, desired: 0, pending: 0, running: 1 },
    ]);
  });

  const held = snapshotOf(
    executorPod(2, 'Pending', { waiting: { reason: 'Unschedulable', message: '0/3 nodes are available' } }),
  );

  test.each([
    {
      name: 'says what holds up the first pod that waits',
      snapshot: held,
      message: undefined,
      says: 'executor 2: Unschedulable: 0/3 nodes are available',
    },
    { name: 'but what refuses pods comes first', snapshot: held, message: 'quota', says: 'quota' },
    {
      name: 'is cut to what the schema allows',
      snapshot: held,
      message: 'x'.repeat(2_000),
      says: `${'x'.repeat(1_021)}…`,
    },
  ])('the message $name', ({ snapshot, message, says }) => {
    expect(statusOf({ snapshot, message }).message).toBe(says);
  });

  test('the message goes when nothing keeps executors from coming', () => {
    expect(statusOf({ before: { message: 'quota' } })).not.toHaveProperty('message');
  });

  test('lists who was asked to end until their end is recorded; they still run', () => {
    const retiring = new Map([2, 9].map((id) => [id, { sinceMs: 61_000, reason: 'scaled down' }]));
    const snapshot = snapshotOf(executorPod(1), executorPod(2));
    const status = statusOf({ snapshot, memory: { ...EMPTY_MEMORY, retiring } });
    expect(status.retire).toEqual([{ id: 2, reason: 'scaled down', since: '1970-01-01T00:01:01Z' }]);
    expect(status.running).toBe(2);
    expect(statusOf({ before: status }).retire).toEqual([]);
  });

  test('says what the application was scaled to', () => {
    expect(statusOf({})).not.toHaveProperty('scaledTo');
    expect(statusOf({ memory: { ...EMPTY_MEMORY, scaledTo: 4 } }).scaledTo).toBe(4);
  });
});

describe('statusPatch', () => {
  test.each<{
    readonly name: string;
    readonly before: ExecutorSetStatus;
    readonly after: ExecutorSetStatus;
    readonly patch: unknown;
  }>([
    {
      name: 'nothing new: no patch',
      before: { running: 1, losses: [] },
      after: { running: 1, losses: [] },
      patch: undefined,
    },
    {
      name: 'only what differs',
      before: { running: 1, failed: 2 },
      after: { running: 3, failed: 2 },
      patch: { running: 3 },
    },
    {
      name: 'members in another order are no news',
      before: { profiles: [{ running: 1, pending: 0, desired: 1, id: 0 }] },
      after: { profiles: [{ id: 0, desired: 1, pending: 0, running: 1 }] },
      patch: undefined,
    },
    { name: 'what is gone is removed', before: { message: 'quota' }, after: {}, patch: { message: null } },
  ])('$name', ({ before, after, patch }) => {
    expect(statusPatch(before, after)).toEqual(patch);
  });
});
