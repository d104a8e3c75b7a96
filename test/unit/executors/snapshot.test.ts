import { describe, expect, test } from '@jest/globals';
import type { ExecutorPodState } from '../../../src/executors/executor-pod-state.ts';
import { ExecutorPodsSnapshot, type SnapshotChange } from '../../../src/executors/snapshot.ts';
import { executorPod } from '../../fakes/executor-pods.ts';

const state = (
  id: number,
  kind: 'pending' | 'running' | 'failed' | 'deleted' = 'running',
): ExecutorPodState => ({
  kind,
  pod: executorPod(id),
});
const updated = (...given: Parameters<typeof state>): SnapshotChange => ({
  kind: 'updated',
  state: state(...given),
});
const replaced = (...states: readonly ExecutorPodState[]): SnapshotChange => ({
  kind: 'replaced',
  states,
  listedAtMs: 5,
});
const kinds = (snapshot: ExecutorPodsSnapshot): Readonly<Record<string, string>> =>
  Object.fromEntries([...snapshot.executors].map(([id, { kind }]) => [id, kind]));

describe('ExecutorPodsSnapshot', () => {
  test.each<{ readonly name: string; readonly changes: readonly SnapshotChange[]; readonly shows: object }>([
    { name: 'shows a pod that was seen', changes: [updated(1)], shows: { 1: 'running' } },
    {
      name: 'shows the last state of a pod',
      changes: [updated(1, 'pending'), updated(2), updated(1, 'failed')],
      shows: { 1: 'failed', 2: 'running' },
    },
    {
      name: 'shows what a full list shows',
      changes: [replaced(state(1), state(2))],
      shows: { 1: 'running', 2: 'running' },
    },
    {
      name: 'keeps an executor that a full list lacks, as missing',
      changes: [updated(1), replaced(state(2))],
      shows: { 1: 'missing', 2: 'running' },
    },
    {
      name: 'forgets an executor whose end was known once a full list lacks it',
      changes: [updated(1, 'deleted'), updated(2, 'failed'), replaced()],
      shows: {},
    },
    {
      name: 'shows a missing executor again when it is seen',
      changes: [updated(1), replaced(), updated(1, 'failed')],
      shows: { 1: 'failed' },
    },
  ])('$name', ({ changes, shows }) => {
    expect(kinds(ExecutorPodsSnapshot.EMPTY.withChanges(changes))).toEqual(shows);
  });

  test('many changes at once lead where one after the other does', () => {
    const changes = [updated(1), updated(2, 'pending'), replaced(state(3)), updated(2), updated(3, 'failed')];
    const stepwise = changes.reduce(
      (soFar, change) => soFar.withChanges([change]),
      ExecutorPodsSnapshot.EMPTY,
    );
    expect(kinds(ExecutorPodsSnapshot.EMPTY.withChanges(changes))).toEqual(kinds(stepwise));
  });

  test('never changes itself', () => {
    const before = ExecutorPodsSnapshot.EMPTY.withChanges([updated(1, 'pending')]);
    before.withChanges([updated(1, 'failed'), updated(2)]);
    expect(kinds(before)).toEqual({ 1: 'pending' });
  });

  test('says when the list was taken that did not show an executor', () => {
    const after = ExecutorPodsSnapshot.EMPTY.withChanges([updated(1), replaced()]);
    expect(after.executors.get(1)).toMatchObject({ kind: 'missing', listedAtMs: 5 });
  });
});
