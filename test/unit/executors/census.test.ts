import { describe, expect, test } from '@jest/globals';
import { NOBODY, presentIn, runningPods, takeCensus } from '../../../src/executors/census.ts';
import { EMPTY_MEMORY, type ExecutorsMemory } from '../../../src/executors/executors-memory.ts';
import { executorPod, snapshotOf } from '../../fakes/executor-pods.ts';

const ids = (...given: readonly number[]): ReadonlySet<number> => new Set(given);
const memory: ExecutorsMemory = EMPTY_MEMORY;

describe('takeCensus', () => {
  test('counts executors by profile: running, pending in the order of their ids, asked for', () => {
    const snapshot = snapshotOf(
      executorPod(1),
      executorPod(9, 'Pending'),
      executorPod(4, 'Pending'),
      executorPod(5, 'Running', { profileId: 3 }),
    );
    const requested = new Map([[10, { profileId: 3, atMs: 0 }]]);
    const census = takeCensus(snapshot, ids(1, 4, 5, 9, 10), { ...memory, requested });
    expect(census.get(0)).toMatchObject({
      running: 1,
      pending: [{ executorId: 4 }, { executorId: 9 }],
      requested: [],
    });
    expect(census.get(3)).toMatchObject({ running: 1, pending: [], requested: [10] });
    expect([...census.values()].map(presentIn)).toEqual([3, 2]);
  });

  test.each(['Failed', 'Succeeded', 'Unknown', 'Terminating'])(
    'a pod in phase %s is nobody to rely on',
    (phase) => {
      expect(takeCensus(snapshotOf(executorPod(1, phase)), ids(1), memory).size).toBe(0);
    },
  );

  test.each([
    { name: 'whose end is recorded', unfinished: ids(), ended: new Map() },
    {
      name: 'whose end was noticed',
      unfinished: ids(1),
      ended: new Map([
        [1, { id: 1, outcome: 'failed', exitCode: 1, causedByApplication: true, reason: '' } as const],
      ]),
    },
  ])('an executor $name does not count', ({ unfinished, ended }) => {
    expect(takeCensus(snapshotOf(executorPod(1)), unfinished, { ...memory, ended }).size).toBe(0);
  });

  test('executors that a list did not show count on, as what they were', () => {
    const snapshot = snapshotOf(executorPod(1), executorPod(2, 'Pending')).withChanges([
      { kind: 'replaced', states: [], listedAtMs: 1 },
    ]);
    expect(takeCensus(snapshot, ids(1, 2), memory).get(0)).toMatchObject({
      running: 1,
      pending: [{ executorId: 2 }],
    });
  });

  test('executors that were asked to end are counted for themselves', () => {
    const retiring = new Map([[2, { sinceMs: 0, reason: '' }]]);
    const asked = { ...memory, retiring };
    const snapshot = snapshotOf(executorPod(1), executorPod(2), executorPod(3, 'Pending'));
    const [profile = NOBODY] = takeCensus(snapshot, ids(1, 2, 3), asked).values();
    expect(profile).toMatchObject({ running: 1, retiring: 1, pending: [{ executorId: 3 }] });
    expect(presentIn(profile)).toBe(2);
    expect(runningPods(snapshot, ids(1, 2, 3), asked, 0)).toMatchObject([{ executorId: 1 }]);
    expect(runningPods(snapshot, ids(1, 2, 3), asked, 1)).toEqual([]);
  });

  test('a request that was answered counts once', () => {
    const requested = new Map([[1, { profileId: 0, atMs: 0 }]]);
    const census = takeCensus(snapshotOf(executorPod(1, 'Pending')), ids(1), { ...memory, requested });
    expect([...census.values()].map(presentIn)).toEqual([1]);
  });
});
