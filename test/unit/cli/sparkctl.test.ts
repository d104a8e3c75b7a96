import { expect, test } from '@jest/globals';
import { sparkctl } from '../../../src/cli/sparkctl.ts';
import { RecordedTerminal } from './recorded-terminal.ts';

test.each([
  { words: [], code: 2, printed: /^sparkctl: .*\n\nUsage: sparkctl COMMAND/u, told: [] },
  { words: ['--help'], code: 0, printed: / {2}render +print every object/u, told: [] },
  { words: ['render', '--help'], code: 0, printed: /^Usage: sparkctl render -f FILE/u, told: [] },
  { words: ['render', '-f', 'x', '-h'], code: 0, printed: /^Usage: sparkctl render -f FILE/u, told: [] },
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
    told: ["gone.yaml: ENOENT: no such file or directory, open 'gone.yaml'"],
  },
])('sparkctl $words ends with $code', async ({ words, code, printed, told }) => {
  const terminal = new RecordedTerminal();
  expect(await sparkctl(words, terminal)).toBe(code);
  expect(terminal.printed).toMatch(printed);
  expect(terminal.told).toEqual(told);
});
