import { expect, test } from '@jest/globals';
import { dump } from 'js-yaml';
import { validate } from '../../../src/cli/validate.ts';
import { application } from '../submission/samples.ts';
import { RecordedTerminal } from './recorded-terminal.ts';

const ACCOUNT = { serviceAccount: 'spark' };
const FILES = {
  'right.yaml': dump(application({ driver: ACCOUNT })),
  'wrong.yaml': dump(
    application({ mode: 'client', driver: { memory: '5x', ...ACCOUNT } }, { name: 'wrong' }),
  ),
  'odd.yaml': dump(application({ pythonVersion: '3', driver: ACCOUNT }, { name: 'odd' })),
  'misspelt.yaml': dump({
    ...application(),
    spec: { ...application({ driver: ACCOUNT }).spec, driverr: {} },
  }),
  'anybody.yaml': dump(application({}, { name: 'anybody' })),
  'bad.yaml': 'a: [',
  'apps/two.yml': dump(application({ driver: ACCOUNT }, { name: 'two' })),
  'apps/one.json': JSON.stringify(application({ driver: ACCOUNT }, { name: 'one' })),
  'apps/values.yaml': 'a: 1',
  'apps/notes.txt': 'a: [',
  'apps/more/three.yaml': dump(application({ driver: ACCOUNT }, { name: 'three' })),
  'broken/bad.yaml': 'a: [',
  'broken/right.yaml': dump(application({ driver: ACCOUNT })),
  'empty/values.yaml': 'a: 1',
};

async function validated(...words: readonly string[]) {
  const terminal = new RecordedTerminal(FILES);
  const code = await validate.run(words, terminal);
  return { code, told: terminal.told, printed: terminal.printed };
}

test('says that nothing is wrong', async () => {
  expect(await validated('-f', 'right.yaml')).toEqual({
    code: 0,
    told: [],
    printed: 'SparkApplication jobs/pi: nothing is wrong\n',
  });
});

test('says all that is wrong at once, and of the others that nothing is', async () => {
  const { code, told, printed } = await validated('-f', 'right.yaml', '-f', 'wrong.yaml');
  expect(code).toBe(1);
  expect(told.map((line) => line.split(': ').slice(0, 3).join(': '))).toEqual([
    'error: SparkApplication jobs/wrong: spec.mode',
    'error: SparkApplication jobs/wrong: spec.driver.memory',
  ]);
  expect(printed).toBe('SparkApplication jobs/pi: nothing is wrong\n');
});

test.each([
  { file: 'odd.yaml', code: 0, says: /^warning: .*spec\.pythonVersion: The field has no effect/u },
  { file: 'anybody.yaml', code: 0, says: /^warning: .*spec\.driver\.serviceAccount: .*"default"/u },
  { file: 'misspelt.yaml', code: 1, says: /spec\.driverr: There is no such field\. Did you mean driver\?/u },
  { file: 'bad.yaml', code: 1, says: /^bad\.yaml: / },
])('$file ends with $code', async ({ file, code, says }) => {
  const { code: ended, told } = await validated('-f', file);
  expect(ended).toBe(code);
  expect(told).toEqual([expect.stringMatching(says)]);
});

test.each([
  { words: ['-f', 'apps'], names: ['one', 'two'] },
  { words: ['-R', '-f', 'apps'], names: ['three', 'one', 'two'] },
  { words: ['--recursive', '-f', 'apps/more', '-f', 'right.yaml'], names: ['three', 'pi'] },
])('reads the applications of a folder: $words', async ({ words, names }) => {
  expect(await validated(...words)).toEqual({
    code: 0,
    told: [],
    printed: names.map((name) => `SparkApplication jobs/${name}: nothing is wrong\n`).join(''),
  });
});

test.each([
  { folder: 'broken', says: /^broken\/bad\.yaml: / },
  { folder: 'empty', says: /^empty: no \.yaml, \.yml or \.json file in this folder .*-R reads/u },
  { folder: 'gone', says: /^gone: there is no such file; correct its name$/u },
])('$folder cannot be used', async ({ folder, says }) => {
  const { code, told, printed } = await validated('-f', folder);
  expect({ code, printed }).toEqual({ code: 1, printed: '' });
  expect(told).toEqual([expect.stringMatching(says)]);
});

test('says how a file is named', async () => {
  await expect(validated('right.yaml')).rejects.toThrow('a file has -f before it: -f right.yaml');
});

test('wants a file', async () => {
  await expect(validated()).rejects.toThrow('-f FILE is missing');
});
