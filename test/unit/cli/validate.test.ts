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

test('wants a file', async () => {
  await expect(validated()).rejects.toThrow('-f FILE is missing');
});
