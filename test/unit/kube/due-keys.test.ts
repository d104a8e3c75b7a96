import { describe, expect, test } from '@jest/globals';

import { DueKeys } from '../../../src/kube/due-keys.ts';

/** All keys in the order they are taken; those in capitals were urgent. */
function order(...added: readonly string[]): string {
  const keys = new DueKeys();
  for (const key of added) keys.add(key, 0, key === key.toUpperCase());
  const taken: string[] = [];
  for (let next = keys.take(); next !== undefined; next = keys.take()) taken.push(next.key);
  return taken.join(' ');
}

describe('due keys', () => {
  test.each([
    { name: 'none', added: [], taken: '' },
    { name: 'in the order they came', added: ['a', 'b', 'c'], taken: 'a b c' },
    { name: 'the urgent ones first', added: ['a', 'b', 'C', 'D'], taken: 'C D a b' },
    {
      name: 'after seven urgent ones, one that is not',
      added: ['a', 'b', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K'],
      taken: 'C D E F G H I a J K b',
    },
    { name: 'each once, at its first place', added: ['a', 'b', 'a'], taken: 'a b' },
  ])('$name', ({ added, taken }) => {
    expect(order(...added)).toBe(taken);
  });

  test('say since when they wait, and how many', () => {
    const keys = new DueKeys();
    expect(keys.add('a', 5, false)).toBe(true);
    expect(keys.add('a', 7, true)).toBe(false);
    expect(keys.size).toBe(1);
    expect(keys.take()).toEqual({ key: 'a', dueAtMs: 5 });
    expect(keys.size).toBe(0);
  });
});
