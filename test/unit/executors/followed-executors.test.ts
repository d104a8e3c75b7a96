import { describe, expect, test } from '@jest/globals';
import { FollowedAttempt, followedFailure } from '../../../src/executors/followed-executors.ts';
import type { ExecutorPod } from '../../../src/executors/executor-pod.ts';
import { podState } from '../../../src/executors/executor-pod-state.ts';
import { endedContainer, executorPod, settingsWith } from '../../fakes/executor-pods.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';

const RULES = settingsWith();
const failed = (id: number, more: Partial<ExecutorPod> = {}): ExecutorPod =>
  executorPod(id, 'Failed', { ended: [endedContainer(52)], ...more });
const preempted = { disruption: { reason: 'PreemptionByScheduler', message: '' } };

function setUp(there: readonly ExecutorPod[] = []) {
  const clock = new ManualClock();
  const driver = { runs: true };
  const told: string[] = [];
  const changes: string[] = [];
  const attempt = new FollowedAttempt(
    {
      key: { namespace: 'jobs', name: 'pi' },
      uid: 'uid-of-pi',
      appId: 'spark-1',
      rules: RULES,
      driverRuns: () => driver.runs,
    },
    there,
    {
      clock,
      followedChanged: ({ name }) => void changes.push(name),
      warnFollowed: ({ name, uid }, reason, message) =>
        void told.push(`${clock.now()} ${name} ${uid} ${reason}: ${message}`),
    },
  );
  return { clock, driver, told, changes, attempt };
}

describe('the failure of an executor that its driver makes', () => {
  test.each<{ readonly name: string; readonly pod: ExecutorPod; readonly reason: string | undefined }>([
    { name: 'none while it runs', pod: executorPod(1), reason: undefined },
    { name: 'none where it ends with exit code 0', pod: executorPod(1, 'Succeeded'), reason: undefined },
    { name: 'its exit code', pod: failed(1), reason: 'exit code 52 (JVM out of memory)' },
    {
      name: 'none where Spark, or a person, deletes it',
      pod: failed(1, { deletionAtMs: 5, ended: [endedContainer(143)] }),
      reason: undefined,
    },
    {
      name: 'none where it is deleted while a sidecar lives on',
      pod: executorPod(1, 'Running', { deletionAtMs: 5, ended: [endedContainer(143)] }),
      reason: undefined,
    },
    {
      name: 'what the cluster did, also where it deletes the pod',
      pod: failed(1, { deletionAtMs: 5, ...preempted }),
      reason: 'preempted',
    },
  ])('$name', ({ pod, reason }) => {
    expect(followedFailure(podState(pod, RULES), RULES)?.reason).toBe(reason);
  });
});

describe('people are told of failures', () => {
  const FIRST = 'pi uid-of-pi SparkExecutorFailed: executor 1 failed: exit code 52 (JVM out of memory)';

  test('a moment later, once each, however often the pod is seen', () => {
    const { clock, told, changes, attempt } = setUp();
    attempt.updatePod(executorPod(1));
    attempt.updatePod(failed(1));
    attempt.updatePod(failed(1));
    attempt.deletePod(failed(1, { deletionAtMs: 5 }));
    clock.advance(2_999);
    expect(told).toEqual([]);
    clock.advance(600_000);
    expect(told).toEqual([`3000 ${FIRST}`]);
    expect(changes).toHaveLength(4);
  });

  test('with rests that grow, those of a rest together', () => {
    const { clock, told, attempt } = setUp();
    attempt.updatePod(failed(1));
    clock.advance(3_000);
    for (const id of [2, 3, 4]) {
      attempt.updatePod(failed(id));
      clock.advance(1_000);
    }
    clock.advance(6_999);
    expect(told).toHaveLength(1);
    clock.advance(1);
    expect(told[1]).toContain(
      '13000 pi uid-of-pi SparkExecutorFailed: 3 executors failed; the last: executor 4',
    );
  });

  test('not of executors that end with their driver', () => {
    const { clock, driver, told, attempt } = setUp();
    attempt.updatePod(failed(1));
    clock.advance(1_000);
    driver.runs = false;
    clock.advance(600_000);
    expect(told).toEqual([]);
  });

  test('nor of those shortly before it that followed on an earlier failure', () => {
    const { clock, driver, told, attempt } = setUp();
    attempt.updatePod(failed(1));
    clock.advance(2_900);
    attempt.updatePod(failed(2));
    clock.advance(1_000);
    driver.runs = false;
    clock.advance(600_000);
    expect(told).toEqual([`3000 ${FIRST}`]);
  });

  test('nor of those shortly before it at the end of a rest', () => {
    const { clock, driver, told, attempt } = setUp();
    attempt.updatePod(failed(1));
    clock.advance(9_000);
    attempt.updatePod(failed(2));
    clock.advance(3_900);
    attempt.updatePod(failed(3));
    clock.advance(1_000);
    driver.runs = false;
    clock.advance(600_000);
    expect(told).toEqual([`3000 ${FIRST}`, `13000 ${FIRST.replace('executor 1', 'executor 2')}`]);
  });

  test('also where there is no end of them', () => {
    const { clock, told, attempt } = setUp();
    for (let id = 1; id <= 20; id += 1) {
      attempt.updatePod(failed(id));
      clock.advance(1_000);
    }
    expect(told.map((text) => Number.parseInt(text, 10))).toEqual([3_000, 13_000]);
  });

  test('not of those that had failed before, which another operator has told', () => {
    const { clock, told, attempt } = setUp([failed(1), executorPod(2)]);
    attempt.updatePod(failed(1));
    attempt.updatePod(failed(2));
    clock.advance(3_000);
    expect(told.map((text) => /executor \d/u.exec(text)?.[0])).toEqual(['executor 2']);
  });

  test('of those that the cluster takes away before anybody has seen them end', () => {
    const { clock, told, attempt } = setUp();
    attempt.deletePod(executorPod(1, 'Running', preempted));
    attempt.deletePod(executorPod(2));
    clock.advance(3_000);
    expect(told).toEqual(['3000 pi uid-of-pi SparkExecutorFailed: executor 1 failed: preempted']);
  });

  test('not once the attempt is followed no more', () => {
    const { clock, told, attempt } = setUp();
    attempt.updatePod(failed(1));
    attempt.stop();
    clock.advance(600_000);
    expect(told).toEqual([]);
  });
});
