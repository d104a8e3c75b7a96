import { expect, test } from '@jest/globals';
import { NEVER_MS } from '../../../src/executors/next-look.ts';
import { overdueAtMs, overdueExecutors } from '../../../src/executors/overdue-deletions.ts';
import { executorPod, snapshotOf } from '../../fakes/executor-pods.ts';

test.each([
  {
    name: 'nobody asked for its deletion',
    phase: 'Running',
    deletionAtMs: undefined,
    nowMs: 99_000,
    overdue: [],
    atMs: NEVER_MS,
  },
  {
    name: 'it still has time',
    phase: 'Running',
    deletionAtMs: 10_000,
    nowMs: 39_999,
    overdue: [],
    atMs: 40_000,
  },
  {
    name: 'it should have been gone for long',
    phase: 'Running',
    deletionAtMs: 10_000,
    nowMs: 40_000,
    overdue: [{ id: 1, reason: 'node lost (node node-1): it does not answer' }],
    atMs: NEVER_MS,
  },
  { name: 'it has ended', phase: 'Failed', deletionAtMs: 10_000, nowMs: 99_000, overdue: [], atMs: NEVER_MS },
])('a pod on a node that does not answer: $name', ({ phase, deletionAtMs, nowMs, overdue, atMs }) => {
  const snapshot = snapshotOf(executorPod(1, phase, { deletionAtMs, nodeName: 'node-1' }));
  expect(overdueExecutors([...snapshot.executors.values()], nowMs)).toEqual(overdue);
  expect(overdueAtMs(snapshot, nowMs)).toBe(atMs);
});
