import { expect, test } from '@jest/globals';

import { backoffMs } from '../../../src/kube/backoff.ts';

const BACKOFF = { baseMs: 1000, maxMs: 10_000 };

test.each([
  { name: 'the first rest is at least half the base', failures: 1, jitter: 0, ms: 500 },
  { name: 'and at most the base', failures: 1, jitter: 1, ms: 1000 },
  { name: 'the second is twice as long', failures: 2, jitter: 1, ms: 2000 },
  { name: 'the fourth eight times', failures: 4, jitter: 0, ms: 4000 },
  { name: 'then it grows no more', failures: 5, jitter: 1, ms: 10_000 },
  { name: 'however often it failed', failures: 5000, jitter: 0.5, ms: 7500 },
])('$name', ({ failures, jitter, ms }) => {
  expect(backoffMs(BACKOFF, failures, jitter)).toBe(ms);
});
