import { describe, expect, test } from '@jest/globals';
import { isAtLeast, nearestKnownMinor, parseSparkVersion } from '../../../src/spark/spark-version.ts';
import { exceptionTo, isReadOrRefused, nearly } from '../fuzz.ts';

describe('a version of Spark', () => {
  test.each([
    { text: '4.3.0', behavesLike: '4.3' },
    { text: '3.5', behavesLike: '3.5' },
    { text: '4.0.1-amzn-0', behavesLike: '4.0' },
    { text: 'v4.1.0', behavesLike: '4.1' },
    { text: '3.5.0.3.2.1', behavesLike: '3.5' },
    { text: '4.9.0-SNAPSHOT', behavesLike: '4.3' },
    { text: '5.0.0', behavesLike: '4.3' },
    { text: '3.9.0', behavesLike: '3.5' },
    { text: '2.4.8', behavesLike: '3.3' },
  ])('$text behaves like $behavesLike', ({ text, behavesLike }) => {
    expect(nearestKnownMinor(parseSparkVersion(text))).toBe(behavesLike);
  });

  test.each(['', 'latest', '4', '4.x', '4.3foo'])('"%s" is refused', (text) => {
    expect(() => parseSparkVersion(text)).toThrow('is not a version of Spark');
  });

  test('is compared by its numbers', () => {
    expect(isAtLeast(parseSparkVersion('3.10.0'), '3.4')).toBe(true);
    expect(isAtLeast(parseSparkVersion('3.4.0'), '3.4')).toBe(true);
    expect(isAtLeast(parseSparkVersion('3.3.4'), '3.4')).toBe(false);
  });
});

const parse = (given: string) => () => nearestKnownMinor(parseSparkVersion(given));

test('any text is a version that behaves like a known one, or refused', () => {
  const text = nearly('4', '.', '3.5', 'v', '-SNAPSHOT');
  expect(exceptionTo(text, (given) => isReadOrRefused(parse(given), 'spec.sparkVersion'))).toBeUndefined();
});
