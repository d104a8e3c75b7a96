import { expect, test } from '@jest/globals';
import { lookAt, NEVER_MS } from '../../../src/executors/next-look.ts';

test.each([
  { name: 'nothing to wait for: on a change', timesMs: [], look: { kind: 'on-change' } },
  { name: 'what never comes is not waited for', timesMs: [NEVER_MS], look: { kind: 'on-change' } },
  { name: 'the earliest counts', timesMs: [900, NEVER_MS, 300], look: { kind: 'after', delayMs: 200 } },
  {
    name: 'what is very far away is looked at earlier',
    timesMs: [1e15],
    look: { kind: 'after', delayMs: 3_600_000 },
  },
  { name: 'what is overdue is looked at at once', timesMs: [20], look: { kind: 'after', delayMs: 0 } },
])('$name', ({ timesMs, look }) => {
  expect(lookAt(timesMs, 100)).toEqual(look);
});
