import { getEventListeners } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { EXECUTOR_SETS } from '../../../src/api/spark-executor-set.ts';
import { PODS } from '../../../src/manifest/pod.ts';
import { endedStatus, executorManifest, executorSet, settingsWith } from '../../fakes/executor-pods.ts';
import { ExecutorsOfPi, podOf, runningPi } from '../../fakes/executors-world.ts';
import { refusal } from '../../fakes/in-memory-api-server.ts';

const SET = { namespace: 'jobs', name: 'pi-1' };

describe('a driver asks for executors', () => {
  test('none before it has asked', async () => {
    const pi = new ExecutorsOfPi();
    await pi.submit();
    await pi.startOperator();
    await pi.clock.pass(60_000);
    expect(pi.ids()).toEqual([]);
    await pi.stopOperator();
  });

  test('and they are asked for at once, their ids reserved first', async () => {
    const pi = new ExecutorsOfPi();
    await pi.submit();
    await pi.startOperator();
    pi.server.writes.length = 0;
    await pi.demand(2);
    await pi.clock.pass(0);
    expect(pi.server.writes.slice(1)).toEqual([
      'patch sparkexecutorsets/status jobs/pi-1',
      'create pods jobs/pi-exec-1',
      'create pods jobs/pi-exec-2',
    ]);
    expect(pi.set().status).toMatchObject({ nextExecutorId: 3, unfinished: '1-2', desired: 2, pending: 2 });
    await pi.stopOperator();
  });

  test('and the set shows them run', async () => {
    const pi = await runningPi(3);
    expect(pi.set().status).toMatchObject({ desired: 3, pending: 0, running: 3, observedGeneration: 2 });
    await pi.stopOperator();
  });

  test('many come in batches, one after each batch delay', async () => {
    const pi = await runningPi(0, { 'spark.kubernetes.allocation.batch.size': '10' });
    await pi.demand(35);
    const counts: number[] = [];
    for (let second = 0; second < 5; second += 1) {
      await pi.clock.pass(second === 0 ? 0 : 1_000);
      counts.push(pi.ids().length);
    }
    expect(counts).toEqual([10, 20, 30, 35, 35]);
    await pi.stopOperator();
  });

  test('more, and more come; fewer, and those that do not run are given back after the idle timeout', async () => {
    const pi = await runningPi(2);
    await pi.demand(4);
    await pi.clock.pass(1_000);
    expect(pi.ids()).toEqual([1, 2, 3, 4]);
    await pi.demand(2);
    await pi.clock.pass(50_000);
    expect(pi.ids()).toEqual([1, 2, 3, 4]);
    await pi.clock.pass(12_000);
    expect(pi.ids()).toEqual([1, 2]);
    expect(pi.set().status).toMatchObject({ unfinished: '1-2', failed: 0, desired: 2 });
    await pi.stopOperator();
  });

  test('nothing is written while nothing happens', async () => {
    const pi = await runningPi(3);
    pi.server.writes.length = 0;
    await pi.clock.pass(600_000);
    expect(pi.server.writes).toEqual([]);
    await pi.stopOperator();
  });
});

describe('an executor ends', () => {
  test('its driver hears of it within two seconds, it is replaced, and its pod is deleted after', async () => {
    const pi = await runningPi(2);
    pi.server.writes.length = 0;
    await pi.podIs(2, endedStatus(137, 'OOMKilled'));
    await pi.clock.pass(1_000);
    expect(pi.set().status?.losses).toEqual([
      {
        sequence: 1,
        id: 2,
        exitCode: 137,
        causedByApplication: true,
        reason: 'OOMKilled: went over its memory limit of 1408Mi (exit code 137)',
      },
    ]);
    expect(pi.ids()).toEqual([1, 3]);
    const deleted = pi.server.writes.indexOf('delete pods jobs/pi-exec-2');
    expect(deleted).toBeGreaterThan(pi.server.writes.indexOf('patch sparkexecutorsets/status jobs/pi-1'));
    await pi.stopOperator();
  });

  test('and stays, labelled, where executors are kept', async () => {
    const pi = await runningPi(2, { 'spark.kubernetes.executor.deleteOnTermination': 'false' });
    await pi.podIs(2, endedStatus(1));
    await pi.clock.pass(3_000);
    expect(pi.ids()).toEqual([1, 2, 3]);
    expect(pi.pods()[1]?.metadata.labels).toMatchObject({ 'spark-exec-inactive': 'true' });
    pi.server.writes.length = 0;
    await pi.runPods();
    await pi.clock.pass(120_000);
    expect(pi.server.writes.filter((write) => write.includes('pi-exec-2'))).toEqual([]);
    expect(pi.set().status).toMatchObject({ running: 2, failed: 1 });
    await pi.stopOperator();
  });

  test('somebody deletes its pod: not the doing of the application', async () => {
    const pi = await runningPi(2);
    await pi.server.delete(PODS, podOf(1));
    await pi.clock.pass(1_000);
    expect(pi.set().status?.losses).toMatchObject([
      { id: 1, exitCode: -1, causedByApplication: false, reason: 'pod deleted by a user or the framework' },
    ]);
    expect(pi.ids()).toEqual([2, 3]);
    await pi.stopOperator();
  });

  test('with exit code 0: not replaced for three seconds, so that a driver can end', async () => {
    const pi = await runningPi(2);
    await pi.podIs(2, endedStatus(0));
    await pi.clock.pass(3_500);
    expect(pi.ids()).toEqual([1]);
    expect(pi.set().status).toMatchObject({ succeeded: 1, failed: 0 });
    await pi.clock.pass(1_500);
    expect(pi.ids()).toEqual([1, 3]);
    await pi.stopOperator();
  });

  test('the loss is dropped once the driver has acknowledged it', async () => {
    const pi = await runningPi(2);
    await pi.podIs(2, endedStatus(1));
    await pi.clock.pass(1_000);
    await pi.acknowledge();
    await pi.clock.pass(0);
    expect(pi.set().status).toMatchObject({ losses: [], lastLoss: 1 });
    await pi.stopOperator();
  });
});

describe('a driver ends', () => {
  test('nothing is left of its executors, and none has failed', async () => {
    const pi = await runningPi(3);
    await pi.podIs(3, endedStatus(1));
    await pi.clock.pass(1_000);
    pi.endDriver();
    await pi.clock.pass(10_000);
    expect(pi.ids()).toEqual([]);
    expect(pi.set().status).toMatchObject({ unfinished: '', desired: 0, pending: 0, running: 0, failed: 1 });
    await pi.stopOperator();
  });

  test('where executors are kept, the running ones end by themselves and are labelled then', async () => {
    const pi = await runningPi(2, { 'spark.kubernetes.executor.deleteOnTermination': 'false' });
    pi.endDriver();
    await pi.clock.pass(10_000);
    expect(pi.ids()).toEqual([1, 2]);
    await pi.podIs(1, endedStatus(0));
    await pi.podIs(2, endedStatus(1));
    await pi.clock.pass(10_000);
    expect(pi.pods().map(({ metadata }) => metadata.labels?.['spark-exec-inactive'])).toEqual([
      'true',
      'true',
    ]);
    expect(pi.set().status).toMatchObject({ unfinished: '', succeeded: 1, failed: 0 });
    await pi.stopOperator();
  });

  test('it says so first, and gets no executors in the place of those it ends', async () => {
    const pi = await runningPi(2);
    await pi.demand(2, { stopped: true });
    await pi.podIs(1, endedStatus(0));
    await pi.podIs(2, endedStatus(0));
    await pi.clock.pass(30_000);
    expect(pi.set().status).toMatchObject({ nextExecutorId: 3, unfinished: '', succeeded: 2, losses: [] });
    await pi.stopOperator();
  });

  test('although the operator was away, its executors are brought to an end', async () => {
    const pi = await runningPi(2);
    await pi.stopOperator();
    await pi.server.delete(PODS, podOf(1));
    pi.endDriver();
    await pi.startOperator();
    await pi.clock.pass(10_000);
    expect(pi.ids()).toEqual([]);
    expect(pi.set().status).toMatchObject({ unfinished: '', failed: 0 });
    await pi.stopOperator();
  });
});

describe('the executor set', () => {
  test('changed under a round: read again, and no id is used twice', async () => {
    const pi = await runningPi(0);
    let conflicts = 3;
    pi.server.refuse = (request) =>
      request.startsWith('patch sparkexecutorsets/status') && (conflicts -= 1) >= 0
        ? refusal('Conflict', 'has moved on')
        : undefined;
    await pi.demand(2);
    await pi.clock.pass(0);
    expect(pi.ids()).toEqual([1, 2]);
    await pi.stopOperator();
  });

  test('whose status may not be written: the application is told why, until it may', async () => {
    const pi = await runningPi(0);
    const key = { namespace: 'jobs', name: 'pi' };
    pi.server.refuse = (request) =>
      request.startsWith('patch sparkexecutorsets/status') ? refusal('Forbidden', 'no right') : undefined;
    await pi.demand(1);
    await pi.clock.pass(60_000);
    expect(pi.controller?.refusalOf(key)).toBe('no right');
    expect(pi.told).toEqual(['pi']);
    pi.server.refuse = () => undefined;
    await pi.clock.pass(600_000);
    expect(pi.controller?.refusalOf(key)).toBeUndefined();
    expect(pi.told).toEqual(['pi', 'pi']);
    expect(pi.ids()).toEqual([1]);
    await pi.stopOperator();
  });

  test('whose status somebody else writes again and again is answered once a second, not each time', async () => {
    const pi = await runningPi(1);
    const meddle = (): Promise<unknown> =>
      pi.server.mergePatch(EXECUTOR_SETS, SET, { status: { running: 7 } }, 'status');
    pi.server.writes.length = 0;
    for (let time = 0; time < 20; time += 1) {
      await meddle();
      await pi.clock.pass(100);
    }
    await pi.clock.pass(1_000);
    expect(pi.set().status).toMatchObject({ running: 1 });
    expect(pi.server.writes.length - 20).toBeLessThanOrEqual(3);
    await pi.stopOperator();
  });

  test('deleted by hand and made anew: what runs is kept, ids go on, no loss is told twice', async () => {
    const pi = await runningPi(2);
    await pi.podIs(2, endedStatus(1));
    await pi.clock.pass(1_000);
    await pi.acknowledge();
    await pi.runPods();
    await pi.clock.pass(2_000);
    await pi.server.delete(EXECUTOR_SETS, SET);
    await pi.clock.pass(5_000);
    await pi.server.create(EXECUTOR_SETS, executorSet());
    await pi.clock.pass(5_000);
    expect(pi.set().status).toMatchObject({ nextExecutorId: 4, unfinished: '1,3', running: 2 });
    await pi.demand(3, { acknowledgedLoss: 1 });
    await pi.clock.pass(2_000);
    expect(pi.ids()).toEqual([1, 3, 4]);
    await pi.podIs(3, endedStatus(1));
    await pi.clock.pass(1_000);
    expect(pi.set().status?.losses).toMatchObject([{ sequence: 2, id: 3 }]);
    await pi.stopOperator();
  });

  test('deleted by hand and made anew: it says what the one before said', async () => {
    const pi = await runningPi(2);
    await pi.podIs(2, endedStatus(1));
    await pi.clock.pass(1_000);
    await pi.runPods();
    await pi.clock.pass(2_000);
    const { status } = pi.set();
    expect(status).toMatchObject({ nextExecutorId: 4, unfinished: '1,3', running: 2, failed: 1 });
    expect(status?.losses).toMatchObject([{ sequence: 1, id: 2 }]);
    await pi.server.delete(EXECUTOR_SETS, SET);
    await pi.server.create(EXECUTOR_SETS, executorSet());
    await pi.clock.pass(5_000);
    expect(pi.set().status).toEqual({ ...status, observedGeneration: 1 });
    await pi.stopOperator();
  });
});

describe('another attempt', () => {
  test('takes the place of the one before', async () => {
    const pi = await runningPi(1);
    const next = executorSet(2, {}, { attempt: 2 });
    await pi.server.create(EXECUTOR_SETS, { ...next, metadata: { ...next.metadata, name: 'pi-2' } });
    pi.ensure({
      appId: 'spark-2',
      setName: 'pi-2',
      podName: (id) => `pi-2-exec-${id}`,
      build: ({ id }) => {
        const made = executorManifest(id, 0, 'spark-2');
        const pod = { ...made, metadata: { ...made.metadata, name: `pi-2-exec-${id}` } };
        return { pod, claims: [], claimsGoWithPod: false };
      },
    });
    await pi.clock.pass(1_000);
    expect(pi.pods().map(({ metadata }) => metadata.name)).toEqual([
      'pi-2-exec-1',
      'pi-2-exec-2',
      'pi-exec-1',
    ]);
    await pi.stopOperator();
  });

  test('the pods that are left of one can be counted', async () => {
    const pi = await runningPi(3, { 'spark.kubernetes.executor.deleteOnTermination': 'false' });
    await pi.podIs(1, endedStatus(1));
    await pi.demand(2);
    await pi.clock.pass(2_000);
    expect(pi.controller?.podsOf({ namespace: 'jobs', appId: 'spark-1' })).toBe(2);
    expect(pi.controller?.podsOf({ namespace: 'jobs', appId: 'spark-2' })).toBe(0);
    await pi.stopOperator();
  });

  test('and those that their nodes do not give back are left out after a while', async () => {
    const pi = await runningPi(2);
    pi.server.refuse = (request) => (request.startsWith('delete') ? refusal('Forbidden', 'no') : undefined);
    const metadata = { deletionTimestamp: new Date(pi.clock.now() + 60_000).toISOString() };
    await pi.server.mergePatch(PODS, podOf(1), { metadata });
    const counts = async (ms: number): Promise<readonly unknown[]> => {
      await pi.clock.pass(ms);
      return [pi.pods().length, pi.controller?.podsOf({ namespace: 'jobs', appId: 'spark-1' })];
    };
    expect(await counts(0)).toEqual([2, 2]);
    await counts(89_000);
    expect(await counts(3_000)).toEqual([3, 2]);
    await pi.stopOperator();
  });

  test('those that their driver makes itself are counted, and told of when they change', async () => {
    const pi = new ExecutorsOfPi();
    await pi.startOperator();
    const key = { namespace: 'jobs', name: 'other' };
    const of = { key, uid: 'uid', appId: 'spark-2', rules: settingsWith(), driverRuns: () => true };
    expect(pi.controller?.countsOf(key)).toBeUndefined();
    pi.controller?.follow(of);
    pi.controller?.follow(of);
    expect(pi.told).toEqual(['other']);
    for (const id of [1, 2]) await pi.server.create(PODS, executorManifest(id, 0, 'spark-2'));
    await pi.podIs(1, { phase: 'Running' });
    expect(pi.told).toHaveLength(4);
    expect(pi.controller?.countsOf(key)).toEqual({
      desired: 2,
      pending: 1,
      running: 1,
      succeeded: 0,
      failed: 0,
      selector: 'spark-app-selector=spark-2,spark-role=executor,!spark-exec-inactive',
    });
    pi.controller?.forget(key);
    await pi.server.delete(PODS, podOf(1));
    expect(pi.told).toHaveLength(4);
    expect(pi.controller?.countsOf(key)).toBeUndefined();
    await pi.stopOperator();
  });

  test('what is forgotten is left alone', async () => {
    const pi = await runningPi(1);
    pi.controller?.forget({ namespace: 'jobs', name: 'pi' });
    await pi.demand(5);
    await pi.podIs(1, endedStatus(1));
    pi.server.writes.length = 0;
    await pi.clock.pass(60_000);
    expect(pi.server.writes).toEqual([]);
    await pi.stopOperator();
  });
});

test('asking whether all pods are known leaves nothing behind', async () => {
  const pi = await runningPi(0);
  const { signal } = new AbortController();
  for (let look = 0; look < 10; look += 1) await pi.controller?.synced(signal);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
  await pi.stopOperator();
});
