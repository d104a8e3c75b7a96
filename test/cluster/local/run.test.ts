/** What a command that is run says about itself, and what it leaves behind. */
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from '@jest/globals';

import { capture, run, shellText } from './run.ts';

test('captures the output and hands in the input', async () => {
  await expect(capture(['sh', '-c', 'cat; echo not this >&2'], { input: 'text' })).resolves.toBe('text');
});

test.each<{ readonly name: string; readonly command: readonly string[]; readonly says: string }>([
  {
    name: 'says how a command failed, which, and what it printed last',
    command: ['sh', '-c', 'echo first; echo last >&2; exit 3'],
    says: "command failed with exit code 3: sh -c 'echo first; echo last >&2; exit 3'\nfirst\nlast",
  },
  {
    name: 'says which signal ended a command',
    command: ['sh', '-c', 'kill -KILL $$'],
    says: "command was ended by SIGKILL: sh -c 'kill -KILL $$'",
  },
  {
    name: 'says that a command does not exist',
    command: ['no-such-command'],
    says: 'no-such-command: No such file or directory',
  },
])('$name', async ({ command, says }) => {
  await expect(run(command)).rejects.toThrow(says);
});

test('writes the command and its output to the log', async () => {
  const log = join(tmpdir(), `run-test-${process.pid}.log`);
  await run(['echo', 'one line'], { log });
  expect(await readFile(log, 'utf8')).toBe("$ echo 'one line'\none line\n");
  await rm(log);
});

test('a contained command sees only its own processes', async () => {
  const count = await capture(['sh', '-c', 'ls -d /proc/[0-9]* | wc -l'], { contained: true });
  expect(Number(count)).toBeLessThan(6);
});

test('a command line can be pasted into a shell', () => {
  expect(shellText(['echo', "it's", '$HOME', 'plain=1'])).toBe(String.raw`echo 'it'\''s' '$HOME' plain=1`);
});
