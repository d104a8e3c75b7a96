import { expect, test } from '@jest/globals';
import { nearestWord } from '../../../src/spark/nearest-word.ts';

const KNOWN = ['status', 'scale', 'suspend', 'list', 'key', '--output'];

test.each([
  ['statsu', 'status'],
  ['lst', 'list'],
  ['kye', 'key'],
  ['susspendd', 'suspend'],
  ['--ouput', '--output'],
])('%s is meant to be %s', (word, meant) => {
  expect(nearestWord(word, KNOWN)).toBe(meant);
});

test.each(['xyz', 'sing', 'foo', 'explain', ''])('%s is meant to be nothing that is known', (word) => {
  expect(nearestWord(word, KNOWN)).toBeUndefined();
});

test('where nothing is known, nothing is meant', () => {
  expect(nearestWord('list', [])).toBeUndefined();
});
