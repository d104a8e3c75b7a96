import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { systemClock } from '../../../src/clock.ts';
import { LeaderElection } from '../../../src/kube/leader-election.ts';
import { LEASES } from '../../../src/kube/lease.ts';
import { jsonLog } from '../../../src/log.ts';
import { connectToRealApiServer, type RealApiServer } from './real-api-server.ts';

let server: RealApiServer;
beforeAll(async () => (server = await connectToRealApiServer()));
afterAll(() => server.close());

interface Contender {
  /** Settles when it becomes the leader. */
  readonly began: Promise<void>;
  /** Steps down; settles when the lease is free. */
  stop(): Promise<void>;
}

function enter(identity: string): Contender {
  const { api, namespace } = server;
  const settings = { lease: { namespace, name: 'leader' }, identity, retryMs: 200 };
  const world = { api, clock: systemClock, log: jsonLog('silent'), random: Math.random };
  const stopping = new AbortController();
  const { promise, resolve } = Promise.withResolvers<void>();
  const ended = new LeaderElection(settings, world).lead(stopping.signal, (leading) => {
    resolve();
    return new Promise((done) => leading.addEventListener('abort', () => done(), { once: true }));
  });
  const stop = (): Promise<void> => {
    stopping.abort();
    return ended;
  };
  return { began: promise, stop };
}

test('leadership goes over at once when a leader steps down, and the lease tells the story', async () => {
  const first = enter('first');
  await first.began;
  const second = enter('second');
  await first.stop();
  await second.began;
  const lease = await server.api.get(LEASES, { namespace: server.namespace, name: 'leader' });
  expect(lease?.spec).toEqual({
    holderIdentity: 'second',
    leaseDurationSeconds: 15,
    leaseTransitions: 1,
    acquireTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/u),
    renewTime: expect.stringMatching(/\.\d{6}Z$/u),
  });
  await second.stop();
});
