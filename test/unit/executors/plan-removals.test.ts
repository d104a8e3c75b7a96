import { describe, expect, test } from '@jest/globals';
import type { ExecutorEnd } from '../../../src/executors/executor-losses.ts';
import type { ExecutorPod } from '../../../src/executors/executor-pod.ts';
import { EMPTY_MEMORY } from '../../../src/executors/executors-memory.ts';
import { planRemovals, type RemovalPlan } from '../../../src/executors/plan-removals.ts';
import { executorPod, snapshotOf } from '../../fakes/executor-pods.ts';

interface Given {
  readonly pods?: readonly ExecutorPod[];
  readonly unfinished?: readonly number[];
  readonly ended?: readonly number[];
  readonly removed?: readonly string[];
  readonly driverEnded?: boolean;
  readonly deleteOnTermination?: boolean;
  readonly room?: number;
}

const end = (id: number): ExecutorEnd => ({
  id,
  outcome: 'failed',
  exitCode: 1,
  causedByApplication: true,
  reason: 'exit code 1',
});

function plan(given: Given): RemovalPlan {
  const { pods = [], unfinished = [], ended = [], removed = [], room = 100 } = given;
  return planRemovals({
    snapshot: snapshotOf(...pods),
    ledger: { nextExecutorId: 10, unfinished: new Set(unfinished) },
    memory: { ...EMPTY_MEMORY, ended: new Map(ended.map((id) => [id, end(id)])), removed: new Set(removed) },
    settings: { deleteOnTermination: given.deleteOnTermination ?? true },
    driverEnded: given.driverEnded ?? false,
    room,
  });
}

const failed = (id: number, more: Partial<ExecutorPod> = {}): ExecutorPod => executorPod(id, 'Failed', more);
const KEPT = { deleteOnTermination: false } as const;
const GONE = { pods: [failed(1, { deletionAtMs: 5 })] } as const;
const OVER = { driverEnded: true } as const;

describe('planRemovals', () => {
  test.each<
    Given & { readonly name: string; readonly record: readonly number[]; readonly remove: readonly string[] }
  >([
    { name: 'nothing has ended', pods: [executorPod(1)], unfinished: [1], record: [], remove: [] },
    {
      name: 'an end is recorded and its pod deleted',
      pods: [failed(1)],
      unfinished: [1],
      ended: [1],
      record: [1],
      remove: ['delete pi-exec-1'],
    },
    {
      name: 'or labelled, to be looked at',
      ...KEPT,
      pods: [failed(1)],
      unfinished: [1],
      ended: [1],
      record: [1],
      remove: ['label-inactive pi-exec-1'],
    },
    {
      name: 'the pod of an end that is recorded only needs to go',
      pods: [failed(1)],
      record: [],
      remove: ['delete pi-exec-1'],
    },
    {
      name: 'a removal that was accepted is not repeated',
      pods: [failed(1)],
      removed: ['uid-of-1'],
      record: [],
      remove: [],
    },
    { name: 'a labelled pod stays', ...KEPT, pods: [failed(1, { inactive: true })], record: [], remove: [] },
    {
      name: 'a pod that somebody deleted needs no removal',
      pods: [failed(1, { deletionAtMs: 5 })],
      unfinished: [1],
      ended: [1],
      record: [1],
      remove: [],
    },
    { name: 'an end without a pod is recorded', unfinished: [1], ended: [1], record: [1], remove: [] },
    { name: 'an end that is recorded already is not recorded again', ended: [1], record: [], remove: [] },
    {
      name: 'a pod whose end does not fit in stays',
      pods: [failed(1), failed(2)],
      unfinished: [1, 2],
      ended: [1, 2],
      room: 1,
      record: [1],
      remove: ['delete pi-exec-1'],
    },
    {
      name: 'a pod that came back after its end is deleted',
      pods: [executorPod(1)],
      record: [],
      remove: ['delete pi-exec-1'],
    },
    {
      name: 'also where pods are kept',
      ...KEPT,
      pods: [executorPod(1)],
      record: [],
      remove: ['delete pi-exec-1'],
    },
    {
      name: 'a pod beyond the counter is not ours to judge',
      pods: [executorPod(12)],
      record: [],
      remove: [],
    },
    {
      name: 'an ended driver leaves nothing behind',
      ...OVER,
      pods: [executorPod(1), executorPod(2, 'Pending'), failed(3)],
      unfinished: [1, 2, 3],
      ended: [3],
      record: [],
      remove: ['delete pi-exec-1', 'delete pi-exec-2', 'delete pi-exec-3'],
    },
    {
      name: 'or what is kept to be looked at: running executors end by themselves',
      ...OVER,
      ...KEPT,
      pods: [executorPod(1), executorPod(2, 'Pending'), failed(3)],
      unfinished: [1, 2, 3],
      ended: [3],
      record: [],
      remove: ['delete pi-exec-2', 'label-inactive pi-exec-3'],
    },
    {
      name: 'the ends of an ended driver are recorded once their pods are removed',
      ...OVER,
      pods: [failed(1), failed(2, { inactive: true })],
      unfinished: [1, 2, 3],
      ended: [1, 2, 3],
      removed: ['uid-of-1'],
      record: [1, 2, 3],
      remove: [],
    },
  ])('$name', ({ record, remove, ...given }) => {
    const { record: recorded, remove: removals } = plan(given);
    expect(recorded.map(({ id }) => id)).toEqual(record);
    expect(removals.map(({ kind, name }) => `${kind} ${name}`)).toEqual(remove);
  });

  test.each<Given & { readonly name: string; readonly forgotten: readonly number[] }>([
    {
      name: 'an executor that lives is not forgotten',
      pods: [executorPod(1)],
      unfinished: [1],
      forgotten: [],
    },
    { name: 'nor one whose pod is still there', pods: [failed(1)], forgotten: [] },
    {
      name: 'nor one whose end is still to be recorded',
      ...GONE,
      unfinished: [1],
      ended: [1],
      room: 0,
      forgotten: [],
    },
    { name: 'one is whose end is recorded now', ...GONE, unfinished: [1], ended: [1], forgotten: [1] },
    { name: 'and one whose end was recorded before', ...GONE, forgotten: [1] },
    {
      name: 'one beyond the counter is not ours to forget',
      pods: [failed(12, { deletionAtMs: 5 })],
      forgotten: [],
    },
  ])('$name', ({ forgotten, ...given }) => {
    expect(plan(given).forget.map(({ pod }) => pod.executorId)).toEqual(forgotten);
  });

  test('what is recorded leaves ledger and memory, the rest stays', () => {
    const { ledger, memory } = plan({ unfinished: [1, 2, 3], ended: [1, 2], room: 1 });
    expect([...ledger.unfinished]).toEqual([2, 3]);
    expect([...memory.ended.keys()]).toEqual([2]);
  });

  test('each removal names the pod it means and says why', () => {
    expect(plan({ pods: [failed(1), executorPod(2)] }).remove).toEqual([
      { kind: 'delete', name: 'pi-exec-1', uid: 'uid-of-1', because: 'executor 1 has failed' },
      {
        kind: 'delete',
        name: 'pi-exec-2',
        uid: 'uid-of-2',
        because: 'executor 2: its end is recorded, but its pod lives on',
      },
    ]);
  });
});
