import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { systemClock } from '../../../src/clock.ts';
import { Informer } from '../../../src/kube/informer.ts';
import type { Change, Projection } from '../../../src/kube/projection-cache.ts';
import { jsonLog } from '../../../src/log.ts';
import { CONFIG_MAPS, type ConfigMapManifest } from '../../../src/manifest/config-map.ts';
import { configMap, connectToRealApiServer, type RealApiServer } from './real-api-server.ts';

interface Seen extends Projection {
  readonly color: string | undefined;
}

let server: RealApiServer;
beforeAll(async () => (server = await connectToRealApiServer()));
afterAll(() => server.close());

/** Settles with all changes once `count` of them were told. */
function collect(count: number): {
  readonly onChange: (change: Change<Seen>) => void;
  readonly all: Promise<string[]>;
} {
  const told: string[] = [];
  const { promise, resolve } = Promise.withResolvers<string[]>();
  const onChange = (change: Change<Seen>): void => {
    const { name, color } = change.kind === 'deleted' ? change.before : change.after;
    told.push(`${change.kind} ${name} ${color}`);
    if (told.length === count) resolve(told);
  };
  return { onChange, all: promise };
}

test('an informer shows what is there, then what happens, from first list to end', async () => {
  const { api, namespace } = server;
  const create = (name: string, color: string) =>
    api.create(CONFIG_MAPS, configMap(namespace, name, { color }));
  for (const name of ['a', 'b', 'c']) await create(name, 'red');

  const { onChange, all } = collect(6);
  const informer = new Informer<ConfigMapManifest, Seen, 'color'>(
    {
      resource: CONFIG_MAPS,
      namespace,
      labelSelector: 'made=here',
      project: ({ metadata: { name, uid, resourceVersion }, data }) => ({
        namespace,
        name,
        uid,
        resourceVersion,
        color: data?.['color'],
      }),
      indexes: { color: (value) => value.color },
      onChange,
    },
    { api, clock: systemClock, log: jsonLog('silent'), random: Math.random },
  );
  const stopping = new AbortController();
  const running = informer.run(stopping.signal);
  await informer.synced;
  expect(informer.by('color', 'red')).toHaveLength(3);

  await api.mergePatch(CONFIG_MAPS, { namespace, name: 'a' }, { data: { color: 'blue' } });
  await api.delete(CONFIG_MAPS, { namespace, name: 'b' });
  await create('d', 'green');
  const added = ['added a red', 'added b red', 'added c red'];
  await expect(all).resolves.toEqual([...added, 'modified a blue', 'deleted b red', 'added d green']);
  expect(informer.by('color', 'red').map((value) => value.name)).toEqual(['c']);

  stopping.abort();
  await expect(running).resolves.toBeUndefined();
});
