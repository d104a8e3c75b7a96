import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { KubeConfig } from '@kubernetes/client-node';
import { afterAll, describe, expect, test } from '@jest/globals';

import { CurrentCredentials } from '../../../src/kube/credentials.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { kubeConfigFor, selfSigned } from './loopback-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'credentials-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SERVER = 'https://10.0.0.1:6443/clusters/c1';
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const credentialsOf = (user: Record<string, unknown>, clock = new ManualClock()): CurrentCredentials =>
  new CurrentCredentials(kubeConfigFor(SERVER, selfSigned().cert, user), clock);

/** A program that answers with a token, and writes down each time it is run. */
function execPlugin(runs: string): Record<string, unknown> {
  const answer = JSON.stringify({
    apiVersion: 'client.authentication.k8s.io/v1',
    kind: 'ExecCredential',
    status: { token: 'from-plugin', expirationTimestamp: '2000-01-01T00:00:00Z' },
  });
  const script = `require('fs').appendFileSync(${JSON.stringify(runs)}, 'x'); console.log(${JSON.stringify(answer)})`;
  return { exec: { command: process.execPath, args: ['-e', script] } };
}

describe('credentials', () => {
  test.each([
    { name: 'a token', user: { token: 't' }, authorization: 'Bearer t' },
    {
      name: 'a name and a password',
      user: { username: 'u', password: 'p' },
      authorization: `Basic ${base64('u:p')}`,
    },
  ])('may be $name', async ({ user, authorization }) => {
    const credentials = await credentialsOf(user).get();
    expect(credentials).toMatchObject({ server: SERVER, headers: { authorization } });
    expect(String(credentials.tls.ca)).toBe(selfSigned().cert);
  });

  test('may be a client certificate', async () => {
    const { cert, key } = selfSigned();
    const { tls, headers } = await credentialsOf({ certData: base64(cert), keyData: base64(key) }).get();
    expect({ tls, headers }).toMatchObject({
      tls: { cert: Buffer.from(cert), key: Buffer.from(key) },
      headers: {},
    });
  });

  test('may be a file with a token, whose line end does not count', async () => {
    const tokenFile = join(folder, 'token');
    writeFileSync(tokenFile, 'from-file\n');
    const user = { authProvider: { name: 'tokenFile', config: { tokenFile } } };
    await expect(credentialsOf(user).get()).resolves.toMatchObject({
      headers: { authorization: 'Bearer from-file' },
    });
  });

  test('may come from a plug-in, which runs once for all who ask at a time', async () => {
    const runs = join(folder, 'runs');
    const credentials = credentialsOf(execPlugin(runs));
    const [first] = await Promise.all([credentials.get(), credentials.get(), credentials.get()]);
    expect(first.headers).toEqual({ authorization: 'Bearer from-plugin' });
    expect(readFileSync(runs, 'utf8')).toBe('x');
  });
});

describe('fresh credentials', () => {
  const clock = new ManualClock();
  const kubeConfig = kubeConfigFor(SERVER, selfSigned().cert);
  const credentials = new CurrentCredentials(kubeConfig, clock);
  const rotateTo = (token: string): void =>
    kubeConfig.getUsers().forEach((user) => Object.assign(user, { token }));
  const authorization = async (): Promise<string | undefined> =>
    (await credentials.get()).headers['authorization'];

  test('are read some seconds after they changed', async () => {
    await credentials.get();
    rotateTo('second');
    clock.advance(9_999);
    await expect(authorization()).resolves.toBe('Bearer secret-1');
    clock.advance(1);
    await expect(authorization()).resolves.toBe('Bearer second');
  });

  test('are read at once after they were refused', async () => {
    rotateTo('third');
    credentials.expire();
    await expect(authorization()).resolves.toBe('Bearer third');
  });

  test('are read again after reading failed', async () => {
    const tokenFile = join(folder, 'late');
    const late = credentialsOf({ authProvider: { name: 'tokenFile', config: { tokenFile } } });
    await expect(late.get()).rejects.toMatchObject({ code: 'ENOENT' });
    writeFileSync(tokenFile, 'here');
    await expect(late.get()).resolves.toMatchObject({ headers: { authorization: 'Bearer here' } });
  });

  test('need a cluster', async () => {
    const none = new CurrentCredentials(new KubeConfig(), clock);
    await expect(none.get()).rejects.toMatchObject({ reason: 'NoKubeConfig' });
  });
});
