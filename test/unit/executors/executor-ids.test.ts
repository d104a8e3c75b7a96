import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { formatExecutorIds, parseExecutorIds } from '../../../src/executors/executor-ids.ts';
import { exceptionTo, nearly } from '../fuzz.ts';

describe('executor ids', () => {
  test.each([
    { text: '', ids: [] },
    { text: '7', ids: [7] },
    { text: '1-3,7', ids: [1, 2, 3, 7] },
    { text: '1-2,4-5', ids: [1, 2, 4, 5] },
  ])('"$text" is $ids, both ways', ({ text, ids }) => {
    expect([...parseExecutorIds(text)]).toEqual(ids);
    expect(formatExecutorIds(ids)).toBe(text);
  });

  test('are written in order, each once', () => {
    expect(formatExecutorIds([3, 1, 2, 2, 9])).toBe('1-3,9');
  });

  test.each(['x', '3-', '-', '5-4', 'a-b'])('unreadable text counts for nothing: %s', (text) => {
    expect([...parseExecutorIds(text)].filter((id) => id !== 3)).toEqual([]);
  });

  test('a range that somebody wrote by hand does not fill the memory', () => {
    expect(parseExecutorIds('1-99999999999').size).toBeLessThan(1_000_002);
  });

  test('five thousand ids without gaps are a few bytes', () => {
    expect(formatExecutorIds(Array.from({ length: 5_000 }, (_, index) => index + 1))).toBe('1-5000');
  });
});

const comeBack = (ids: readonly number[]): boolean =>
  isDeepStrictEqual(
    [...parseExecutorIds(formatExecutorIds(ids))],
    ids.toSorted((a, b) => a - b),
  );

test('any text is ids, and no more of them than fit into memory', () => {
  const text = nearly('1-', '-9999999999', ',', '1-9999999999,', '7');
  expect(exceptionTo(text, (given) => parseExecutorIds(given).size <= 1_000_000, 30)).toBeUndefined();
});

test('any ids come back from their ranges', () => {
  expect(exceptionTo(fc.uniqueArray(fc.integer({ min: 1, max: 500 })), comeBack)).toBeUndefined();
});
