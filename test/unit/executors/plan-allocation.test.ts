import { describe, expect, test } from '@jest/globals';
import { demandOf } from '../../../src/executors/demand.ts';
import type { ExecutorPod } from '../../../src/executors/executor-pod.ts';
import type { AllocationPlan } from '../../../src/executors/plan-allocation.ts';
import {
  pending,
  plan,
  running,
  STOPPED,
  UNKNOWN,
  wantingEach,
  type Given,
} from '../../fakes/allocation-round.ts';
import { executorPod, executorSet } from '../../fakes/executor-pods.ts';

const created = ({ create }: AllocationPlan): readonly number[] => create.map(({ id }) => id);

describe('asking for executors', () => {
  test.each<Given & { readonly name: string; readonly create: readonly number[] }>([
    { name: 'nothing is wanted', wants: 0, create: [] },
    { name: 'a few are asked for at once', wants: 3, create: [1, 2, 3] },
    { name: 'many are asked for in batches', wants: 6, create: [1, 2, 3, 4, 5] },
    {
      name: 'no other batch while one request of the last is not answered',
      wants: 6,
      pods: running(1, 2, 3, 4),
      requested: { 5: 0 },
      create: [],
      nowMs: 1_000,
    },
    {
      name: 'the next batch once all of the last were seen, also if they do not run yet',
      wants: 8,
      pods: [...running(1, 2), pending(3), pending(4), pending(5)],
      create: [6, 7, 8],
    },
    { name: 'no more than wanted', wants: 5, pods: running(1, 2, 3, 4, 5), create: [] },
    {
      name: 'a failed executor is replaced',
      wants: 3,
      pods: [...running(1, 2), executorPod(3, 'Failed')],
      create: [4],
    },
    {
      name: 'an executor on a silent node is replaced',
      wants: 1,
      pods: [executorPod(1, 'Unknown')],
      create: [2],
    },
    {
      name: 'a running executor that is being deleted still counts',
      wants: 1,
      pods: [executorPod(1, 'Running', { deletionAtMs: 5 })],
      create: [],
    },
    {
      name: 'executors of a driver that has not asked yet are kept, and none are added',
      wants: UNKNOWN,
      pods: running(1),
      create: [],
    },
    { name: 'a driver that has ended gets none', wants: STOPPED, create: [] },
    {
      name: 'the next batch waits for the batch delay',
      wants: 2,
      memory: { lastBatchAtMs: 100 },
      nowMs: 1_099,
      create: [],
    },
    { name: 'and comes after it', wants: 2, memory: { lastBatchAtMs: 100 }, nowMs: 1_100, create: [1, 2] },
    {
      name: 'pods that do not run yet leave fewer places',
      wants: 9,
      pods: [pending(1), pending(2)],
      conf: { 'spark.kubernetes.allocation.maxPendingPods': '3' },
      create: [3],
    },
    {
      name: 'running pods take no place of pending ones',
      wants: 9,
      pods: running(1, 2, 3, 4),
      conf: { 'spark.kubernetes.allocation.maxPendingPods': '3' },
      create: [5, 6, 7],
    },
    {
      name: 'ids end where allocation.maximum says',
      wants: 9,
      pods: running(3),
      conf: { 'spark.kubernetes.allocation.maximum': '5' },
      create: [4, 5],
    },
    {
      name: 'ids whose pods were refused are used first',
      wants: 3,
      memory: { spare: new Set([4, 2]) },
      create: [2, 4, 5],
    },
    {
      name: 'the rest of a batch that was put off waits for no delay, nor for the others to be seen',
      wants: 9,
      memory: {
        putOff: 2,
        spare: new Set([2, 3]),
        requested: new Map([[1, { profileId: 0, atMs: 100 }]]),
        lastBatchAtMs: 100,
      },
      nowMs: 200,
      create: [2, 3],
    },
    {
      name: 'nor is it asked for where nobody wants it any more',
      wants: 1,
      memory: { putOff: 2, spare: new Set([2, 3]), requested: new Map([[1, { profileId: 0, atMs: 100 }]]) },
      nowMs: 200,
      create: [],
    },
    {
      name: 'none while pods are refused',
      wants: 3,
      memory: { refusal: { count: 2, untilMs: 2_000, message: 'quota' } },
      nowMs: 1_999,
      create: [],
    },
    {
      name: 'one tries whether pods are accepted again, under an id that was refused',
      wants: 9,
      memory: { refusal: { count: 2, untilMs: 2_000, message: 'quota' }, spare: new Set([3, 4, 5]) },
      nowMs: 2_000,
      create: [3],
    },
    {
      name: 'none while the driver may become ready',
      wants: 3,
      driverReady: false,
      memory: { demandedAtMs: 500 },
      nowMs: 1_499,
      create: [],
    },
    {
      name: 'but a driver that never is gets them all the same',
      wants: 3,
      driverReady: false,
      memory: { demandedAtMs: 500 },
      nowMs: 1_500,
      create: [1, 2, 3],
    },
    {
      name: 'an executor that ended with exit code 0 is not replaced at once',
      wants: 3,
      pods: running(1, 2),
      memory: { cleanExits: [{ profileId: 0, atMs: 0, wanted: 3 }] },
      nowMs: 2_999,
      create: [],
    },
    {
      name: 'but others are',
      wants: 4,
      pods: running(1, 2),
      memory: { cleanExits: [{ profileId: 0, atMs: 0, wanted: 4 }] },
      nowMs: 2_999,
      create: [3],
    },
    {
      name: 'and it is at once where the driver wants more than it did then',
      wants: 4,
      pods: running(1, 2),
      memory: { cleanExits: [{ profileId: 0, atMs: 0, wanted: 3 }] },
      nowMs: 1_000,
      create: [3, 4],
    },
    {
      name: 'the last one that ended with exit code 0 is not replaced for longer: the driver is about to end',
      wants: 1,
      memory: { cleanExits: [{ profileId: 0, atMs: 0, wanted: 1 }] },
      nowMs: 14_999,
      create: [],
    },
    {
      name: 'and it is, if the driver still wants it after fifteen seconds',
      wants: 1,
      memory: { cleanExits: [{ profileId: 0, atMs: 0, wanted: 1 }] },
      nowMs: 15_000,
      create: [1],
    },
    {
      name: 'and it is, if the driver still wants it after three seconds',
      wants: 3,
      pods: running(1, 2),
      memory: { cleanExits: [{ profileId: 0, atMs: 0, wanted: 3 }] },
      nowMs: 3_000,
      create: [3],
    },
  ])('$name', ({ create, ...given }) => {
    expect(created(plan(given))).toEqual(create);
  });

  test('ids are reserved in the ledger and remembered as asked for', () => {
    const { ledger, memory } = plan({ wants: 2, nowMs: 7, nextExecutorId: 4 });
    expect(ledger.nextExecutorId).toBe(6);
    expect([...ledger.unfinished]).toEqual([4, 5]);
    expect(memory.requested.get(5)).toEqual({ profileId: 0, atMs: 7 });
    expect(memory.lastBatchAtMs).toBe(7);
  });

  test('each profile gets its own', () => {
    const demand = demandOf(
      executorSet(
        undefined,
        {},
        {
          profiles: [
            { id: 1, replicas: 2, cores: 4 },
            { id: 0, replicas: 1 },
          ],
        },
      ).spec,
      { ended: false },
      100,
    );
    expect(plan({ wants: demand }).create).toEqual([
      { id: 1, profile: { id: 0, replicas: 1 } },
      { id: 2, profile: { id: 1, replicas: 2, cores: 4 } },
      { id: 3, profile: { id: 1, replicas: 2, cores: 4 } },
    ]);
  });

  test('profiles share the places of pods that do not run yet, those with an unanswered request aside', () => {
    const conf = { 'spark.kubernetes.allocation.maxPendingPods': '5' };
    const demand = wantingEach([
      [0, 9],
      [1, 9],
      [2, 9],
    ]);
    const profilesOf = (given: Given): readonly number[] =>
      plan({ wants: demand, conf, ...given }).create.map(({ profile }) => profile.id);
    expect(profilesOf({})).toEqual([0, 0, 1, 1, 2]);
    expect(profilesOf({ requested: { 1: 0 }, nowMs: 1_000 })).toEqual([1, 1, 2, 2]);
    expect(profilesOf({ pods: [pending(1), pending(2)] })).toEqual([0, 1, 2]);
  });

  test('a profile has places of its own, which its running pods do not take', () => {
    const conf = { 'spark.kubernetes.allocation.maxPendingPodsPerRp': '3' };
    const demand = wantingEach([
      [0, 9],
      [1, 9],
    ]);
    const { create } = plan({ wants: demand, conf, pods: [...running(1), pending(2), pending(3)] });
    expect(create.map(({ profile }) => profile.id)).toEqual([0, 1, 1, 1]);
  });

  test('a thousand per batch reach five thousand in five', () => {
    const conf = { 'spark.kubernetes.allocation.batch.size': '1000' };
    let pods: readonly ExecutorPod[] = [];
    for (let batch = 0; batch < 5; batch += 1) {
      const { create } = plan({ wants: 5_000, pods, conf, nowMs: batch * 1_000 });
      pods = [...pods, ...create.map(({ id }) => pending(id))];
    }
    expect(pods).toHaveLength(5_000);
    expect(created(plan({ wants: 5_000, pods, conf, nowMs: 5_000 }))).toEqual([]);
  });
});

describe('when to look again', () => {
  test.each<Given & { readonly name: string; readonly delayMs: number | undefined }>([
    { name: 'nothing is missing: on a change', wants: 1, pods: running(1), delayMs: undefined },
    { name: 'a batch was asked for and more is missing: the next batch', wants: 9, delayMs: 1_000 },
    { name: 'all was asked for: when it should have been seen', wants: 2, delayMs: 600_001 },
    { name: 'the batch delay is not over', wants: 1, memory: { lastBatchAtMs: -300 }, delayMs: 700 },
    {
      name: 'pods are refused',
      wants: 1,
      memory: { refusal: { count: 1, untilMs: 4_000, message: '' } },
      delayMs: 4_000,
    },
    { name: 'the driver is not ready', wants: 1, driverReady: false, delayMs: 1_000 },
    {
      name: 'an executor has just ended with exit code 0',
      wants: 1,
      memory: { cleanExits: [{ profileId: 0, atMs: 0, wanted: 1 }] },
      delayMs: 15_000,
    },
    { name: 'a pod too many is too young', wants: 0, pods: [pending(1)], delayMs: 10_001 },
    {
      name: 'a request was not seen for too long, and nobody can look',
      wants: 1,
      requested: { 1: -700_000 },
      lookFailed: true,
      delayMs: 5_000,
    },
    {
      name: 'the same while nobody knows what the driver wants',
      wants: UNKNOWN,
      requested: { 1: -700_000 },
      lookFailed: true,
      delayMs: 5_000,
    },
  ])('$name', ({ delayMs, ...given }) => {
    expect(plan(given).nextLook).toEqual(
      delayMs === undefined ? { kind: 'on-change' } : { kind: 'after', delayMs },
    );
  });
});

describe('a refusal', () => {
  const refusal = { count: 3, untilMs: 0, message: 'quota' };

  test('is remembered while executors are missing', () => {
    expect(plan({ wants: 2, pods: running(1), memory: { refusal } }).memory.refusal).toBe(refusal);
  });

  test('is forgotten once none is', () => {
    expect(plan({ wants: 1, pods: running(1), memory: { refusal } }).memory.refusal).toBeUndefined();
  });
});
