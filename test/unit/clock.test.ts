import { expect, test } from '@jest/globals';
import { earlier, type NextLook } from '../../src/clock.ts';

const ON_CHANGE: NextLook = { kind: 'on-change' };
const after = (delayMs: number): NextLook => ({ kind: 'after', delayMs });

test.each([
  { one: ON_CHANGE, other: ON_CHANGE, first: ON_CHANGE },
  { one: ON_CHANGE, other: after(5), first: after(5) },
  { one: after(5), other: ON_CHANGE, first: after(5) },
  { one: after(5), other: after(3), first: after(3) },
  { one: after(3), other: after(5), first: after(3) },
])('of two looks the earlier comes first: $first', ({ one, other, first }) => {
  expect(earlier(one, other)).toEqual(first);
});
