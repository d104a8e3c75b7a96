import { describe, expect, test } from '@jest/globals';
import { EXECUTOR_SETS } from '../../../src/api/spark-executor-set.ts';
import { PODS } from '../../../src/manifest/pod.ts';
import { endedStatus, executorManifest } from '../../fakes/executor-pods.ts';
import { ExecutorsOfPi, podOf, runningPi } from '../../fakes/executors-world.ts';
import { refusal } from '../../fakes/in-memory-api-server.ts';
import { Line } from '../../model/line/line.ts';

describe('an operator comes back', () => {
  test('and finds everything as it was: nothing is written', async () => {
    const pi = await runningPi(3);
    await pi.stopOperator();
    pi.server.writes.length = 0;
    await pi.startOperator();
    await pi.clock.pass(10_000);
    expect(pi.server.writes).toEqual([]);
    await pi.stopOperator();
  });

  test('and tells of executors that ended meanwhile, with their reasons where their pods are left', async () => {
    const pi = await runningPi(3);
    await pi.stopOperator();
    await pi.podIs(1, endedStatus(52));
    await pi.server.delete(PODS, podOf(2));
    await pi.startOperator();
    await pi.clock.pass(2_000);
    expect(pi.set().status?.losses).toMatchObject([
      { id: 2, exitCode: -1, causedByApplication: false, reason: 'pod was not there when it was looked for' },
      { id: 1, exitCode: 52, causedByApplication: true },
    ]);
    expect(pi.ids()).toEqual([3, 4, 5]);
    await pi.stopOperator();
  });
});

describe('an executor that nobody sees', () => {
  test('is found missing by a poll, and a look confirms that it is lost', async () => {
    const pi = await runningPi(2, { 'spark.kubernetes.executor.enableApiWatcher': 'false' });
    await pi.clock.pass(60_000);
    await pi.server.delete(PODS, podOf(2));
    await pi.clock.pass(32_000);
    expect(pi.set().status?.losses).toMatchObject([{ id: 2, exitCode: -1, causedByApplication: false }]);
    expect(pi.ids()).toEqual([1, 3]);
    await pi.stopOperator();
  });

  test('but that is there after all is kept', async () => {
    const pi = await runningPi(2, { 'spark.kubernetes.executor.enableApiWatcher': 'false' });
    const lists: string[] = [];
    await pi.stopOperator();
    pi.server.refuse = (request) => {
      if (request.startsWith('list')) lists.push(request);
      return undefined;
    };
    await pi.startOperator();
    await pi.clock.pass(10_000);
    expect(pi.set().status).toMatchObject({ unfinished: '1-2', running: 2, losses: [] });
    expect(pi.ids()).toEqual([1, 2]);
    // One list for the watch, one for all executors that it does not show.
    expect(lists).toEqual(['list pods jobs', 'list pods jobs']);
    await pi.stopOperator();
  });

  test('and that starts while the look is under way is not taken back to what the look saw', async () => {
    const pi = new ExecutorsOfPi({ 'spark.kubernetes.executor.enableApiPolling': 'false' });
    await pi.submit();
    const status = { nextExecutorId: 2, unfinished: '1' };
    await pi.server.mergePatch(EXECUTOR_SETS, { namespace: 'jobs', name: 'pi-1' }, { status }, 'status');
    await pi.demand(1);
    const line = new Line(pi.server, pi.clock);
    line.latencyMs = 1_000;
    await pi.startOperator(line);
    await pi.clock.pass(2_500);
    await pi.server.create(PODS, executorManifest(1));
    await pi.clock.pass(1_000);
    await pi.runPods();
    await pi.clock.pass(6_000);
    expect(pi.set().status).toMatchObject({ running: 1, pending: 0, losses: [] });
    await pi.stopOperator();
  });

  test('is waited for as long as nobody can look; losses of others are told all the same', async () => {
    const pi = await runningPi(3);
    await pi.stopOperator();
    await pi.podIs(1, endedStatus(52));
    await pi.server.delete(PODS, podOf(2));
    let lists = 0;
    pi.server.refuse = (request) => {
      if (request.startsWith('list pods')) lists += 1;
      // The first one is for the watch.
      return lists > 1 && request.startsWith('list pods') ? refusal('ServerError', 'busy') : undefined;
    };
    await pi.startOperator();
    await pi.clock.pass(20_000);
    expect(pi.set().status).toMatchObject({ losses: [{ id: 1, exitCode: 52 }], unfinished: '2-3' });
    expect(pi.ids()).toEqual([3]);
    expect(lists).toBeLessThan(10);
    pi.server.refuse = () => undefined;
    await pi.clock.pass(10_000);
    expect(pi.set().status?.losses).toMatchObject([{ id: 1 }, { id: 2, exitCode: -1 }]);
    expect(pi.ids()).toEqual([3, 4, 5]);
    await pi.stopOperator();
  });

  test('but by a look, and that ends before the watch begins anew, is found lost by the list it begins with', async () => {
    const pi = new ExecutorsOfPi({ 'spark.kubernetes.executor.enableApiPolling': 'false' });
    await pi.submit();
    const line = new Line(pi.server, pi.clock);
    await pi.startOperator(line);
    const watch = line.flowOf('pods');
    watch.isHeld = true;
    const status = { nextExecutorId: 2, unfinished: '1' };
    await pi.server.mergePatch(EXECUTOR_SETS, { namespace: 'jobs', name: 'pi-1' }, { status }, 'status');
    await pi.server.create(PODS, executorManifest(1));
    await pi.runPods();
    await pi.demand(1);
    await pi.clock.pass(1_000);
    expect(pi.set().status).toMatchObject({ running: 1, losses: [] });
    await pi.server.delete(PODS, podOf(1));
    watch.breakAll(refusal('Gone', 'too old resource version'));
    watch.heal();
    await pi.clock.pass(3_000);
    expect(pi.set().status).toMatchObject({ running: 0, losses: [{ id: 1 }] });
    await pi.stopOperator();
  });
});

/** So many of each of two profiles. */
const ofEach = (first: number, second: number) => ({
  profiles: [
    { id: 0, replicas: first },
    { id: 1, replicas: second },
  ],
});

describe('a driver ends', () => {
  test('and answers to deletions are lost: a list that shows the executor no more brings its end', async () => {
    const pi = new ExecutorsOfPi({
      'spark.kubernetes.executor.enableApiWatcher': 'false',
      'spark.kubernetes.executor.apiPollingInterval': '10s',
    });
    await pi.submit();
    const line = new Line(pi.server, pi.clock);
    await pi.startOperator(line);
    await pi.demand(1);
    await pi.clock.pass(7_000);
    line.faults.add('delete', 'answer-lost', 3);
    pi.endDriver();
    await pi.clock.pass(60_000);
    expect(pi.ids()).toEqual([]);
    expect(pi.set().status).toMatchObject({ unfinished: '', failed: 0 });
    await pi.stopOperator();
  });
});

describe('executors that are about to be given up', () => {
  /** The watch is off, and a list far away: the operator sees nothing of what it does not look for. */
  const UNSEEN = {
    'spark.kubernetes.executor.enableApiWatcher': 'false',
    'spark.kubernetes.executor.apiPollingInterval': '2h',
  };

  async function blindPi(profiles: ReturnType<typeof ofEach>): Promise<ExecutorsOfPi> {
    const pi = new ExecutorsOfPi(UNSEEN);
    await pi.submit();
    await pi.startOperator();
    await pi.demand(0, profiles);
    await pi.clock.pass(0);
    return pi;
  }

  test('are looked at: those that run stay, in each profile, and count', async () => {
    const pi = await blindPi(ofEach(3, 4));
    expect(pi.ids()).toEqual([1, 2, 3, 4, 5, 6, 7]);
    for (const id of [1, 2, 4, 5]) await pi.podIs(id, { phase: 'Running' });
    await pi.demand(0, ofEach(1, 1));
    await pi.clock.pass(61_000);
    expect(pi.ids()).toEqual([1, 2, 4, 5]);
    expect(pi.set().status?.losses?.map(({ id }) => id)).toEqual([3, 6, 7]);
    await pi.demand(0, ofEach(2, 2));
    await pi.clock.pass(5_000);
    expect(pi.ids()).toEqual([1, 2, 4, 5]);
    await pi.demand(0, ofEach(3, 3));
    await pi.clock.pass(5_000);
    expect(pi.ids()).toEqual([1, 2, 4, 5, 8, 9]);
    await pi.stopOperator();
  });

  test('are looked at although they were asked for so long ago that their pods cannot be there', async () => {
    const pi = await blindPi(ofEach(2, 0));
    await pi.podIs(1, { phase: 'Running' });
    await pi.clock.pass(605_000);
    expect(pi.set().status?.losses).toEqual([]);
    expect(pi.set().status).toMatchObject({ running: 1, pending: 1 });
    expect(pi.ids()).toEqual([1, 2]);
    await pi.stopOperator();
  });

  test('are not given up as long as nobody can look', async () => {
    const pi = await blindPi(ofEach(2, 0));
    await pi.demand(0, ofEach(0, 0));
    pi.server.refuse = (request) =>
      request.startsWith('list pods') ? refusal('ServerError', 'busy') : undefined;
    await pi.clock.pass(90_000);
    expect(pi.ids()).toEqual([1, 2]);
    pi.server.refuse = () => undefined;
    await pi.clock.pass(60_000);
    expect(pi.ids()).toEqual([]);
    await pi.stopOperator();
  });

  test('hold up nothing else as long as nobody can look: losses are told, others come', async () => {
    const pi = await runningPi(1);
    await pi.demand(0, ofEach(3, 0));
    await pi.clock.pass(5_000);
    await pi.demand(0, ofEach(1, 0));
    pi.server.refuse = (request) =>
      request.startsWith('list pods') ? refusal('ServerError', 'busy') : undefined;
    await pi.clock.pass(61_000);
    await pi.podIs(1, endedStatus(52));
    await pi.demand(0, ofEach(1, 1));
    await pi.clock.pass(2_000);
    expect(pi.set().status?.losses).toMatchObject([{ id: 1, exitCode: 52 }]);
    expect(pi.ids()).toEqual([2, 3, 4]);
    pi.server.refuse = () => undefined;
    await pi.clock.pass(10_000);
    expect(pi.ids()).toEqual([3, 4]);
    await pi.stopOperator();
  });

  test('need no look where the driver has ended', async () => {
    const pi = await blindPi(ofEach(2, 0));
    const lists: string[] = [];
    pi.server.refuse = (request) => {
      if (request.startsWith('list pods')) lists.push(request);
      return undefined;
    };
    await pi.demand(0, { stopped: true });
    await pi.clock.pass(1_000);
    expect(pi.ids()).toEqual([]);
    expect(lists).toEqual([]);
    await pi.stopOperator();
  });
});
