#!/usr/bin/env node
/* The entry of sparkctl: the words and streams of this process. */
import { readFile } from 'node:fs/promises';
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

process.exitCode = await sparkctl(process.argv.slice(2), {
  environment: process.env,
  screen: process.stderr.isTTY ? process.stderr : undefined,
  interrupted,
  read: (file) => (file === '-' ? text(process.stdin) : readFile(file, 'utf8')),
  print: (output) => void process.stdout.write(output),
  tell: (line) => void process.stderr.write(`${line}\n`),
  connect: async (choice) => {
    standInForNewerNode();
    // Loaded only where a cluster is needed: it is most of the program.
    const { connect } = await import('./connect.ts');
    return connect(choice);
  },
});
