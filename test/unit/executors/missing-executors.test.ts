import { describe, expect, test } from '@jest/globals';
import type { ExecutorPod } from '../../../src/executors/executor-pod.ts';
import { EMPTY_MEMORY, withLost, type ExecutorsMemory } from '../../../src/executors/executors-memory.ts';
import { missingExecutors } from '../../../src/executors/missing-executors.ts';
import type { SnapshotChange } from '../../../src/executors/snapshot.ts';
import { executorPod, executorSet, settingsWith, snapshotOf } from '../../fakes/executor-pods.ts';

interface Given {
  readonly pods?: readonly ExecutorPod[];
  readonly unfinished: string;
  readonly memory?: Partial<ExecutorsMemory>;
  readonly changes?: readonly SnapshotChange[];
  readonly listedAtMs?: number;
  readonly driverEnded?: boolean;
}

function missing({ pods = [], unfinished, memory = {}, changes = [], listedAtMs, driverEnded }: Given) {
  const seen = snapshotOf(...pods);
  return missingExecutors({
    set: executorSet(9, { nextExecutorId: 10, unfinished }),
    appId: 'spark-1',
    driver: { ready: true, ended: driverEnded ?? false },
    settings: settingsWith(),
    snapshot:
      listedAtMs === undefined ? seen : seen.withChanges([{ kind: 'replaced', states: [], listedAtMs }]),
    changes,
    memory: { ...EMPTY_MEMORY, ...memory },
    mostExecutors: 100,
  });
}

const requested = new Map([[1, { profileId: 0, atMs: 0 }]]);
const ended = withLost(EMPTY_MEMORY, [1], { outcome: 'given-back', reason: '' });

describe('missingExecutors', () => {
  test.each<Given & { readonly name: string; readonly ids: readonly number[] }>([
    { name: 'none, when all are seen', unfinished: '1', pods: [executorPod(1)], ids: [] },
    { name: 'one that only the set speaks of', unfinished: '1-2', pods: [executorPod(1)], ids: [2] },
    { name: 'not one that is being asked for', unfinished: '1', memory: { requested }, ids: [] },
    { name: 'not one whose pod was refused', unfinished: '1', memory: { spare: new Set([1]) }, ids: [] },
    {
      name: 'but these, too, once the driver has ended',
      unfinished: '1',
      memory: { requested },
      driverEnded: true,
      ids: [1],
    },
    {
      name: 'not one whose end was told since the last round',
      unfinished: '1',
      changes: [{ kind: 'updated', state: { kind: 'deleted', pod: executorPod(1) } }],
      driverEnded: true,
      ids: [],
    },
    {
      name: 'not one that a list could not show yet',
      unfinished: '1',
      pods: [executorPod(1)],
      listedAtMs: 30_000,
      ids: [],
    },
    {
      name: 'one that a list should have shown',
      unfinished: '1',
      pods: [executorPod(1)],
      listedAtMs: 30_001,
      ids: [1],
    },
    { name: 'not one whose end is recorded', unfinished: '', ids: [] },
    {
      name: 'not one whose end was noticed',
      unfinished: '1',
      pods: [executorPod(1)],
      memory: ended,
      listedAtMs: 30_001,
      ids: [],
    },
    {
      name: 'but that one, too, once the driver has ended: its pod has to be gone',
      unfinished: '1',
      pods: [executorPod(1)],
      memory: ended,
      listedAtMs: 30_001,
      driverEnded: true,
      ids: [1],
    },
    {
      name: 'not one whose end was noticed and that no list has shown',
      unfinished: '1',
      memory: ended,
      driverEnded: true,
      ids: [],
    },
  ])('$name', ({ ids, ...given }) => {
    expect(missing(given)).toEqual(ids);
  });
});
