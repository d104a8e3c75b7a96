import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { dump } from 'js-yaml';
import { COMMANDS } from '../../../src/cli/commands.ts';
import { sparkctl } from '../../../src/cli/sparkctl.ts';
import { ApiError } from '../../../src/kube/api-error.ts';
import { application } from '../submission/samples.ts';
import { RecordedTerminal } from './recorded-terminal.ts';

/** Keeps examples that name a store in the cloud on this machine, where nobody answers. */
const CONF = mkdtempSync(join(tmpdir(), 'examples-'));
afterAll(() => rmSync(CONF, { recursive: true }));
const S3A = { endpoint: 'http://127.0.0.1:1', 'access.key': 'a', 'secret.key': 'b', 'attempts.maximum': '1' };
writeFileSync(
  join(CONF, 'spark-defaults.conf'),
  Object.entries(S3A)
    .map(([key, value]) => `spark.hadoop.fs.s3a.${key} ${value}\n`)
    .join(''),
);

/** Files that examples name, each of them an application. */
const APP = dump(application({ driver: { serviceAccount: 'spark' } }));
const FILES = { 'app.yaml': APP, '-': APP, 'apps/app.yaml': APP };

const NO_CLUSTER = 'there is no cluster in this test';

/** The examples of a help text, each as the words behind `sparkctl`, without what concerns the shell. */
function examplesIn(help: string): readonly (readonly string[])[] {
  const block = /^Examples:\n((?: {2}.*\n)+)/mu.exec(help)?.[1] ?? '';
  return block
    .replaceAll(/\\\n\s+/gu, '')
    .trim()
    .split('\n')
    .map((line) => /sparkctl ([^|<>)]*)/u.exec(line)?.[1] ?? '')
    .map((words) => [...words.matchAll(/'([^']*)'|(\S+)/gu)].map(([, quoted, bare]) => quoted ?? bare ?? ''));
}

const EXAMPLES = await Promise.all(
  COMMANDS.map(async (listed) => examplesIn((await listed.load()).usage)),
).then((all) => all.flat());

test('each command has examples', () => {
  expect([...new Set(EXAMPLES.map(([name]) => name))]).toEqual(COMMANDS.map(({ name }) => name));
});

test.each(EXAMPLES)(
  'sparkctl %s %s %s: its words and files are right',
  async (...given: readonly string[]) => {
    const words = given.filter((word) => typeof word === 'string');
    const terminal = new RecordedTerminal(FILES, undefined, { SPARK_CONF_DIR: CONF });
    terminal.connect = () =>
      Promise.reject(new ApiError({ reason: 'NoKubeConfig', code: 0, message: NO_CLUSTER }));
    const code = await sparkctl(words, terminal);
    // Nothing but the cluster is missing, if that.
    const missing = code === 0 ? [] : [NO_CLUSTER];
    const said = [...terminal.told, terminal.printed].filter((text) => text.includes(NO_CLUSTER));
    expect({
      code,
      said: said.length,
      told: terminal.told.filter((line) => !line.includes(NO_CLUSTER)),
    }).toEqual({
      code: missing.length,
      said: missing.length,
      told: [],
    });
  },
);
