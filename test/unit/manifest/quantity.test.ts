import { expect, test } from '@jest/globals';
import { quantityBytes } from '../../../src/manifest/quantity.ts';
import { exceptionTo, nearly } from '../fuzz.ts';

test.each([
  { text: '1408Mi', bytes: 1408 * 2 ** 20 },
  { text: '1.5Gi', bytes: 1.5 * 2 ** 30 },
  { text: '.5Ki', bytes: 512 },
  { text: '2G', bytes: 2e9 },
  { text: '2000m', bytes: 2 },
  { text: '1e3', bytes: 1000 },
  { text: '12E', bytes: 12e18 },
  { text: '0', bytes: 0 },
  { text: '', bytes: undefined },
  { text: 'Gi', bytes: undefined },
  { text: '1g', bytes: undefined },
  { text: '-1', bytes: undefined },
  { text: '1e3Mi', bytes: undefined },
])('$text is $bytes bytes', ({ text, bytes }) => {
  expect(quantityBytes(text)).toBe(bytes);
});

test('any text is a number of bytes, or none', () => {
  const text = nearly('1', '1.5', 'Mi', 'E', 'e9', 'E+99', 'm', '.');
  expect(
    exceptionTo(text, (given) => {
      const bytes = quantityBytes(given) ?? 0;
      return Number.isFinite(bytes) && bytes >= 0;
    }),
  ).toBeUndefined();
});
