import { afterEach, describe, expect, test } from '@jest/globals';

import { systemClock } from '../../../src/clock.ts';
import type { WatchEvent } from '../../../src/kube/api-server.ts';
import { CurrentCredentials } from '../../../src/kube/credentials.ts';
import { HttpApiServer } from '../../../src/kube/http-api-server.ts';
import { Transport } from '../../../src/kube/transport.ts';
import { PODS, type PodManifest } from '../../../src/manifest/pod.ts';
import { json, startLoopbackServer, type Answer, type Arrived } from './loopback-server.ts';

const opened: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const thing of opened.splice(0).toReversed()) await thing.close();
});

async function connect(
  answer: Answer,
): Promise<{ readonly api: HttpApiServer; readonly arrived: Arrived[] }> {
  const server = await startLoopbackServer(answer);
  const credentials = new CurrentCredentials(server.kubeConfig, systemClock);
  const transport = new Transport({ credentials, clock: systemClock, userAgent: 'a-test/1' });
  opened.push(server, transport);
  return { api: new HttpApiServer(transport, 'tester'), arrived: server.arrived };
}

const PI = { namespace: 'jobs', name: 'pi' };
const pod: PodManifest = { metadata: PI, spec: { containers: [] } };
const stored = { ...pod, metadata: { ...PI, uid: 'u1', resourceVersion: '1' } };
const refuse =
  (code: number, reason = ''): Answer =>
  (_, response) =>
    json(response, { kind: 'Status', code, reason, message: 'no' }, code);

const echo: Answer = (request, response) => json(response, request.body);
const item = (name: string) => ({ metadata: { ...stored.metadata, name }, spec: { containers: [] } });
const line = (type: string, object: unknown): string => `${JSON.stringify({ type, object })}\n`;

describe('an object', () => {
  test('is read from its place', async () => {
    const { api, arrived } = await connect((_, response) => json(response, stored));
    await expect(api.get(PODS, PI)).resolves.toEqual(stored);
    expect(arrived[0]).toMatchObject({ method: 'GET', path: '/api/v1/namespaces/jobs/pods/pi' });
  });

  test('that is not there is undefined', async () => {
    const { api } = await connect(refuse(404));
    await expect(api.get(PODS, PI)).resolves.toBeUndefined();
  });

  test('that may not be read is an error', async () => {
    const { api } = await connect(refuse(403));
    await expect(api.get(PODS, PI)).rejects.toMatchObject({ reason: 'Forbidden' });
  });

  const FIELD_MANAGER = 'fieldManager=tester';
  const POD_PATH = '/api/v1/namespaces/jobs/pods';

  test.each([
    {
      name: 'is created in its namespace',
      write: (api: HttpApiServer) => api.create(PODS, pod),
      request: { method: 'POST', path: `${POD_PATH}?${FIELD_MANAGER}`, body: pod },
    },
    {
      name: 'is replaced at its place',
      write: (api: HttpApiServer) => api.replace(PODS, pod),
      request: { method: 'PUT', path: `${POD_PATH}/pi?${FIELD_MANAGER}`, body: pod },
    },
    {
      name: 'has a status that is replaced by itself',
      write: (api: HttpApiServer) => api.replace(PODS, pod, 'status'),
      request: { method: 'PUT', path: `${POD_PATH}/pi/status?${FIELD_MANAGER}` },
    },
    {
      name: 'is patched by merging',
      write: (api: HttpApiServer) => api.mergePatch(PODS, PI, { spec: null }),
      request: {
        method: 'PATCH',
        path: `${POD_PATH}/pi?${FIELD_MANAGER}`,
        headers: { 'content-type': 'application/merge-patch+json' },
        body: { spec: null },
      },
    },
    {
      name: 'has a status that is patched by itself',
      write: (api: HttpApiServer) => api.mergePatch(PODS, PI, { status: {} }, 'status'),
      request: { method: 'PATCH', path: `${POD_PATH}/pi/status?${FIELD_MANAGER}` },
    },
  ])('$name', async ({ write, request }) => {
    const { api, arrived } = await connect(echo);
    await write(api);
    expect(arrived).toMatchObject([request]);
  });
});

describe('deleting', () => {
  test('names the uid, and lets the garbage collector take the rest in its own time', async () => {
    const { api, arrived } = await connect((_, response) => json(response, stored));
    await expect(api.delete(PODS, PI, { uid: 'u1', gracePeriodSeconds: 0 })).resolves.toBe(true);
    expect(arrived[0]).toMatchObject({
      method: 'DELETE',
      path: '/api/v1/namespaces/jobs/pods/pi',
      body: { preconditions: { uid: 'u1' }, gracePeriodSeconds: 0, propagationPolicy: 'Background' },
    });
  });

  test('what is not there is no error', async () => {
    const { api } = await connect(refuse(404));
    await expect(api.delete(PODS, PI)).resolves.toBe(false);
  });

  test.each([
    { name: 'spares another object of that name', uidThere: 'u2', outcome: { deleted: false } },
    { name: 'tells a conflict that is not about the uid', uidThere: 'u1', outcome: { reason: 'Conflict' } },
  ])('$name', async ({ uidThere, outcome }) => {
    const { api } = await connect((request, response) => {
      if (request.method === 'DELETE') return json(response, { code: 409, reason: 'Conflict' }, 409);
      return json(response, { ...stored, metadata: { ...stored.metadata, uid: uidThere } });
    });
    const got = api.delete(PODS, PI, { uid: 'u1' }).then(
      (deleted) => ({ deleted }),
      (error: unknown) => error,
    );
    await expect(got).resolves.toMatchObject(outcome);
  });
});

describe('a list', () => {
  test('comes in pages, each item with its kind', async () => {
    const { api, arrived } = await connect((request, response) => {
      const last = request.path.includes('continue=more');
      const metadata = last ? { resourceVersion: '9' } : { resourceVersion: '9', continue: 'more' };
      json(response, { metadata, items: [item(last ? 'b' : 'a')] });
    });
    const pages = [];
    for await (const page of api.list(PODS, { namespace: 'jobs', labelSelector: 'x=y', pageSize: 1 }))
      pages.push(page);
    const kind = { apiVersion: 'v1', kind: 'Pod' };
    expect(pages).toEqual([
      { items: [{ ...item('a'), ...kind }], resourceVersion: '9' },
      { items: [{ ...item('b'), ...kind }], resourceVersion: '9' },
    ]);
    expect(arrived.map((request) => request.path)).toEqual([
      '/api/v1/namespaces/jobs/pods?labelSelector=x%3Dy&limit=1',
      '/api/v1/namespaces/jobs/pods?labelSelector=x%3Dy&limit=1&continue=more',
    ]);
  });

  test('may be old when that is good enough', async () => {
    const { api, arrived } = await connect((_, response) =>
      json(response, { metadata: { resourceVersion: '9' }, items: null }),
    );
    for await (const page of api.list(PODS, { resourceVersion: '0' })) expect(page.items).toEqual([]);
    expect(arrived[0]?.path).toBe('/api/v1/pods?limit=250&resourceVersion=0');
  });

  test('whose pages took too long fails as gone', async () => {
    const { api } = await connect((request, response) => {
      if (request.path.includes('continue')) return json(response, { code: 410, reason: 'Expired' }, 410);
      return json(response, { metadata: { resourceVersion: '9', continue: 'more' }, items: [] });
    });
    const pages = api.list(PODS, {});
    await pages.next();
    await expect(pages.next()).rejects.toMatchObject({ reason: 'Gone' });
  });
});

describe('a watch', () => {
  const QUERY = { namespace: 'jobs', resourceVersion: '9', timeoutSeconds: 300 };

  test('hands over its events and ends when the server closes it', async () => {
    const { api, arrived } = await connect((_, response) => {
      response.end(line('ADDED', stored) + line('BOOKMARK', { metadata: { resourceVersion: '20' } }));
    });
    const events: WatchEvent<PodManifest>[] = [];
    await api.watch(PODS, QUERY, (event) => events.push(event), new AbortController().signal);
    expect(events).toEqual([
      { type: 'ADDED', object: stored },
      { type: 'BOOKMARK', resourceVersion: '20' },
    ]);
    expect(arrived[0]?.path).toBe(
      '/api/v1/namespaces/jobs/pods?watch=true&allowWatchBookmarks=true&resourceVersion=9&timeoutSeconds=300',
    );
  });

  test.each([
    { name: 'at connect', answer: refuse(410, 'Expired') },
    {
      name: 'in a line',
      answer: ((_, response) => response.end(line('ERROR', { code: 410 }))) satisfies Answer,
    },
  ])('whose version is gone fails, be it told $name', async ({ answer }) => {
    const { api } = await connect(answer);
    const watching = api.watch(PODS, QUERY, () => {}, new AbortController().signal);
    await expect(watching).rejects.toMatchObject({ reason: 'Gone' });
  });

  test('that is cut off fails as unreachable', async () => {
    const { api } = await connect((_, response) => {
      response.write(line('ADDED', stored), () => response.stream.session?.destroy());
    });
    const watching = api.watch(PODS, QUERY, () => {}, new AbortController().signal);
    await expect(watching).rejects.toMatchObject({ reason: 'Unreachable' });
  });

  test('ends when asked, without an error or another event', async () => {
    const { api } = await connect((_, response) => response.write(line('ADDED', stored).repeat(3)));
    const stopping = new AbortController();
    let events = 0;
    const onEvent = (): void => {
      events++;
      stopping.abort();
    };
    await expect(api.watch(PODS, QUERY, onEvent, stopping.signal)).resolves.toBeUndefined();
    expect(events).toBe(1);
  });
});
