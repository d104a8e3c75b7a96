import { describe, expect, test } from '@jest/globals';

import { ApiError } from '../../../src/kube/api-error.ts';
import type { ApiServer, ListPage, WatchEvent } from '../../../src/kube/api-server.ts';
import { Informer } from '../../../src/kube/informer.ts';
import type { Change, Projection } from '../../../src/kube/projection-cache.ts';
import type { KubernetesObject, Stored } from '../../../src/manifest/object-meta.ts';
import { PODS, type PodManifest } from '../../../src/manifest/pod.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { RecordingLog } from './recording-log.ts';
import { ScriptedApiServer, type OpenWatch } from './scripted-api-server.ts';

interface SeenPod extends Projection {
  readonly app: string | undefined;
}

type StoredPod = Stored<PodManifest>;

const pod = (name: string, resourceVersion: string, uid = name): StoredPod => ({
  metadata: { namespace: 'jobs', name, uid, resourceVersion, labels: { app: 'pi' } },
  spec: { containers: [] },
});

const page = (resourceVersion: string, ...items: StoredPod[]): ListPage<KubernetesObject> => ({
  items,
  resourceVersion,
});
const event = (type: 'ADDED' | 'MODIFIED' | 'DELETED', object: StoredPod): WatchEvent<KubernetesObject> => ({
  type,
  object,
});
const bookmark = (resourceVersion: string): WatchEvent<KubernetesObject> => ({
  type: 'BOOKMARK',
  resourceVersion,
});
const problem = (reason: 'Gone' | 'ServerError'): ApiError =>
  new ApiError({ reason, code: 0, message: 'no' });

const project = ({ metadata }: StoredPod): SeenPod => ({
  namespace: metadata.namespace,
  name: metadata.name,
  uid: metadata.uid,
  resourceVersion: metadata.resourceVersion,
  app: metadata.labels?.['app'],
});

const told = (change: Change<SeenPod>): string => {
  const after = change.kind === 'deleted' ? change.before : change.after;
  return `${change.kind} ${after.name}@${after.resourceVersion}`;
};

interface Running {
  readonly informer: Informer<PodManifest, SeenPod, 'app'>;
  readonly clock: ManualClock;
  readonly changes: string[];
  /** How many objects the picture showed after each complete list. */
  readonly pictures: number[];
  readonly log: RecordingLog;
  readonly ended: Promise<void>;
  readonly latestWatch: () => OpenWatch;
  readonly stop: () => void;
}

async function run(
  server: ScriptedApiServer,
  onChange: (change: Change<SeenPod>) => void = () => {},
): Promise<Running> {
  const clock = new ManualClock();
  const log = new RecordingLog();
  const changes: string[] = [];
  const pictures: number[] = [];
  const informer = new Informer<PodManifest, SeenPod, 'app'>(
    {
      resource: PODS,
      namespace: 'jobs',
      labelSelector: 'role=executor',
      project,
      indexes: { app: (value) => value.app },
      onChange: (change) => {
        changes.push(told(change));
        onChange(change);
      },
      onListed: () => pictures.push(informer.all().length),
    },
    { api: server as unknown as ApiServer, clock, log, random: () => 1 },
  );
  const stopping = new AbortController();
  const ended = informer.run(stopping.signal);
  await clock.pass(0);
  const latestWatch = (): OpenWatch => {
    const watch = server.watches.at(-1);
    if (watch === undefined) throw new Error('no watch was opened');
    return watch;
  };
  return { informer, clock, changes, pictures, log, ended, latestWatch, stop: () => stopping.abort() };
}

describe('the picture', () => {
  test('is complete once all pages are there, and asks only for what was selected', async () => {
    const server = new ScriptedApiServer([page('5', pod('a', '1')), page('5', pod('b', '2'))]);
    const { informer, changes, latestWatch } = await run(server);
    await informer.synced;
    expect(changes).toEqual(['added a@1', 'added b@2']);
    expect(server.listed).toEqual([{ namespace: 'jobs', labelSelector: 'role=executor' }]);
    expect(latestWatch().query).toMatchObject({
      namespace: 'jobs',
      labelSelector: 'role=executor',
      resourceVersion: '5',
    });
  });

  test('follows the watch', async () => {
    const { informer, changes, latestWatch } = await run(new ScriptedApiServer([page('5', pod('a', '1'))]));
    latestWatch().send(event('MODIFIED', pod('a', '6')));
    latestWatch().send(event('ADDED', pod('b', '7')));
    latestWatch().send(event('DELETED', pod('a', '8')));
    expect(changes.slice(1)).toEqual(['modified a@6', 'added b@7', 'deleted a@8']);
    expect(informer.all().map((value) => value.name)).toEqual(['b']);
    expect(informer.get({ namespace: 'jobs', name: 'a' })).toBeUndefined();
    expect(informer.by('app', 'pi')).toHaveLength(1);
  });

  test('keeps what was picked out and not the object', async () => {
    const { informer } = await run(new ScriptedApiServer([page('5', pod('a', '1'))]));
    expect(informer.all()).toEqual([
      { namespace: 'jobs', name: 'a', uid: 'a', resourceVersion: '1', app: 'pi' },
    ]);
  });
});

describe('after an interruption', () => {
  test('the watch goes on from the last event', async () => {
    const server = new ScriptedApiServer([page('5')]);
    const { clock, latestWatch } = await run(server);
    latestWatch().send(event('ADDED', pod('a', '6')));
    latestWatch().fail(problem('ServerError'));
    await clock.pass(1000);
    expect(server.watches.map((watch) => watch.query.resourceVersion)).toEqual(['5', '6']);
    expect(server.listed).toHaveLength(1);
  });

  test('the watch goes on from the last bookmark', async () => {
    const server = new ScriptedApiServer([page('5')]);
    const { clock, latestWatch } = await run(server);
    await clock.pass(60_000);
    latestWatch().send(bookmark('90'));
    latestWatch().close();
    await clock.pass(0);
    expect(server.watches.map((watch) => watch.query.resourceVersion)).toEqual(['5', '90']);
  });

  test('what vanished is told as deleted, what was exchanged as replaced, what stayed not at all', async () => {
    const before = page('5', pod('stays', '1'), pod('vanishes', '2'), pod('exchanged', '3', 'first'));
    const after = page('50', pod('stays', '1'), pod('exchanged', '40', 'second'));
    const { clock, changes, latestWatch } = await run(new ScriptedApiServer([before], [after]));
    changes.length = 0;
    latestWatch().fail(problem('Gone'));
    await clock.pass(0);
    expect(changes).toEqual(['replaced exchanged@40', 'deleted vanishes@2']);
    expect(latestWatch().query.resourceVersion).toBe('50');
  });

  test('each list is told when it is complete', async () => {
    const before = page('5', pod('stays', '1'), pod('vanishes', '2'));
    const { clock, pictures, latestWatch } = await run(
      new ScriptedApiServer([before], [page('50', pod('stays', '1'))]),
    );
    latestWatch().fail(problem('Gone'));
    await clock.pass(0);
    expect(pictures).toEqual([2, 1]);
  });

  test('an incomplete list deletes nothing and is no sync', async () => {
    const server = new ScriptedApiServer(problem('ServerError'), [page('5', pod('a', '1'))]);
    const { clock, changes, log, informer } = await run(server);
    let synced = false;
    void informer.synced.then(() => (synced = true));
    await clock.pass(999);
    expect({ changes, synced }).toEqual({ changes: [], synced: false });
    expect(log.lines).toEqual(['warn: a watch was interrupted']);
    await clock.pass(1);
    expect({ changes, synced }).toEqual({ changes: ['added a@1'], synced: true });
  });

  test('a connection that not even a bookmark comes through is replaced', async () => {
    const server = new ScriptedApiServer([page('5')]);
    const { clock, latestWatch } = await run(server);
    const first = latestWatch();
    await clock.pass(149_999);
    expect(first.signal.aborted).toBe(false);
    await clock.pass(1);
    expect(first.signal.aborted).toBe(true);
    expect(server.watches).toHaveLength(2);
  });
});

describe('trouble in one place stays there', () => {
  test('a handler that throws is logged, and the next change is told', async () => {
    const { changes, log, latestWatch } = await run(new ScriptedApiServer([page('5')]), () => {
      throw new Error('a bug');
    });
    latestWatch().send(event('ADDED', pod('a', '6')));
    latestWatch().send(event('ADDED', pod('b', '7')));
    expect(changes).toEqual(['added a@6', 'added b@7']);
    expect(log.lines).toEqual(['error: a change handler failed', 'error: a change handler failed']);
  });

  test('an object that cannot be read is logged, and the others are seen', async () => {
    const broken = {
      metadata: {
        ...pod('broken', '1').metadata,
        get labels(): never {
          throw new Error('odd');
        },
      },
    };
    const { changes, log } = await run(new ScriptedApiServer([page('5', broken as never, pod('a', '2'))]));
    expect(changes).toEqual(['added a@2']);
    expect(log.lines).toEqual(['error: an object was not read']);
  });
});

describe('stopping', () => {
  test.each([
    { name: 'ends an open watch', answers: [[page('5')]] },
    { name: 'ends a rest', answers: [problem('ServerError')] },
  ])('$name', async ({ answers }) => {
    const { clock, ended, stop } = await run(new ScriptedApiServer(...answers));
    stop();
    await clock.pass(0);
    await expect(ended).resolves.toBeUndefined();
  });

  test('opens no further watch', async () => {
    const server = new ScriptedApiServer([page('5')]);
    const { clock, ended, stop } = await run(server);
    stop();
    await ended;
    await clock.pass(600_000);
    expect(server.watches).toHaveLength(1);
  });
});
