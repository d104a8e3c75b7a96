import { expect, test } from '@jest/globals';
import { parseCount, parseFlags } from '../../../src/cli/command-line.ts';
import { UsageError } from '../../../src/cli/command.ts';

const OPTIONS = {
  output: { type: 'string', short: 'o', default: 'yaml' },
  all: { type: 'boolean' },
} as const;

test('flags are read, with their defaults', () => {
  expect({ ...parseFlags(['--all'], OPTIONS) }).toEqual({ all: true, output: 'yaml' });
  expect({ ...parseFlags(['-o', 'json'], OPTIONS) }).toEqual({ output: 'json' });
});

test.each([
  { words: ['--ouput', 'x'], says: "Unknown option '--ouput' (did you mean --output?)" },
  { words: ['-x'], says: "Unknown option '-x'" },
  { words: ['-o'], says: "Option '-o, --output <value>' argument missing" },
  { words: ['file'], says: "Unexpected argument 'file'" },
])('$words is refused: $says', ({ words, says }) => {
  const read = () => parseFlags(words, OPTIONS);
  expect(read).toThrow(UsageError);
  expect(read).toThrow(says);
});

test.each(['0', '10', '99999'])('%s is a count', (text) => {
  expect(parseCount('--n', text)).toBe(Number(text));
});

test.each(['', '-1', '1.5', 'x', '100000', '1e3'])('"%s" is none', (text) => {
  expect(() => parseCount('--n', text)).toThrow(`--n takes a whole number of at most 99999, not "${text}"`);
});
