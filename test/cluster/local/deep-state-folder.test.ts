/** A cluster whose state lies as deep as it may: in the home of somebody with a long name. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { capture, run } from './run.ts';

const MAIN = join(import.meta.dirname, 'main.ts');
const NAME = 'deep-state';
/** No path of a socket is longer. */
const LONGEST = 107;
const BELOW = `/spark-application-operator/${NAME}/control.sock`;

let home: string;
let env: Readonly<Record<string, string>>;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'deep-'));
  env = { XDG_STATE_HOME: join(home, 'x'.repeat(LONGEST - BELOW.length - home.length - 1)) };
});

afterAll(async () => {
  await run(command('down'), { env });
  await rm(home, { recursive: true });
});

test('a node comes up there, and nothing stays', async () => {
  await run(command('up'), { env });
  const node = await capture(command('kubectl', 'get', 'nodes', '--output=name'), { env });
  expect(node.trim()).toBe('node/node-0');
  await run(command('down'), { env });
  expect(await readdir(join(env['XDG_STATE_HOME'] ?? '', 'spark-application-operator'))).not.toContain(NAME);
});

const command = (...words: readonly string[]): readonly string[] => [
  process.execPath,
  MAIN,
  '--name',
  NAME,
  ...words,
];
