import { describe, expect, test } from '@jest/globals';
import type { ExecutorPod } from '../../../src/executors/executor-pod.ts';
import {
  EMPTY_MEMORY,
  withEnds,
  withLost,
  withoutRecorded,
  withRefused,
  withRemoved,
  withSeen,
  type ExecutorsMemory,
} from '../../../src/executors/executors-memory.ts';
import { endedContainer, executorPod, settingsWith, snapshotOf } from '../../fakes/executor-pods.ts';

const RULES = { ...settingsWith(), driverStopped: false, wanted: () => 2 };
const asked: ExecutorsMemory = {
  ...EMPTY_MEMORY,
  requested: new Map([
    [1, { profileId: 0, atMs: 0 }],
    [2, { profileId: 0, atMs: 0 }],
  ]),
  spare: new Set([3]),
};
const statesOf = (...pods: readonly ExecutorPod[]) => [...snapshotOf(...pods).executors.values()];

describe('what one round leaves to the next', () => {
  test('a request that was answered is forgotten', () => {
    const memory = withSeen(asked, snapshotOf(executorPod(1, 'Pending'), executorPod(3, 'Pending')));
    expect([...memory.requested.keys()]).toEqual([2]);
    expect([...memory.spare]).toEqual([]);
  });

  test('an id whose end another operator has recorded is asked for no more', () => {
    const memory = withoutRecorded(asked, { nextExecutorId: 4, unfinished: new Set([2]) });
    expect([...memory.requested.keys()]).toEqual([2]);
    expect([...memory.spare]).toEqual([]);
  });

  test('an end is kept, once, and answers a request', () => {
    const failed = executorPod(1, 'Failed', { ended: [endedContainer(1)] });
    const memory = withEnds(asked, [...statesOf(failed), ...statesOf(failed)], RULES, 5);
    expect([...memory.ended.values()]).toMatchObject([{ id: 1, outcome: 'failed', exitCode: 1 }]);
    expect([...memory.requested.keys()]).toEqual([2]);
  });

  test('the first word about an end counts', () => {
    const failed = withEnds(
      asked,
      statesOf(executorPod(1, 'Failed', { ended: [endedContainer(52)] })),
      RULES,
      5,
    );
    const deleted = withEnds(failed, [{ kind: 'deleted', pod: executorPod(1) }], RULES, 6);
    expect(deleted.ended.get(1)?.exitCode).toBe(52);
  });

  test('exit code 0 is remembered with its time, also of a pod that is gone', () => {
    const memory = withEnds(
      EMPTY_MEMORY,
      [{ kind: 'deleted', pod: executorPod(1, 'Succeeded', { profileId: 4, ended: [endedContainer(0)] }) }],
      RULES,
      5,
    );
    expect(memory.ended.get(1)?.outcome).toBe('succeeded');
    expect(memory.cleanExits).toEqual([{ profileId: 4, atMs: 5, wanted: 2 }]);
  });

  test('an executor that we removed ourselves has not failed', () => {
    const removed = withRemoved(EMPTY_MEMORY, ['uid-of-1']);
    const memory = withEnds(removed, [{ kind: 'deleted', pod: executorPod(1) }], RULES, 5);
    expect(memory.ended.get(1)?.outcome).toBe('given-back');
  });

  test.each([
    { exitCode: 0, outcome: 'succeeded' },
    { exitCode: 1, outcome: 'given-back' },
  ])(
    'an executor that ends with exit code $exitCode after its driver is $outcome',
    ({ exitCode, outcome }) => {
      const late = executorPod(1, exitCode === 0 ? 'Succeeded' : 'Failed', {
        ended: [endedContainer(exitCode)],
      });
      const memory = withEnds(EMPTY_MEMORY, statesOf(late), { ...RULES, driverStopped: true }, 5);
      expect(memory.ended.get(1)).toMatchObject({ outcome, exitCode });
    },
  );

  test('a lost executor is kept with exit code -1, unless its end is known', () => {
    const known = withEnds(
      asked,
      statesOf(executorPod(1, 'Failed', { ended: [endedContainer(1)] })),
      RULES,
      5,
    );
    const memory = withLost(known, [1, 2], { outcome: 'failed', reason: 'gone' });
    expect(memory.ended.get(1)?.exitCode).toBe(1);
    expect(memory.ended.get(2)).toEqual({
      id: 2,
      exitCode: -1,
      causedByApplication: false,
      outcome: 'failed',
      reason: 'gone',
    });
    expect(memory.requested.size).toBe(0);
  });

  test('the ids of refused pods are kept for the next', () => {
    const refusal = { count: 1, untilMs: 9, message: 'quota' };
    const memory = withRefused(asked, [2], refusal);
    expect([...memory.requested.keys()]).toEqual([1]);
    expect([...memory.spare]).toEqual([3, 2]);
    expect(memory.refusal).toBe(refusal);
  });

  test('nothing new is no new memory', () => {
    expect(withSeen(asked, snapshotOf())).toBe(asked);
    expect(withEnds(asked, statesOf(executorPod(1)), RULES, 5)).toBe(asked);
    expect(withLost(asked, [], { outcome: 'failed', reason: '' })).toBe(asked);
    expect(withRemoved(asked, [])).toBe(asked);
  });
});
