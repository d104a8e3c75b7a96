import { describe, expect, test } from '@jest/globals';
import { formatExecutorIds, parseExecutorIds } from '../../../src/executors/executor-ids.ts';

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
