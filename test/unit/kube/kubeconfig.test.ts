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

  test('gives way to credentials of somebody else', () => {
    const made = loadKubeConfig({ file, credentials: { token: 'own', caFile: file } });
    expect(made.getCurrentUser()).toEqual({ name: 'u', token: 'own' });
    expect(made.getCurrentCluster()).toMatchObject({ server: 'https://one', caFile: file });
    const rotated = loadKubeConfig({ file, credentials: { tokenFile: file, certFile: file, keyFile: file } });
    expect(rotated.getCurrentUser()).toEqual({
      name: 'u',
      authProvider: { name: 'tokenFile', config: { tokenFile: file } },
      certFile: file,
      keyFile: file,
    });
  });

  test('is not asked where credentials cannot be read', () => {
    expect(() => loadKubeConfig({ file, credentials: { caFile: '/gone.crt' } })).toThrow(
      'the credentials in /gone.crt cannot be read',
    );
  });
});

test('none is needed by whoever names the server', () => {
  const { HOME, KUBECONFIG } = process.env;
  Object.assign(process.env, { HOME: folder, KUBECONFIG: '' });
  try {
    const made = loadKubeConfig({ server: 'https://own', credentials: { token: 'own' } });
    expect(made.getCurrentCluster()?.server).toBe('https://own');
    expect(made.getCurrentUser()?.token).toBe('own');
  } finally {
    Object.assign(process.env, { HOME, KUBECONFIG });
    if (KUBECONFIG === undefined) delete process.env['KUBECONFIG'];
  }
});
