import { describe, expect, test } from '@jest/globals';
import { PollingSource } from '../../../src/executors/polling-source.ts';
import { PODS } from '../../../src/manifest/pod.ts';
import { endedStatus, executorManifest } from '../../fakes/executor-pods.ts';
import { ExecutorsOfPi, runningPi } from '../../fakes/executors-world.ts';
import { InMemoryApiServer, refusal } from '../../fakes/in-memory-api-server.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { ManualSnapshotsStore } from '../../fakes/manual-snapshots-store.ts';
import { SILENT_LOG } from '../../fakes/silent-log.ts';

async function setUp() {
  const clock = new ManualClock();
  const api = new InMemoryApiServer(clock);
  const lists: string[] = [];
  api.refuse = (request) => {
    if (request.startsWith('list')) lists.push(`${clock.now()} ${request}`);
    return undefined;
  };
  for (const [id, appId] of [
    [1, 'spark-1'],
    [2, 'spark-1'],
    [1, 'spark-2'],
  ] as const) {
    const pod = executorManifest(id, 0, appId);
    await api.create(PODS, { ...pod, metadata: { ...pod.metadata, name: `${appId}-${id}` } });
  }
  const polling = new PollingSource({ api, clock, log: SILENT_LOG, random: () => 1 });
  const stopping = new AbortController();
  const ended = polling.run(stopping.signal);
  const poll = (appId: string, intervalMs = 30_000, fromCache = false): ManualSnapshotsStore => {
    const sink = new ManualSnapshotsStore();
    polling.add({ namespace: 'jobs', appId, intervalMs, fromCache, sink });
    return sink;
  };
  return { clock, api, lists, polling, poll, stop: async () => (stopping.abort(), ended) };
}

describe('PollingSource', () => {
  test('lists after an interval, and then every interval', async () => {
    const { clock, poll, lists, stop } = await setUp();
    const store = poll('spark-1');
    await clock.pass(29_999);
    expect(store.told).toEqual([]);
    await clock.pass(60_001);
    expect(store.told).toEqual(['replaced 1,2', 'replaced 1,2', 'replaced 1,2']);
    expect(lists).toHaveLength(3);
    await stop();
  });

  test('one list serves all applications of a namespace, although they came at different times', async () => {
    const { clock, poll, lists, stop } = await setUp();
    const first = poll('spark-1');
    await clock.pass(10_000);
    const second = poll('spark-2');
    await clock.pass(80_000);
    expect(lists).toEqual(['30000 list pods jobs', '60000 list pods jobs', '90000 list pods jobs']);
    expect(first.told).toEqual(['replaced 1,2', 'replaced 1,2', 'replaced 1,2']);
    expect(second.told).toEqual(['replaced 1', 'replaced 1', 'replaced 1']);
    await stop();
  });

  test('each application has its own interval', async () => {
    const { clock, poll, lists, stop } = await setUp();
    const often = poll('spark-1', 10_000);
    const seldom = poll('spark-2', 60_000);
    await clock.pass(60_000);
    expect([often.told.length, seldom.told.length, lists.length]).toEqual([6, 2, 6]);
    await stop();
  });

  test('an application without executors is told so', async () => {
    const { clock, poll, stop } = await setUp();
    const store = poll('spark-9');
    await clock.pass(30_000);
    expect(store.told).toEqual(['replaced ']);
    await stop();
  });

  test('nothing is listed once the last application is gone', async () => {
    const { clock, poll, polling, lists, stop } = await setUp();
    poll('spark-1');
    polling.remove({ namespace: 'jobs', appId: 'spark-1' });
    await clock.pass(120_000);
    expect(lists).toEqual([]);
    await stop();
  });

  test('comes from the cache where that will do for all whose turn it is', async () => {
    const { clock, poll, lists, stop } = await setUp();
    poll('spark-1', 30_000, true);
    poll('spark-2', 100_000, false);
    await clock.pass(60_000);
    expect(lists).toEqual(['30000 list pods jobs from the cache', '60000 list pods jobs']);
    await stop();
  });

  test('a list from a cache that lags behind the one before is asked for again, the newest then', async () => {
    const { clock, api, poll, lists, stop } = await setUp();
    const store = poll('spark-1', 30_000, true);
    await clock.pass(30_000);
    api.cachedVersion = 1;
    await clock.pass(30_000);
    expect(lists.slice(1)).toEqual(['60000 list pods jobs from the cache', '60000 list pods jobs']);
    expect(store.told).toEqual(['replaced 1,2', 'replaced 1,2']);
    await stop();
  });

  test('a list that fails tells nobody anything, and is tried again', async () => {
    const { clock, api, poll, stop } = await setUp();
    const store = poll('spark-1');
    api.refuse = () => refusal('ServerError', 'etcd is full');
    await clock.pass(30_100);
    expect(store.told).toEqual([]);
    api.refuse = () => undefined;
    await clock.pass(1_000);
    expect(store.told).toEqual(['replaced 1,2']);
    await stop();
  });
});

describe('what the properties of an application say about its executors', () => {
  const KEY = 'spark.kubernetes.executor';
  test.each([
    {
      name: 'by default they are listed every 30 s',
      conf: {},
      lists: ['30 list pods jobs', '60 list pods jobs'],
    },
    {
      name: 'apiPollingInterval: every so often',
      conf: { [`${KEY}.apiPollingInterval`]: '50s' },
      lists: ['50 list pods jobs'],
    },
    {
      name: 'enablePollingWithResourceVersion: from the cache',
      conf: { [`${KEY}.enablePollingWithResourceVersion`]: 'true' },
      lists: ['30 list pods jobs from the cache', '60 list pods jobs from the cache'],
    },
    { name: 'enableApiPolling=false: never', conf: { [`${KEY}.enableApiPolling`]: 'false' }, lists: [] },
  ])('$name', async ({ conf, lists }) => {
    const pi = new ExecutorsOfPi(conf);
    await pi.submit();
    await pi.startOperator();
    const startedAtMs = pi.clock.now();
    const seen: string[] = [];
    pi.server.refuse = (request) => {
      if (request.startsWith('list')) seen.push(`${(pi.clock.now() - startedAtMs) / 1_000} ${request}`);
      return undefined;
    };
    await pi.clock.pass(61_000);
    expect(seen).toEqual(lists);
    await pi.stopOperator();
  });

  test.each([
    { name: 'a change is seen by the watch', watcher: 'true', polling: 'false', seenAfterMs: 2_000 },
    {
      name: 'enableApiWatcher=false: by the next list',
      watcher: 'false',
      polling: 'true',
      seenAfterMs: 30_000,
    },
  ])('$name', async ({ watcher, polling, seenAfterMs }) => {
    const pi = await runningPi(2, {
      [`${KEY}.enableApiWatcher`]: watcher,
      [`${KEY}.enableApiPolling`]: polling,
    });
    await pi.clock.pass(30_000);
    await pi.podIs(1, endedStatus(1));
    await pi.clock.pass(seenAfterMs - 1_500);
    expect(pi.set().status?.losses).toEqual([]);
    await pi.clock.pass(1_500);
    expect(pi.set().status?.losses).toHaveLength(1);
    await pi.stopOperator();
  });
});
