import { expect, test } from '@jest/globals';
import type { ExecutorEnd } from '../../../src/executors/executor-losses.ts';
import { withRecentLosses } from '../../../src/executors/recent-losses.ts';

const end = (id: number, outcome: ExecutorEnd['outcome']): ExecutorEnd => ({
  id,
  outcome,
  exitCode: 137,
  causedByApplication: true,
  reason: 'x'.repeat(200),
});

test('a failed executor stays to be looked at, with time and a reason that fits', () => {
  expect(withRecentLosses([], [end(1, 'failed')], 0)).toEqual([
    {
      id: 1,
      exitCode: 137,
      causedByApplication: true,
      reason: `${'x'.repeat(117)}…`,
      time: '1970-01-01T00:00:00Z',
    },
  ]);
});

test('executors that ended well or were given back are no losses', () => {
  expect(withRecentLosses([], [end(1, 'succeeded'), end(2, 'given-back')], 0)).toEqual([]);
});

test('the ten latest stay', () => {
  const ends = Array.from({ length: 12 }, (_, index) => end(index + 1, 'failed'));
  const recent = withRecentLosses(withRecentLosses([], ends.slice(0, 7), 0), ends.slice(7), 1_000);
  expect(recent.map(({ id }) => id)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
});
