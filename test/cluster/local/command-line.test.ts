/** How the words of the local cluster tool are read. */
import { expect, test } from '@jest/globals';

import { DEFAULT_OPTIONS } from './cluster-layout.ts';
import { parseCommandLine, UsageError } from './command-line.ts';
import type { CommandLine } from './command-line.ts';

test.each<{ readonly name: string; readonly line: string; readonly is: Partial<CommandLine> }>([
  {
    name: 'takes the defaults',
    line: 'up',
    is: { options: DEFAULT_OPTIONS, words: ['up'], rest: undefined },
  },
  {
    name: 'leaves all after kubectl to kubectl',
    line: '--name two kubectl get pods --name=x -- y',
    is: {
      options: { ...DEFAULT_OPTIONS, name: 'two' },
      words: ['kubectl'],
      rest: ['get', 'pods', '--name=x', '--', 'y'],
    },
  },
  {
    name: 'leaves all after sparkctl to sparkctl',
    line: '--name two sparkctl list --namespace jobs',
    is: { words: ['sparkctl'], rest: ['list', '--namespace', 'jobs'] },
  },
  {
    name: 'runs what stands after two dashes',
    line: '--mode api -- npx jest --bail',
    is: {
      options: { ...DEFAULT_OPTIONS, mode: 'api' as const },
      words: [],
      rest: ['npx', 'jest', '--bail'],
    },
  },
  {
    name: 'takes options after the command, too',
    line: 'up --controllers --fsync --image spark --image pause',
    is: {
      options: { ...DEFAULT_OPTIONS, controllers: true, fsync: true, images: ['spark', 'pause'] },
      words: ['up'],
    },
  },
])('$name', ({ line, is }) => {
  expect(parseCommandLine(line.split(' '))).toMatchObject(is);
});

test.each<{ readonly name: string; readonly line: string; readonly says: string }>([
  { name: 'refuses unknown modes', line: 'up --mode fast', says: '--mode is "api" or "node", not "fast"' },
  { name: 'refuses unknown options', line: 'up --quick', says: "Unknown option '--quick'" },
  { name: 'refuses names that are no names', line: 'up --name A/b', says: '"A/b" cannot name a cluster' },
])('$name', ({ line, says }) => {
  const read = (): CommandLine => parseCommandLine(line.split(' '));
  expect(read).toThrow(UsageError);
  expect(read).toThrow(says);
});
