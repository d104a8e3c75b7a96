import { describe, expect, test } from '@jest/globals';
import type { ApiServer, ListPage, WatchEvent } from '../../../src/kube/api-server.ts';
import { Informer } from '../../../src/kube/informer.ts';
import { identityOf } from '../../../src/kube/projection-cache.ts';
import { ScopedInformers, type NamespaceScope } from '../../../src/kube/scoped-informers.ts';
import type { KubernetesObject, Stored } from '../../../src/manifest/object-meta.ts';
import { PODS } from '../../../src/manifest/pod.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { RecordingLog } from './recording-log.ts';
import { ScriptedApiServer } from './scripted-api-server.ts';

const object = (name: string, namespace?: string): Stored<KubernetesObject> =>
  ({ metadata: { ...(namespace && { namespace }), name, uid: name, resourceVersion: '1' } }) as never;

const page = (...items: Stored<KubernetesObject>[]): ListPage<KubernetesObject> => ({
  items,
  resourceVersion: '5',
});

async function scoped(scope: NamespaceScope, server: ScriptedApiServer) {
  const clock = new ManualClock();
  const stopping = new AbortController();
  const running: Promise<void>[] = [];
  const informers = new ScopedInformers(scope, (options) => {
    const world = { api: server as unknown as ApiServer, clock, log: new RecordingLog(), random: () => 1 };
    const informer = new Informer(options, world);
    running.push(informer.run(stopping.signal));
    return informer;
  });
  const stop = async (): Promise<void> => {
    stopping.abort();
    await Promise.all(running);
  };
  return { informers, clock, stop };
}

const change = (type: 'ADDED' | 'MODIFIED' | 'DELETED', name: string): WatchEvent<KubernetesObject> => {
  const { metadata } = object(name);
  return { type, object: { metadata: { ...metadata, resourceVersion: `${type}-of-${name}` } } };
};

const PODS_OF_ALL = { resource: PODS, project: identityOf, indexes: {}, onChange: () => undefined };

describe('namespaces that were named', () => {
  test('are watched each by itself, and no others', async () => {
    const server = new ScriptedApiServer([page(object('a', 'one'))], [page(object('b', 'two'))]);
    const { informers, clock, stop } = await scoped({ namespaces: ['one', 'two'] }, server);
    const seen = informers.inform(PODS_OF_ALL);
    await clock.pass(0);
    expect(server.listed).toEqual([{ namespace: 'one' }, { namespace: 'two' }]);
    expect(seen.get({ namespace: 'two', name: 'b' })?.name).toBe('b');
    expect(seen.get({ namespace: 'three', name: 'b' })).toBeUndefined();
    expect(seen.in('one').map(({ name }) => name)).toEqual(['a']);
    expect(seen.in('three')).toEqual([]);
    expect(informers.selected(() => undefined)('one')).toBe(true);
    await stop();
  });
});

describe('namespaces that labels choose', () => {
  test('are followed as they gain and lose the labels, and each that does is told', async () => {
    const server = new ScriptedApiServer([page(object('one'))]);
    const scope = { namespaces: [], namespaceSelector: 'team=data' };
    const { informers, clock, stop } = await scoped(scope, server);
    const told: string[] = [];
    const isSelected = informers.selected((namespace) => told.push(namespace));
    await clock.pass(0);
    expect(server.listed).toEqual([{ labelSelector: 'team=data' }]);
    expect(['one', 'two'].filter(isSelected)).toEqual(['one']);
    server.watches.at(-1)?.send(change('ADDED', 'two'));
    server.watches.at(-1)?.send(change('MODIFIED', 'two'));
    expect(['one', 'two'].filter(isSelected)).toEqual(['one', 'two']);
    server.watches.at(-1)?.send(change('DELETED', 'one'));
    expect(['one', 'two'].filter(isSelected)).toEqual(['two']);
    expect(told).toEqual(['one', 'two', 'one']);
    await stop();
  });

  test('share one watch of everything there is', async () => {
    const server = new ScriptedApiServer([page(object('a', 'one'), object('b', 'two'))]);
    const { informers, clock, stop } = await scoped({ namespaces: [], namespaceSelector: 'team' }, server);
    const seen = informers.inform(PODS_OF_ALL);
    await clock.pass(0);
    expect(server.listed).toEqual([{}]);
    expect(seen.get({ namespace: 'two', name: 'b' })?.name).toBe('b');
    expect(seen.in('two').map(({ name }) => name)).toEqual(['b']);
    await stop();
  });
});
