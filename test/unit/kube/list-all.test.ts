import { expect, test } from '@jest/globals';
import type { ApiServer, ListPage } from '../../../src/kube/api-server.ts';
import { listAll, whole } from '../../../src/kube/list-all.ts';
import { CONFIG_MAPS } from '../../../src/manifest/config-map.ts';
import type { KubernetesObject, Stored } from '../../../src/manifest/object-meta.ts';

const named = (name: string): Stored<KubernetesObject> => ({
  metadata: { namespace: 'jobs', name, uid: name, resourceVersion: '1' },
});

/** A list of two pages. */
const api = {
  async *list() {
    const pages: readonly ListPage<KubernetesObject>[] = [
      { items: [named('a'), named('b')], resourceVersion: '7' },
      { items: [named('c')], resourceVersion: '7' },
    ];
    yield* pages;
  },
} as Pick<ApiServer, 'list'>;

test('all pages are one, and say from where a watch goes on', async () => {
  const { items, resourceVersion } = await listAll(api, CONFIG_MAPS, {}, whole);
  expect(items.map(({ metadata }) => metadata.name)).toEqual(['a', 'b', 'c']);
  expect(resourceVersion).toBe('7');
});

test('of each page only what is wanted is kept', async () => {
  const { items } = await listAll(api, CONFIG_MAPS, {}, (page) =>
    page.map(({ metadata }) => metadata.name).filter((name) => name !== 'b'),
  );
  expect(items).toEqual(['a', 'c']);
});
