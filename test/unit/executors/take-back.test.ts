import { describe, expect, test } from '@jest/globals';
import type { AllocationPlan } from '../../../src/executors/plan-allocation.ts';
import {
  pending,
  plan,
  running,
  STOPPED,
  UNKNOWN,
  wanting,
  wantingEach,
  type Given,
} from '../../fakes/allocation-round.ts';
import { executorPod } from '../../fakes/executor-pods.ts';

const created = ({ create }: AllocationPlan): readonly number[] => create.map(({ id }) => id);
const givenBack = ({ memory }: AllocationPlan): readonly number[] =>
  [...memory.ended.values()].filter(({ outcome }) => outcome === 'given-back').map(({ id }) => id);

describe('taking requests back', () => {
  test.each<
    Given & { readonly name: string; readonly back: readonly number[]; readonly unseen?: readonly number[] }
  >([
    { name: 'what is wanted is kept', wants: 2, pods: [pending(1), pending(2)], nowMs: 60_000, back: [] },
    { name: 'young pods are kept', wants: 1, pods: [pending(1), pending(2)], nowMs: 10_000, back: [] },
    { name: 'old ones go', wants: 1, pods: [pending(1), pending(2)], nowMs: 10_001, back: [1] },
    {
      name: 'requests go before pods',
      wants: 1,
      pods: [pending(1)],
      requested: { 2: 0 },
      nowMs: 10_001,
      back: [2],
      unseen: [2],
    },
    {
      name: 'a request that is too young saves no old pod',
      wants: 1,
      pods: [pending(1)],
      requested: { 2: 10_000 },
      nowMs: 10_001,
      back: [1],
    },
    {
      name: 'seen or not, all are kept for the idle timeout',
      wants: 0,
      pods: [pending(1), pending(2)],
      requested: { 3: 0, 4: 0, 5: 0 },
      nowMs: 10_000,
      back: [],
    },
    {
      name: 'and none for longer',
      wants: 0,
      pods: [pending(1), pending(2)],
      requested: { 3: 0, 4: 0, 5: 0 },
      nowMs: 10_001,
      back: [3, 4, 5, 1, 2],
      unseen: [3, 4, 5],
    },
    {
      name: 'those that run count: what waits beside them is too many',
      wants: 2,
      pods: [...running(1, 2), pending(3), pending(4)],
      nowMs: 10_001,
      back: [3, 4],
    },
    {
      name: 'running executors are the business of the driver',
      wants: 0,
      pods: [...running(1, 2), pending(3)],
      nowMs: 60_000,
      back: [3],
    },
    {
      name: 'a driver that has ended leaves none waiting, young or old',
      wants: STOPPED,
      pods: [...running(1), pending(2, 50)],
      requested: { 3: 100 },
      nowMs: 100,
      back: [3, 2],
      unseen: [3],
    },
    {
      name: 'none as long as nobody can look',
      wants: 0,
      pods: [pending(1)],
      requested: { 2: 0 },
      lookFailed: true,
      nowMs: 700_000,
      back: [],
    },
    {
      name: 'a driver that has not asked yet keeps all',
      wants: UNKNOWN,
      pods: [pending(1)],
      nowMs: 99_000,
      back: [],
    },
    {
      name: 'executors of a profile that is not wanted any more go',
      wants: wanting(1, 7),
      pods: [pending(1)],
      nowMs: 10_001,
      back: [1],
    },
  ])('$name', ({ back, unseen = [], ...given }) => {
    const { deleteUnseen, ...rest } = plan(given);
    expect(givenBack({ deleteUnseen, ...rest })).toEqual(back);
    expect(deleteUnseen).toEqual(unseen);
  });

  test('each profile gives back its own, and gets no others for them', () => {
    const memory = {
      requested: new Map([
        [6, { profileId: 0, atMs: 0 }],
        [7, { profileId: 1, atMs: 0 }],
      ]),
    };
    const pods = [...running(1), executorPod(2, 'Running', { profileId: 1 }), pending(5)];
    const wants = wantingEach([
      [0, 1],
      [1, 1],
    ]);
    const scaledDown = plan({ wants, pods, memory, nowMs: 10_001 });
    expect([givenBack(scaledDown), scaledDown.deleteUnseen, created(scaledDown)]).toEqual([
      [6, 7, 5],
      [6, 7],
      [],
    ]);
  });

  test('pods given back do not count any more, so that a demand that grows again gets others', () => {
    const { memory } = plan({ wants: 0, pods: [pending(1), pending(2)], nowMs: 10_001 });
    const pods = [pending(1), pending(2)];
    expect(created(plan({ wants: 2, pods, memory, nowMs: 20_000 }))).toEqual([3, 4]);
  });

  test('places of pods taken back are free at once', () => {
    const { create } = plan({
      wants: wanting(2, 7),
      pods: [pending(1), pending(2)],
      conf: { 'spark.kubernetes.allocation.maxPendingPods': '2' },
      nowMs: 10_001,
    });
    expect(create.map(({ id }) => id)).toEqual([3, 4]);
  });
});

describe('requests that are not answered', () => {
  test('are waited for until the creation timeout', () => {
    const { create, deleteUnseen } = plan({ wants: 1, requested: { 1: 0 }, nowMs: 600_000 });
    expect([create, deleteUnseen]).toEqual([[], []]);
  });

  test('are then given up: deleted in case they exist, recorded as lost, and made again under another id', () => {
    const late = plan({ wants: 1, requested: { 1: 0 }, nowMs: 600_001 });
    expect(late.deleteUnseen).toEqual([1]);
    expect(late.memory.ended.get(1)).toMatchObject({
      outcome: 'failed',
      exitCode: -1,
      causedByApplication: false,
    });
    expect(created(late)).toEqual([2]);
  });

  test('are given up although the driver has not asked yet', () => {
    expect(plan({ wants: UNKNOWN, requested: { 1: 0 }, nowMs: 600_001 }).deleteUnseen).toEqual([1]);
  });
});
