import { beforeEach, describe, expect, test } from '@jest/globals';
import { EXECUTOR_SETS } from '../../../src/api/spark-executor-set.ts';
import { EMPTY_MEMORY } from '../../../src/executors/executors-memory.ts';
import { ManagedExecutors } from '../../../src/executors/managed-executors.ts';
import { NamespacePlaces } from '../../../src/executors/namespace-places.ts';
import type { CreateExecutor } from '../../../src/executors/plan-allocation.ts';
import { keyOf } from '../../../src/kube/projection-cache.ts';
import { PODS } from '../../../src/manifest/pod.ts';
import { PrometheusMetrics } from '../../../src/metrics/metrics.ts';
import { executorManifest, executorSet, settingsWith } from '../../fakes/executor-pods.ts';
import { ExecutorsOfPi, podOf } from '../../fakes/executors-world.ts';
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

describe('a namespace that has places for so many executors', () => {
  test('gives an application those that others leave', async () => {
    const pi = await beside({ mostPerNamespace: 5 }, 101, 102, 103);
    await pi.demand(4);
    await pi.clock.pass(60_000);
    expect(pi.ids()).toEqual([1, 2, 101, 102, 103]);
    expect(pi.set().status).toMatchObject({
      desired: 4,
      pending: 2,
      message: expect.stringContaining(
        'allows 5 executors in namespace jobs (--max-executors-per-namespace)',
      ),
    });
    await pi.stopOperator();
  });

  test('and one more as soon as another ends', async () => {
    const pi = await beside({ mostPerNamespace: 5 }, 101, 102, 103);
    await pi.demand(4);
    await pi.runPods();
    await pi.clock.pass(10_000);
    await pi.server.delete(PODS, podOf(101));
    await pi.clock.pass(1_000);
    expect(pi.ids()).toEqual([1, 2, 3, 102, 103]);
    await pi.server.delete(PODS, podOf(102));
    await pi.clock.pass(5_000);
    expect(pi.ids()).toEqual([1, 2, 3, 4, 103]);
    await pi.runPods();
    await pi.clock.pass(1_000);
    expect(pi.set().status).not.toHaveProperty('message');
    await pi.stopOperator();
  });

  test('shows that an application waits until nobody looks after it any more', async () => {
    const metrics = new PrometheusMetrics();
    const waiting = async (): Promise<string | undefined> =>
      /^spark_operator_applications_without_places (.*)$/mu.exec(await metrics.text())?.[1];
    const pi = await beside({ mostPerNamespace: 3, metrics }, 101, 102, 103);
    await pi.demand(1);
    await pi.clock.pass(1_000);
    expect(await waiting()).toBe('1');
    pi.controller?.forget({ namespace: 'jobs', name: 'pi' });
    expect(await waiting()).toBe('0');
    await pi.stopOperator();
  });

  test('two applications that ask at once do not get the same place twice', async () => {
    const pi = await beside({ mostPerNamespace: 3 });
    await pi.server.create(EXECUTOR_SETS, {
      ...executorSet(5),
      metadata: { namespace: 'jobs', name: 'tau-1' },
    });
    pi.ensure({
      key: { namespace: 'jobs', name: 'tau' },
      appId: 'spark-2',
      setName: 'tau-1',
      podName: (id) => `tau-exec-${id}`,
      build: ({ id, profile }) => {
        const pod = executorManifest(id, profile.id, 'spark-2');
        const metadata = { ...pod.metadata, name: `tau-exec-${id}` };
        return { pod: { ...pod, metadata }, claims: [], claimsGoWithPod: false };
      },
    });
    await pi.demand(5);
    await pi.clock.pass(60_000);
    expect(pi.pods()).toHaveLength(3);
    await pi.stopOperator();
  });
});

/** The application in a namespace with so many places, in which executors of another one live. */
async function beside(
  limits: ConstructorParameters<typeof ExecutorsOfPi>[1],
  ...ids: readonly number[]
): Promise<ExecutorsOfPi> {
  const pi = new ExecutorsOfPi({}, limits);
  await pi.submit();
  for (const id of ids) await pi.server.create(PODS, executorManifest(id, 0, 'spark-2'));
  await pi.startOperator();
  return pi;
}
