import { afterEach, expect, test } from '@jest/globals';

import { ConnectionPool } from '../../../src/kube/connection-pool.ts';
import { json, selfSigned, startLoopbackServer, type LoopbackServer } from './loopback-server.ts';

const opened: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const thing of opened.splice(0).toReversed()) await thing.close();
});

async function open(): Promise<{ readonly pool: ConnectionPool; readonly server: LoopbackServer }> {
  const server = await startLoopbackServer((_, response) => json(response, {}));
  const pool = new ConnectionPool(1000);
  opened.push(server, pool);
  return { pool, server };
}

test('equal TLS material keeps the connections', async () => {
  const { pool } = await open();
  const { cert } = selfSigned();
  expect(pool.get({ ca: cert }, 'request')).toBe(pool.get({ ca: cert }, 'request'));
});

test('watches and requests have connections of their own', async () => {
  const { pool } = await open();
  const { cert } = selfSigned();
  expect(pool.get({ ca: cert }, 'request')).not.toBe(pool.get({ ca: cert }, 'watch'));
});

test('a rotated certificate leads to new connections, and the request under way ends on the old one', async () => {
  const { pool, server } = await open();
  const { key, cert } = selfSigned();
  const request = { origin: server.url, path: '/', method: 'GET' } as const;
  const underWay = pool.get({ ca: cert }, 'request').request(request);
  const afterwards = pool.get({ ca: cert, cert, key }, 'request').request(request);
  for (const answer of await Promise.all([underWay, afterwards])) {
    expect(answer.statusCode).toBe(200);
    await answer.body.dump();
  }
  expect(server.connections()).toBe(2);
});

test('a server we have no reason to trust is not spoken to', async () => {
  const { pool, server } = await open();
  const request = pool.get({}, 'request').request({ origin: server.url, path: '/', method: 'GET' });
  await expect(request).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  expect(server.arrived).toEqual([]);
});
