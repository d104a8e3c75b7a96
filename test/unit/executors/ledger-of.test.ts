import { describe, expect, test } from '@jest/globals';
import { ledgerOf } from '../../../src/executors/ledger-of.ts';
import { EMPTY_MEMORY } from '../../../src/executors/executors-memory.ts';
import { executorPod, snapshotOf } from '../../fakes/executor-pods.ts';

describe('ledgerOf', () => {
  test.each([
    { name: 'a new set: the first id is 1', status: {}, pods: [], next: 1, unfinished: [] },
    {
      name: 'what the set says counts',
      status: { nextExecutorId: 6, unfinished: '2-3,5' },
      pods: [2, 3],
      next: 6,
      unfinished: [2, 3, 5],
    },
    {
      name: 'a pod whose end is recorded is not taken in again',
      status: { nextExecutorId: 6, unfinished: '' },
      pods: [2],
      next: 6,
      unfinished: [],
    },
    {
      name: 'a set that was made anew takes in what runs',
      status: {},
      pods: [4, 7],
      next: 8,
      unfinished: [4, 7],
    },
  ])('$name', ({ status, pods, next, unfinished }) => {
    const ledger = ledgerOf(status, snapshotOf(...pods.map((id) => executorPod(id))), EMPTY_MEMORY);
    expect(ledger.nextExecutorId).toBe(next);
    expect([...ledger.unfinished].toSorted((a, b) => a - b)).toEqual(unfinished);
  });

  test('no id is used twice although somebody deleted the set', () => {
    expect(ledgerOf({}, snapshotOf(), { ...EMPTY_MEMORY, nextExecutorId: 12 }).nextExecutorId).toBe(12);
  });

  test.each([
    { name: 'a set that was made anew', status: {}, pods: [4], next: 21, unfinished: [4] },
    {
      name: 'a set that has gone on since',
      status: { nextExecutorId: 30 },
      pods: [],
      next: 30,
      unfinished: [],
    },
  ])('the driver says that ids up to 20 were used: $name', ({ status, pods, next, unfinished }) => {
    const snapshot = snapshotOf(...pods.map((id) => executorPod(id)));
    const ledger = ledgerOf(status, snapshot, EMPTY_MEMORY, { highestExecutorId: 20 });
    expect({ next: ledger.nextExecutorId, unfinished: [...ledger.unfinished] }).toEqual({ next, unfinished });
  });

  test('pods that were asked for belong to a set that was made anew', () => {
    const requested = new Map([[3, { profileId: 0, atMs: 0 }]]);
    const ledger = ledgerOf({}, snapshotOf(), { ...EMPTY_MEMORY, requested, spare: new Set([4]) });
    expect([...ledger.unfinished]).toEqual([3, 4]);
  });
});
