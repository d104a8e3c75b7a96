import { describe, expect, test } from '@jest/globals';
import type { FailureKind, Failures, RestartPolicy } from '../../../src/api/restart-policy.ts';
import {
  attemptAfterFailure,
  attemptAfterSuccess,
  NO_FAILURES,
  withFailure,
  withoutRefusals,
} from '../../../src/application/next-attempt.ts';

const AT = Date.parse('2026-11-23T10:00:00Z');
const S = 1_000;

/** Failures of these kinds, one after the other, all short. */
const failed = (...kinds: readonly FailureKind[]): Failures =>
  kinds.reduce((failures, kind) => withFailure(failures, { kind, reason: 'Error' }, S, AT), NO_FAILURES);

/** Seconds from the failure to the next attempt; undefined: there is none. */
function waitS(policy: RestartPolicy | undefined, failures: Failures, spread = 0): number | undefined {
  const next = attemptAfterFailure(policy, failures, spread);
  return next.kind === 'due' ? (next.atMs - AT) / S : undefined;
}

describe('attemptAfterFailure', () => {
  test.each<readonly [string, RestartPolicy | undefined, readonly FailureKind[], number | undefined]>([
    ['never without a policy', undefined, ['application'], undefined],
    ['never with Never', { type: 'Never', onFailureRetries: 3 }, ['application'], undefined],
    ['never with OnFailure and no retries', { type: 'OnFailure' }, ['application'], undefined],
    ['after the usual interval', { type: 'OnFailure', onFailureRetries: 1 }, ['application'], 5],
    [
      'with n retries n times',
      { type: 'OnFailure', onFailureRetries: 1 },
      ['application', 'application'],
      undefined,
    ],
    [
      'after a wait that doubles',
      { type: 'OnFailure', onFailureRetries: 2 },
      ['application', 'application'],
      10,
    ],
    [
      'after the interval that was asked for',
      { type: 'OnFailure', onFailureRetries: 1, onFailureRetryInterval: 30 },
      ['application'],
      30,
    ],
    ['with Always without end', { type: 'Always' }, Array<FailureKind>(9).fill('application'), 600],
    [
      'never sooner than the interval, however long',
      { type: 'Always', onFailureRetryInterval: 3_600 },
      ['application', 'application'],
      3_600,
    ],
    [
      'after a refusal only with retries of its own',
      { type: 'OnFailure', onFailureRetries: 9 },
      ['submission'],
      undefined,
    ],
    [
      'after a refusal at its own interval',
      { type: 'OnFailure', onSubmissionFailureRetries: 1, onSubmissionFailureRetryInterval: 7 },
      ['submission'],
      7,
    ],
    ['after a refusal with Always', { type: 'Always' }, ['submission'], 5],
    [
      "counting the cluster's failures with the application's",
      { type: 'OnFailure', onFailureRetries: 1 },
      ['application', 'infrastructure'],
      undefined,
    ],
    [
      "counting the cluster's failures apart where that is asked for",
      { type: 'OnFailure', onFailureRetries: 0, onInfrastructureFailureRetries: 1 },
      ['infrastructure'],
      5,
    ],
    [
      "after the cluster's failures alone",
      { type: 'Never', onInfrastructureFailureRetries: 1 },
      ['application'],
      undefined,
    ],
    [
      'and no more often than that',
      { type: 'Never', onInfrastructureFailureRetries: 1 },
      ['infrastructure', 'infrastructure'],
      undefined,
    ],
  ])('begins again %s', (_, policy, kinds, expected) => {
    expect(waitS(policy, failed(...kinds))).toBe(expected);
  });

  test('spreads those that failed together, and lets none begin early', () => {
    const policy: RestartPolicy = { type: 'Always', onFailureRetryInterval: 100 };
    expect(waitS(policy, failed('application'), 0)).toBe(100);
    expect(waitS(policy, failed('application'), 0.5)).toBe(110);
  });

  test('forgets a row of failures after a long run', () => {
    const row = failed('application', 'application', 'application');
    const after = withFailure(row, { kind: 'application', reason: 'Error' }, 3_600 * S, AT);
    expect(after).toMatchObject({ application: 4, inRow: 1 });
  });

  test('forgets refusals once the submission was accepted, and nothing else', () => {
    expect(withoutRefusals(failed('application', 'submission'))).toEqual({
      application: 1,
      infrastructure: 0,
      submission: 0,
      inRow: 2,
    });
  });
});

describe('attemptAfterSuccess', () => {
  test.each<readonly [RestartPolicy | undefined, number | undefined]>([
    [undefined, undefined],
    [{ type: 'OnFailure', onFailureRetries: 3 }, undefined],
    [{ type: 'Always' }, 5],
    [{ type: 'Always', onFailureRetryInterval: 60 }, 60],
  ])('%j: begins again after %s s', (policy, seconds) => {
    const next = attemptAfterSuccess(policy, AT);
    expect(next.kind === 'due' ? (next.atMs - AT) / S : undefined).toBe(seconds);
  });
});
