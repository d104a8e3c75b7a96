import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { LEASES } from '../../../src/kube/lease.ts';
import { allPages, connectToRealApiServer, type RealApiServer } from './real-api-server.ts';

let server: RealApiServer;
beforeAll(async () => (server = await connectToRealApiServer()));
afterAll(() => server.close());

test('a watch that nothing happens in is told within two minutes how far the world has moved on', async () => {
  const { api, namespace } = server;
  const pages = await allPages(api.list(LEASES, { namespace }));
  const resourceVersion = pages[0]?.resourceVersion ?? '';
  const stopping = new AbortController();
  const versions: string[] = [];
  await api.watch(
    LEASES,
    { namespace, resourceVersion, timeoutSeconds: 120 },
    (event) => {
      if (event.type === 'BOOKMARK') versions.push(event.resourceVersion);
      stopping.abort();
    },
    stopping.signal,
  );
  expect(versions).toEqual([expect.stringMatching(/^\d+$/u)]);
  expect(versions).not.toContain(resourceVersion);
}, 125_000);
