import { describe, expect, test } from '@jest/globals';
import { SnapshotsStore } from '../../../src/executors/snapshots-store.ts';
import { statesIn, type SnapshotChange } from '../../../src/executors/snapshot.ts';
import type { ExecutorPod } from '../../../src/executors/executor-pod.ts';
import { executorPod, settingsWith } from '../../fakes/executor-pods.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';

function setUp() {
  const clock = new ManualClock();
  const store = new SnapshotsStore(settingsWith(), clock);
  const blocks: (readonly SnapshotChange[])[] = [];
  store.subscribe(1_000, (changes) => blocks.push(changes));
  const told = (): readonly string[] =>
    blocks.map((changes) =>
      changes
        .flatMap(statesIn)
        .map(({ pod, kind }) => `${pod.executorId} ${kind}`)
        .join(', '),
    );
  return { clock, store, told };
}

describe('SnapshotsStore', () => {
  test('delivers all that happened, an interval after the first of it', () => {
    const { clock, store, told } = setUp();
    clock.advance(400);
    store.updatePod(executorPod(1, 'Pending'));
    clock.advance(600);
    store.updatePod(executorPod(1));
    store.updatePod(executorPod(2, 'Pending'));
    clock.advance(399);
    expect(told()).toEqual([]);
    clock.advance(1);
    expect(told()).toEqual(['1 pending, 1 running, 2 pending']);
  });

  test('delivers nothing twice, and nothing when nothing happens', () => {
    const { clock, store, told } = setUp();
    store.updatePod(executorPod(1));
    clock.advance(1_000);
    clock.advance(60_000);
    store.updatePod(executorPod(2));
    clock.advance(1_000);
    expect(told()).toEqual(['1 running', '2 running']);
  });

  test('shows the latest snapshot whenever somebody looks, delivered or not', () => {
    const { clock, store } = setUp();
    store.updatePod(executorPod(1));
    expect([...store.current.executors.keys()]).toEqual([1]);
    store.updatePod(executorPod(2));
    clock.advance(1_000);
    expect([...store.current.executors.keys()]).toEqual([1, 2]);
  });

  test('each subscriber has its own interval and its own block', () => {
    const { clock, store, told } = setUp();
    const fast: number[] = [];
    store.subscribe(100, (changes) => fast.push(changes.length));
    store.updatePod(executorPod(1));
    clock.advance(100);
    store.updatePod(executorPod(2));
    clock.advance(900);
    expect(fast).toEqual([1, 1]);
    expect(told()).toEqual(['1 running, 2 running']);
  });

  test('a pod that is gone is deleted, whatever it was doing', () => {
    const { clock, store, told } = setUp();
    store.deletePod(executorPod(1, 'Running'));
    clock.advance(1_000);
    expect(told()).toEqual(['1 deleted']);
  });

  test('a full list that shows what was known is no news', () => {
    const { clock, store, told } = setUp();
    store.updatePod(executorPod(1));
    clock.advance(1_000);
    store.replaceSnapshot([executorPod(1)]);
    clock.advance(1_000);
    expect(told()).toHaveLength(1);
  });

  test.each([
    { name: 'a new pod', pods: [executorPod(1), executorPod(2)], told: '1 running, 2 running' },
    { name: 'a pod in another version', pods: [executorPod(1, 'Failed')], told: '1 failed' },
    { name: 'a pod less', pods: [], told: '' },
  ])('a full list that shows $name is', ({ pods, told: expected }) => {
    const { clock, store, told } = setUp();
    store.updatePod(executorPod(1));
    clock.advance(1_000);
    store.replaceSnapshot(pods);
    clock.advance(1_000);
    expect(told()).toEqual(['1 running', expected]);
  });

  test.each<{ readonly name: string; readonly listed: Partial<ExecutorPod>; readonly shows: string }>([
    {
      name: 'older than what a watch has shown: not believed',
      listed: { resourceVersion: '9' },
      shows: 'Failed',
    },
    { name: 'newer: believed', listed: { resourceVersion: '11' }, shows: 'Running' },
    { name: 'of another pod of that name', listed: { resourceVersion: '9', uid: 'new' }, shows: 'Running' },
    { name: 'whose version says nothing', listed: { resourceVersion: 'x' }, shows: 'Running' },
  ])('a pod in a full list, $name', ({ listed, shows }) => {
    const { store } = setUp();
    store.updatePod(executorPod(1, 'Failed', { resourceVersion: '10' }));
    store.replaceSnapshot([executorPod(1, 'Running', listed)]);
    expect(store.current.executors.get(1)?.pod.phase).toBe(shows);
  });

  test('what a list or a watch tells late brings back no executor that was deleted', () => {
    const { store } = setUp();
    const late = executorPod(1, 'Running', { resourceVersion: '9' });
    store.updatePod(executorPod(1, 'Running', { resourceVersion: '10' }));
    store.deletePod(executorPod(1, 'Running', { resourceVersion: '11' }));
    store.replaceSnapshot([late]);
    expect(store.current.executors.get(1)?.kind).toBe('deleted');
    store.updatePod(late);
    expect(store.current.executors.get(1)?.kind).toBe('deleted');
  });

  test('an executor that a full list did not show is missing since then', () => {
    const { clock, store } = setUp();
    store.updatePod(executorPod(1));
    clock.advance(700);
    store.replaceSnapshot([]);
    expect(store.current.executors.get(1)).toMatchObject({ kind: 'missing', listedAtMs: 700 });
  });

  test('forgets executors that are gone, unless something new was learnt of them', () => {
    const { store } = setUp();
    for (const id of [1, 2, 3]) store.deletePod(executorPod(id));
    const { executors } = store.current;
    store.deletePod(executorPod(2, 'Failed'));
    store.forget([...executors.values()].filter(({ pod }) => pod.executorId < 3));
    expect([...store.current.executors.keys()]).toEqual([2, 3]);
  });

  test('delivers nothing once stopped', () => {
    const { clock, store, told } = setUp();
    store.updatePod(executorPod(1));
    store.stop();
    clock.advance(5_000);
    expect(told()).toEqual([]);
  });

  test('takes five thousand events without copying what it knows each time', () => {
    const { clock, store } = setUp();
    const before = process.cpuUsage();
    for (let id = 1; id <= 5_000; id += 1) store.updatePod(executorPod(id));
    clock.advance(1_000);
    expect(store.current.executors.size).toBe(5_000);
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(250);
  });
});
