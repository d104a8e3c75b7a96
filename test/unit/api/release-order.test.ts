import { expect, test } from '@jest/globals';
import { isOlderRelease } from '../../../src/api/release-order.ts';

test.each<{ readonly one: string; readonly other: string; readonly older: boolean }>([
  { one: '0.1.0', other: '0.1.0', older: false },
  { one: '0.1.0', other: '0.1.1', older: true },
  { one: '0.9.9', other: '0.10.0', older: true },
  { one: '1.0.0', other: '0.99.99', older: false },
  { one: '1.0.0-rc.1', other: '1.0.0', older: false },
  { one: '1.0.0', other: 'main', older: false },
])('$one comes before $other: $older', ({ one, other, older }) => {
  expect(isOlderRelease(one, other)).toBe(older);
});
