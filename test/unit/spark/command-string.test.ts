import { isDeepStrictEqual } from 'node:util';
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { splitCommand } from '../../../src/spark/command-string.ts';
import { exceptionTo, nearly } from '../fuzz.ts';

// What Spark 4.3.0 made of the same text.
test.each<{ readonly text: string; readonly words: readonly string[] }>([
  { text: '', words: [] },
  { text: ' a\tb\nc \r d ', words: ['a', 'b', 'c', 'd'] },
  { text: 'a\u000bb', words: ['a\u000bb'] },
  { text: '-Dq="a b"', words: ['-Dq=a b'] },
  { text: "-Dq='a b'", words: ['-Dq=a b'] },
  { text: '"-De=1 2"', words: ['-De=1 2'] },
  { text: '-Da="x \\"q\\" y"', words: ['-Da=x "q" y'] },
  { text: '-Db=a\\ b', words: ['-Db=a\\', 'b'] },
  { text: "'a\\b' \\'c d\\'", words: ['a\\b', '\\c d\\'] },
  { text: '"a\\n\\\\b"', words: ['an\\b'] },
  { text: 'a"b"c\'d\'e', words: ['abcde'] },
  { text: 'a "" b', words: ['a', '', 'b'] },
  { text: '"a b', words: ['a b'] },
  { text: "'a b", words: ['a b'] },
  { text: '"a\\', words: ['a'] },
])('$text is split into $words', ({ text, words }) => {
  expect(splitCommand(text)).toEqual(words);
});

const quoted = (word: string): string => `"${word.replaceAll(/["\\]/gu, String.raw`\$&`)}"`;

const comeBack = (words: readonly string[]): boolean =>
  isDeepStrictEqual(splitCommand(words.map(quoted).join(' ')), words);

test('any text is words', () => {
  const text = nearly('"', "'", '\\', ' ', '-Da=', '\t');
  expect(
    exceptionTo(text, (given) => splitCommand(given).every((word) => typeof word === 'string')),
  ).toBeUndefined();
});

test('any words come back from quotes', () => {
  expect(exceptionTo(fc.array(nearly('"', "'", '\\', ' ')), comeBack)).toBeUndefined();
});
