import { describe, expect, test } from '@jest/globals';
import { PODS } from '../../../src/manifest/pod.ts';
import { endedStatus } from '../../fakes/executor-pods.ts';
import { podOf, runningPi } from '../../fakes/executors-world.ts';

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
      { id: 2, exitCode: -1, causedByApplication: false, reason: 'pod was gone when it was looked for' },
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
});
