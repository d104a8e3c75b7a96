import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { parseBytes, parseMemory } from '../../../src/spark/memory.ts';
import { exceptionTo, isReadOrRefused, nearly } from '../fuzz.ts';

describe('a memory size', () => {
  test.each([
    { text: '512m', mebiBytes: 512 },
    { text: '1g', mebiBytes: 1024 },
    { text: '2T', mebiBytes: 2 * 1024 * 1024 },
    { text: '1gb', mebiBytes: 1024 },
    { text: '1gib', mebiBytes: 1024 },
    { text: '100', mebiBytes: 100 },
    { text: '1024k', mebiBytes: 1 },
    { text: '1535k', mebiBytes: 1 },
    { text: '100k', mebiBytes: 0 },
    { text: '1048576b', mebiBytes: 1 },
    { text: ' 1G ', mebiBytes: 1024 },
  ])('"$text" is $mebiBytes MiB', ({ text, mebiBytes }) => {
    expect(parseMemory(text, 'spark.driver.memory')).toBe(mebiBytes);
  });

  test.each(['', 'abc', '1.5g', '-1g', '1x', '1 g', 'g', '9999999999p', '1constructor'])(
    '"%s" is refused',
    (text) => {
      expect(() => parseMemory(text, 'spec.driver.memory')).toThrow(
        `spec.driver.memory: "${text}" is not a memory size. Write a whole number followed by k, m, g or t`,
      );
    },
  );

  test('binary units are refused where they are not known, and no others', () => {
    const units = { binaryUnits: false };
    expect(() => parseMemory('1gib', 'x', units)).toThrow('x: "1gib" is not a memory size');
    const known = ['1g', '1gb', '1073741824b', '1024'].map((text) => parseMemory(text, 'x', units));
    expect(known).toEqual([1024, 1024, 1024, 1024]);
  });

  test('a bare number counts what its property counts', () => {
    expect(parseBytes('10', 'b', 'x')).toBe(10);
    expect(parseBytes('10', 'k', 'x')).toBe(10_240);
  });
});

const isSize = (bytes: number): boolean => Number.isSafeInteger(bytes) && bytes >= 0;

describe('any text', () => {
  const text = nearly('1', '512', 'm', 'g', 'GB', 'kib', 'pb', '+', 'e3');
  test.each(['b', 'k', 'm'] as const)(
    'is a whole number of bytes or refused, a bare number being %s',
    (unit) => {
      const parse = (given: string) => () => parseBytes(given, unit, 'spark.x');
      expect(exceptionTo(text, (given) => isReadOrRefused(parse(given), 'spark.x', isSize))).toBeUndefined();
    },
  );

  test('of a number of MiB is that number', () => {
    expect(exceptionTo(fc.nat(), (size) => parseMemory(`${size}m`, 'spark.x') === size)).toBeUndefined();
  });
});
