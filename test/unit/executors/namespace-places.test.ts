import { beforeEach, describe, expect, test } from '@jest/globals';
import { EMPTY_MEMORY } from '../../../src/executors/executors-memory.ts';
import { ManagedExecutors } from '../../../src/executors/managed-executors.ts';
import { NamespacePlaces } from '../../../src/executors/namespace-places.ts';
import type { CreateExecutor } from '../../../src/executors/plan-allocation.ts';
import { keyOf } from '../../../src/kube/projection-cache.ts';
import { executorManifest, settingsWith } from '../../fakes/executor-pods.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';

let clock: ManualClock;
let live: number;
let woken: string[];
/** How many wait, after each change. */
let waiting: number[];
let places: NamespacePlaces;

beforeEach(() => {
  clock = new ManualClock(0);
  live = 10;
  woken = [];
  waiting = [];
  const watching = { liveIn: () => live, shownIn: () => [] };
  const onWaiting = (applications: number): void => void waiting.push(applications);
  const wake = (application: string): void => void woken.push(application);
  places = new NamespacePlaces({ most: 10, applications: () => [], watching, wake, onWaiting }, clock);
});

const [pi, tau] = ['pi', 'tau'].map(
  (name) =>
    new ManagedExecutors(
      {
        key: { namespace: 'jobs', name },
        appId: `spark-${name}`,
        setName: `${name}-1`,
        settings: settingsWith({}),
        driver: { ready: true, ended: false },
        podName: (id) => `${name}-exec-${id}`,
        build: ({ id }) => ({ pod: executorManifest(id), claims: [], claimsGoWithPod: false }),
      },
      new ManualClock(0),
      () => {},
    ),
) as [ManagedExecutors, ManagedExecutors];

const BATCH: readonly CreateExecutor[] = [{ id: 1, profile: { id: 0, replicas: 1 } }];

const ask = (who: ManagedExecutors): number =>
  places.grant(keyOf(who.of.key), { create: BATCH, memory: EMPTY_MEMORY }, who, clock.now())?.granted ??
  BATCH.length;

describe('an application that waits for a place', () => {
  test('leaves its turn to the next when it is forgotten', () => {
    ask(pi);
    ask(tau);
    places.forget('jobs/pi', pi);
    expect([waiting.at(-1), woken]).toEqual([1, ['jobs/tau']]);
  });

  test('and when it has not asked for 15 s, though nobody else asks', () => {
    ask(pi);
    clock.advance(10_000);
    ask(tau);
    clock.advance(5_000);
    expect([waiting.at(-1), woken]).toEqual([2, []]);
    clock.advance(1);
    expect([waiting.at(-1), woken]).toEqual([1, ['jobs/tau']]);
    clock.advance(10_000);
    expect(waiting.at(-1)).toBe(0);
  });

  test('keeps its turn while it rests, and for 15 s more', () => {
    ask(pi);
    places.rests('jobs/pi', pi, { kind: 'after', delayMs: 60_000 });
    clock.advance(75_000);
    live = 9;
    expect(ask(tau)).toBe(0);
    places.wakeNext('jobs');
    expect(woken).toEqual(['jobs/pi']);
    clock.advance(1);
    expect(ask(tau)).toBe(1);
  });

  test('does not come back to the line by a rest', () => {
    places.rests('jobs/pi', pi, { kind: 'after', delayMs: 60_000 });
    expect(waiting.at(-1)).toBe(0);
  });
});
