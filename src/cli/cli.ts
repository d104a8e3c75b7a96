#!/usr/bin/env node
/* The entry of sparkctl: the words and streams of this process. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { standInForNewerNode } from './older-node.ts';
import { sparkctl } from './sparkctl.ts';

// A reader that has seen enough, such as head, closes the pipe.
process.stdout.once('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

const interruption = new AbortController();

/** The second one ends the process. */
function interrupted(): AbortSignal {
  if (process.listenerCount('SIGINT') === 0) process.once('SIGINT', () => interruption.abort());
  return interruption.signal;
}

/** Fails: as reading it would, where there is nothing of that name. */
async function list(folder: string, recursive: boolean): Promise<readonly string[] | undefined> {
  if (!(await stat(folder)).isDirectory()) return undefined;
  const entries = await readdir(folder, { recursive, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => join(parentPath, name));
}

/** What kubectl asks about the words of its plug-in `kubectl-spark`, it asks a program of this name. */
const COMPLETER = 'kubectl_complete-spark';
const [, program = '', ...given] = process.argv;
const words = basename(program) === COMPLETER ? ['completion', 'candidates', ...given] : given;

process.exitCode = await sparkctl(words, {
  environment: process.env,
  screen: process.stderr.isTTY ? process.stderr : undefined,
  interrupted,
  read: (file) => (file === '-' ? text(process.stdin) : readFile(file, 'utf8')),
  list,
  print: (output) => void process.stdout.write(output),
  tell: (line) => void process.stderr.write(`${line}\n`),
  connect: async (choice) => {
    standInForNewerNode();
    // Loaded only where a cluster is needed: it is most of the program.
    const { connect } = await import('./connect.ts');
    return connect(choice);
  },
});

// Requests of libraries that nobody waits for any more would keep the process; what was printed goes out first.
process.stdout.write('', () => process.exit());
