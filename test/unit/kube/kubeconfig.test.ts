import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, test } from '@jest/globals';

import { loadKubeConfig } from '../../../src/kube/kubeconfig.ts';

const folder = mkdtempSync(join(tmpdir(), 'kubeconfig-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = join(folder, 'config');
const entry = (kind: string, name: string, content: object) => ({ name, [kind]: content });
writeFileSync(
  file,
  JSON.stringify({
    clusters: [
      entry('cluster', 'c1', { server: 'https://one' }),
      entry('cluster', 'c2', { server: 'https://two' }),
    ],
    users: [entry('user', 'u', { token: 't' })],
    contexts: [
      entry('context', 'first', { cluster: 'c1', user: 'u' }),
      entry('context', 'second', { cluster: 'c2', user: 'u' }),
      entry('context', 'torn', { cluster: 'gone', user: 'u' }),
    ],
    'current-context': 'first',
  }),
);

const undecided = join(folder, 'undecided');
writeFileSync(
  undecided,
  JSON.stringify({ contexts: [entry('context', 'only', { cluster: 'c', user: 'u' })] }),
);
const empty = join(folder, 'empty');
writeFileSync(empty, '{}');

describe('a kubeconfig', () => {
  test.each([
    { name: 'leads to the cluster of its current context', choice: { file }, server: 'https://one' },
    {
      name: 'leads to that of another context when asked',
      choice: { file, context: 'second' },
      server: 'https://two',
    },
  ])('$name', ({ choice, server }) => {
    expect(loadKubeConfig(choice).getCurrentCluster()?.server).toBe(server);
  });

  test.each([
    {
      name: 'is not there',
      choice: { file: join(folder, 'none') },
      says: /cannot be read: .*none.*; set KUBECONFIG, or name the file with --kubeconfig/u,
    },
    {
      name: 'lacks the context',
      choice: { file, context: 'third' },
      says: 'has no context "third"; choose one of first, second, torn with --context',
    },
    {
      name: 'lacks the cluster of the context',
      choice: { file, context: 'torn' },
      says: 'has no cluster "gone", which its context "torn" names; choose one of',
    },
    {
      name: 'has no current context',
      choice: { file: undecided },
      says: 'has no current context; choose one of only with --context',
    },
    { name: 'is empty', choice: { file: empty }, says: 'has no contexts; set KUBECONFIG' },
  ])('that $name is refused', ({ choice, says }) => {
    expect(() => loadKubeConfig(choice)).toThrow(says);
  });
});
