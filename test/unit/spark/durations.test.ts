import { describe, expect, test } from '@jest/globals';
import { parseDuration } from '../../../src/spark/durations.ts';
import { exceptionTo, isReadOrRefused, nearly } from '../fuzz.ts';

describe('a time', () => {
  test.each([
    { text: '50ms', ms: 50 },
    { text: '3s', ms: 3_000 },
    { text: '2m', ms: 120_000 },
    { text: '2min', ms: 120_000 },
    { text: '1h', ms: 3_600_000 },
    { text: '1D', ms: 86_400_000 },
    { text: '1500us', ms: 1 },
    { text: '-1', ms: -1_000 },
    { text: ' 7 ', ms: 7_000 },
  ])('"$text" is $ms ms where a bare number is seconds', ({ text, ms }) => {
    expect(parseDuration(text, 's', 'key')).toBe(ms);
  });

  test('a bare number is milliseconds where the property says so', () => {
    expect(parseDuration('7', 'ms', 'key')).toBe(7);
  });

  test.each(['', '1.5s', 's', '5 s', '1y'])('"%s" is refused', (text) => {
    expect(() => parseDuration(text, 's', 'spark.network.timeout')).toThrow(
      `spark.network.timeout: "${text}" is not a time`,
    );
  });
});

const parse = (given: string) => () => parseDuration(given, 's', 'spark.x');

test('any text is a whole number of milliseconds or refused', () => {
  const text = nearly('1', '-3', 'ms', 's', 'min', 'd', 'us');
  expect(
    exceptionTo(text, (given) => isReadOrRefused(parse(given), 'spark.x', Number.isSafeInteger)),
  ).toBeUndefined();
});
