import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import type { ListPage, WatchEvent } from '../../../src/kube/api-server.ts';
import { buildEvent, EVENTS, type EventManifest } from '../../../src/kube/event.ts';
import { CONFIG_MAPS, type ConfigMapManifest } from '../../../src/manifest/config-map.ts';
import { compactEtcd } from './compact-etcd.ts';
import { allPages, configMap, connectToRealApiServer, type RealApiServer } from './real-api-server.ts';

let server: RealApiServer;
beforeAll(async () => (server = await connectToRealApiServer()));
afterAll(() => server.close());

const at = (name: string) => ({ namespace: server.namespace, name });
const create = (name: string, data?: Record<string, string>) =>
  server.api.create(CONFIG_MAPS, configMap(server.namespace, name, data));

function pagesOf(labelSelector: string, pageSize: number): Promise<ListPage<ConfigMapManifest>[]> {
  return allPages(server.api.list(CONFIG_MAPS, { namespace: server.namespace, labelSelector, pageSize }));
}

/** Watches until `enough` events came, or the server closes. */
async function watchFrom(resourceVersion: string, enough: number): Promise<WatchEvent<ConfigMapManifest>[]> {
  const events: WatchEvent<ConfigMapManifest>[] = [];
  const stopping = new AbortController();
  const query = { namespace: server.namespace, resourceVersion, timeoutSeconds: 10 };
  const onEvent = (event: WatchEvent<ConfigMapManifest>): void => {
    events.push(event);
    if (events.length === enough) stopping.abort();
  };
  await server.api.watch(CONFIG_MAPS, query, onEvent, stopping.signal);
  return events;
}

/** Not served from the API server's cache, so that what etcd forgot is forgotten. */
const noted = (message: string): EventManifest =>
  buildEvent(
    { apiVersion: 'v1', kind: 'ConfigMap', namespace: server.namespace, name: 'a', uid: 'u' },
    { type: 'Normal', reason: 'Noted', message },
    { component: 'kube-test', instance: 'here' },
    0,
  );

describe('a name', () => {
  test('can be taken once', async () => {
    await create('taken');
    await expect(create('taken')).rejects.toMatchObject({ reason: 'AlreadyExists', code: 409 });
  });

  test('that does not fit is refused with the field', async () => {
    await expect(create('No Such Name')).rejects.toMatchObject({
      reason: 'Invalid',
      message: expect.stringContaining('metadata.name'),
    });
  });

  test('is free again after the deletion', async () => {
    await create('fleeting');
    await expect(server.api.delete(CONFIG_MAPS, at('fleeting'))).resolves.toBe(true);
    await expect(server.api.delete(CONFIG_MAPS, at('fleeting'))).resolves.toBe(false);
    await expect(server.api.get(CONFIG_MAPS, at('fleeting'))).resolves.toBeUndefined();
  });
});

describe('a precondition', () => {
  test('on the version lets one of two writers win', async () => {
    const seen = await create('raced');
    await server.api.replace(CONFIG_MAPS, { ...seen, data: { by: 'one' } });
    const late = server.api.replace(CONFIG_MAPS, { ...seen, data: { by: 'two' } });
    await expect(late).rejects.toMatchObject({ reason: 'Conflict' });
  });

  test('on the version holds for a patch, too', async () => {
    const { metadata } = await create('patched-late');
    await server.api.mergePatch(CONFIG_MAPS, at('patched-late'), { data: { by: 'one' } });
    const patch = { metadata: { resourceVersion: metadata.resourceVersion }, data: { by: 'two' } };
    const late = server.api.mergePatch(CONFIG_MAPS, at('patched-late'), patch);
    await expect(late).rejects.toMatchObject({ reason: 'Conflict' });
  });

  test('on the uid spares the successor', async () => {
    const first = await create('succeeded');
    await server.api.delete(CONFIG_MAPS, at('succeeded'));
    const second = await create('succeeded');
    const { uid } = first.metadata;
    await expect(server.api.delete(CONFIG_MAPS, at('succeeded'), { uid })).resolves.toBe(false);
    const options = { uid: second.metadata.uid };
    await expect(server.api.delete(CONFIG_MAPS, at('succeeded'), options)).resolves.toBe(true);
  });
});

test('a merge patch changes what it names, and removes what it nulls', async () => {
  await create('merged', { stays: '1', changes: '1', goes: '1' });
  const patch = { data: { changes: '2', goes: null } };
  const merged = await server.api.mergePatch(CONFIG_MAPS, at('merged'), patch);
  expect(merged.data).toEqual({ stays: '1', changes: '2' });
  const managers = (merged.metadata as { managedFields?: { manager: string }[] }).managedFields;
  expect(managers).toMatchObject([{ manager: 'kube-test' }]);
});

describe('a list', () => {
  test('comes in pages of one version, each item with its kind', async () => {
    for (let i = 0; i < 25; i++) await create(`listed-${i}`);
    const pages = await pagesOf('made=here', 10);
    const first = pages[0]?.resourceVersion;
    expect(pages.map((page) => page.items.length).slice(0, 2)).toEqual([10, 10]);
    expect(pages.every((page) => page.resourceVersion === first)).toBe(true);
    expect(pages[0]?.items[0]).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap' });
  });

  test('of nothing is one empty page to watch from', async () => {
    const [page] = await pagesOf('made=nowhere', 10);
    expect(page).toEqual({ items: [], resourceVersion: expect.stringMatching(/^\d+$/u) });
  });

  test('whose pages took longer than the server remembers fails as gone', async () => {
    for (const message of ['one', 'two']) await server.api.create(EVENTS, noted(message));
    const pages = server.api.list(EVENTS, { namespace: server.namespace, pageSize: 1 });
    await pages.next();
    await server.api.create(EVENTS, noted('meanwhile'));
    await compactEtcd();
    await expect(pages.next()).rejects.toMatchObject({ reason: 'Gone', code: 410 });
  });
});

describe('a watch', () => {
  test('tells what happened since, in order, with the last state at the deletion', async () => {
    const created = await create('watched', { step: '1' });
    await server.api.mergePatch(CONFIG_MAPS, at('watched'), { data: { step: '2' } });
    await server.api.delete(CONFIG_MAPS, at('watched'));
    const events = await watchFrom(created.metadata.resourceVersion, 2);
    expect(events).toMatchObject([
      { type: 'MODIFIED', object: { kind: 'ConfigMap', data: { step: '2' } } },
      { type: 'DELETED', object: { data: { step: '2' } } },
    ]);
  });

  test('from before what the server remembers fails as gone', async () => {
    const { metadata } = await server.api.create(EVENTS, noted('watched'));
    for (const message of ['then', 'and then']) await server.api.create(EVENTS, noted(message));
    await compactEtcd();
    const query = { namespace: server.namespace, resourceVersion: metadata.resourceVersion };
    const watching = server.api.watch(EVENTS, query, () => {}, new AbortController().signal);
    await expect(watching).rejects.toMatchObject({ reason: 'Gone', code: 410 });
  });
});
