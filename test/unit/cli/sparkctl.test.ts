import { expect, test } from '@jest/globals';
import { COMMANDS } from '../../../src/cli/commands.ts';
import { sparkctl } from '../../../src/cli/sparkctl.ts';
import { RecordedTerminal } from './recorded-terminal.ts';

test.each([
  { words: [], code: 2, printed: /^sparkctl: .*\n\nUsage: sparkctl COMMAND/u, told: [] },
  { words: ['--help'], code: 0, printed: / {2}render +print every object/u, told: [] },
  { words: ['render', '--help'], code: 0, printed: /^Usage: sparkctl render -f FILE/u, told: [] },
  { words: ['render', '-f', 'x', '-h'], code: 0, printed: /^Usage: sparkctl render -f FILE/u, told: [] },
  { words: ['--version'], code: 0, printed: /^sparkctl \d+\.\d+\.\d+\n$/u, told: [] },
  {
    words: ['rendr'],
    code: 2,
    printed: /^$/u,
    told: ['sparkctl: there is no command "rendr"; did you mean render? See sparkctl --help.'],
  },
  {
    words: ['scale', '--replicas', '3'],
    code: 2,
    printed: /^$/u,
    told: ['sparkctl scale: the name of the application is missing. See sparkctl scale --help.'],
  },
  {
    words: ['executors', 'pi', 'e'],
    code: 2,
    printed: /^$/u,
    told: ['sparkctl executors: one application at a time, not also e. See sparkctl executors --help.'],
  },
  {
    words: ['render'],
    code: 2,
    printed: /^$/u,
    told: ['sparkctl render: -f FILE is missing. See sparkctl render --help.'],
  },
  {
    words: ['render', '-f', 'gone.yaml'],
    code: 1,
    printed: /^$/u,
    told: ['gone.yaml: there is no such file; correct its name'],
  },
])('sparkctl $words ends with $code', async ({ words, code, printed, told }) => {
  const terminal = new RecordedTerminal();
  expect(await sparkctl(words, terminal)).toBe(code);
  expect(terminal.printed).toMatch(printed);
  expect(terminal.told).toEqual(told);
});

test('a word that is no command, and like none, is not guessed at', async () => {
  const terminal = new RecordedTerminal();
  expect(await sparkctl(['explain'], terminal)).toBe(2);
  expect(terminal.told).toEqual(['sparkctl: there is no command "explain". See sparkctl --help.']);
});

test.each(COMMANDS)('sparkctl $name --help says how to use it, with examples', async ({ name }) => {
  const terminal = new RecordedTerminal();
  expect(await sparkctl([name, '--help'], terminal)).toBe(0);
  expect(terminal.printed).toMatch(new RegExp(`^Usage: sparkctl ${name} `, 'u'));
  expect(terminal.printed).toMatch(new RegExp(`^Examples:\n  .*sparkctl ${name}\\b`, 'mu'));
  expect(terminal.printed).toContain('Exit codes: 0 ');
});
