/** Lives of applications under restart policies, time limits and times to live, one decision after the other. */
import { describe, expect, test } from '@jest/globals';
import type { DriverState } from '../../../src/application/driver-pod.ts';
import { FAILED, Life, S, statusOf } from '../../fakes/application-life.ts';

const EVICTED: DriverState = { kind: 'failed', exitCode: undefined, reason: 'Evicted', message: '' };

describe('a restart policy', () => {
  test('runs a failed application again, from the failure on, under new ids', () => {
    const life = new Life({
      restartPolicy: { type: 'OnFailure', onFailureRetries: 1, onFailureRetryInterval: 60 },
    });
    life.settle();
    life.nowMs += 3_000 * S;
    life.driverIs(FAILED);
    expect(life.settle()).toBeGreaterThanOrEqual(60);
    expect(life.state).toBe('FAILING');
    expect(life.driver?.attempt).toBe(1);
    expect(life.sets).toEqual(new Set());
    expect(statusOf(life)?.nextAttemptTime).toBe('2026-11-23T10:51:00Z');
    life.nowMs += 72 * S;
    life.settle();
    expect(life.state).toBe('RUNNING');
    expect(life.driver?.attempt).toBe(2);
    expect(statusOf(life)).toMatchObject({ attempt: 2, executionAttempts: 2, submissionID: 'submission-2' });
    expect(statusOf(life)?.terminationTime).toBeUndefined();
    expect(statusOf(life)?.applicationState.errorMessage).toBeUndefined();
  });

  test('gives up when the retries are used up, and remembers each attempt', () => {
    const life = new Life({ restartPolicy: { type: 'OnFailure', onFailureRetries: 1 } });
    life.settle();
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      life.driverIs(FAILED);
      life.settle();
      life.nowMs += 20 * S;
      life.settle();
    }
    expect(life.state).toBe('FAILED');
    expect(statusOf(life)?.attempts).toMatchObject([
      { attempt: 1, outcome: 'Failed', reason: 'Error', submissionID: 'submission-1' },
      { attempt: 2, outcome: 'Failed', reason: 'Error', submissionID: 'submission-2' },
    ]);
    expect(life.driver?.attempt).toBe(2);
  });

  test('remembers the last ten attempts and no more', () => {
    const life = new Life({ restartPolicy: { type: 'Always' } });
    for (let attempt = 1; attempt <= 14; attempt += 1) {
      life.settle();
      life.driverIs(attempt % 2 === 0 ? FAILED : { kind: 'succeeded' });
      life.settle();
      life.nowMs += 3_600 * S;
    }
    const numbers = statusOf(life)?.attempts?.map(({ attempt }) => attempt);
    expect(numbers).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
  });

  test('tries a refused submission again as the same attempt', () => {
    const life = new Life({ restartPolicy: { type: 'OnFailure', onSubmissionFailureRetries: 2 } });
    life.refusal = 'exceeded quota';
    life.settle();
    expect(life.state).toBe('SUBMISSION_FAILED');
    life.refusal = undefined;
    life.nowMs += 6 * S;
    life.settle();
    expect(life.state).toBe('RUNNING');
    expect(statusOf(life)).toMatchObject({ attempt: 1, executionAttempts: 1, submissionAttempts: 2 });
  });

  test('leaves nothing behind when the submission is refused for good', () => {
    const life = new Life();
    life.refusal = 'exceeded quota';
    life.settle();
    expect(life.state).toBe('FAILED');
    expect(life.sets).toEqual(new Set());
  });

  test('counts an eviction apart', () => {
    const life = new Life({ restartPolicy: { type: 'Never', onInfrastructureFailureRetries: 1 } });
    life.settle();
    life.driverIs(EVICTED);
    life.settle();
    life.nowMs += 6 * S;
    life.settle();
    expect(life.state).toBe('RUNNING');
    life.driverIs(FAILED);
    life.settle();
    expect(life.state).toBe('FAILED');
  });
});

describe('a time limit', () => {
  test('ends a driver that cannot start, with the reason', () => {
    const life = new Life();
    life.settle();
    life.driverIs({ kind: 'pending', waiting: { reason: 'InvalidImageName', message: 'bad' } }, life.nowMs);
    life.settle();
    expect(life.state).toBe('FAILED');
    expect(life.driver).toBeUndefined();
    expect(life.deeds).toContain('SparkDriverImageInvalid');
    expect(statusOf(life)?.applicationState.errorMessage).toContain(
      'InvalidImageName: bad. Correct spec.image.',
    );
  });

  test('stops a driver that runs too long, and keeps its log', () => {
    const life = new Life({ timeouts: { runSeconds: 60 } });
    life.settle();
    life.driverIs({ kind: 'running' }, life.nowMs);
    expect(life.settle()).toBe(60);
    life.nowMs += 60 * S;
    life.settle();
    expect(life.state).toBe('FAILED');
    expect(life.driver?.state.kind).toBe('failed');
    expect(statusOf(life)?.failures?.last?.reason).toBe('RunTimeout');
  });
});

describe('a time to live', () => {
  test.each([
    ['a success', { kind: 'succeeded' } as const, 'COMPLETED'],
    ['a failure', FAILED, 'FAILED'],
  ])('counts from the end, after %s', (_, state, end) => {
    const life = new Life({ timeToLiveSeconds: 100 });
    life.settle();
    life.driverIs(state);
    expect(life.settle()).toBe(100);
    expect(life.state).toBe(end);
    life.nowMs += 99 * S;
    expect(life.settle()).toBe(1);
    expect(life.deeds).not.toContain('delete-application');
    life.nowMs += S;
    life.settle();
    expect(life.deeds).toContain('delete-application');
  });

  test('counts from the first look, where another operator recorded no end', () => {
    const life = new Life({ timeToLiveSeconds: 100 });
    life.application = {
      ...life.application,
      status: { applicationState: { state: 'FAILED' }, driverInfo: {} },
    };
    expect(life.settle()).toBe(100);
    expect(life.deeds).not.toContain('delete-application');
    life.nowMs += 100 * S;
    life.settle();
    expect(life.deeds).toContain('delete-application');
  });

  test('of zero deletes at once', () => {
    const life = new Life({ timeToLiveSeconds: 0, mode: 'client' });
    life.settle();
    expect(life.deeds).toContain('delete-application');
  });
});
