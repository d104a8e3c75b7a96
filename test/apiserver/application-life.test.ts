import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { APPLICATIONS, type SparkApplication } from '../../src/api/spark-application.ts';
import { EXECUTOR_SETS, type SparkExecutorSet } from '../../src/api/spark-executor-set.ts';
import { CONFIG_MAPS } from '../../src/manifest/config-map.ts';
import { NETWORK_POLICIES } from '../../src/manifest/network-policy.ts';
import type { Stored } from '../../src/manifest/object-meta.ts';
import { SERVICES } from '../../src/manifest/service.ts';
import { eventually, found } from './eventually.ts';
import { piApplication } from './pi-application.ts';
import { newNamespace, realApiServer } from './real-api-server.ts';
import { startOperator, type RunningOperator } from './running-operator.ts';
import { SimulatedCluster, type TestPod } from './simulated-cluster.ts';

const server = realApiServer();
let cluster: SimulatedCluster;
let operator: RunningOperator;

beforeEach(async () => {
  cluster = new SimulatedCluster(server.api, await newNamespace(server.api, 'life'));
  operator = startOperator(server.api, cluster.namespace);
});
afterEach(() => operator.stop());
afterAll(() => server.close());

const state = async (): Promise<string | undefined> =>
  (await cluster.get(APPLICATIONS, 'pi'))?.status?.applicationState.state;
const theApplication = (): Promise<Stored<SparkApplication>> =>
  found('application', () => cluster.get(APPLICATIONS, 'pi'));
const theSet = (): Promise<Stored<SparkExecutorSet>> =>
  found('executor set', () => cluster.get(EXECUTOR_SETS, 'pi-1'));
const theDriver = (): Promise<TestPod> => found('driver', async () => (await cluster.pods('driver'))[0]);

async function executors(count: number): Promise<readonly TestPod[]> {
  return eventually(async () => {
    const pods = await cluster.pods('executor');
    expect(pods.map((pod) => pod.metadata.name)).toHaveLength(count);
    return pods;
  });
}

/** The application submitted, its driver running, two executors running. */
async function runningApplication(sparkConf: Record<string, string> = {}): Promise<readonly TestPod[]> {
  await server.api.create(APPLICATIONS, piApplication(cluster.namespace, { sparkConf }));
  await cluster.start(await theDriver());
  await theSet();
  await cluster.say('pi-1', { profiles: [{ id: 0, replicas: 2 }] });
  const pods = await executors(2);
  for (const pod of pods) await cluster.start(pod);
  await eventually(async () => expect((await theSet()).status?.running).toBe(2));
  return pods;
}

async function endDriver(exitCode: number, message = ''): Promise<void> {
  await cluster.say('pi-1', { profiles: [], stopped: true });
  await cluster.end(await theDriver(), exitCode, { message });
}

describe('the life of an application', () => {
  test('goes from a resource to a completed job, and leaves the driver pod alone behind', async () => {
    const pods = await runningApplication();
    await eventually(async () => expect(await state()).toBe('RUNNING'));
    for (const pod of pods) await cluster.end(pod, 0);
    await endDriver(0);
    await eventually(async () => expect(await state()).toBe('COMPLETED'));
    await eventually(async () => {
      expect(await cluster.pods('executor')).toEqual([]);
      expect(await cluster.list(EXECUTOR_SETS)).toEqual([]);
      expect(await cluster.list(SERVICES)).toEqual([]);
      expect(await cluster.list(NETWORK_POLICIES)).toEqual([]);
      expect((await cluster.list(CONFIG_MAPS)).filter(({ metadata }) => metadata.ownerReferences)).toEqual(
        [],
      );
    });
    expect(await cluster.pods('driver')).toHaveLength(1);
    const { status } = await theApplication();
    expect(status).toMatchObject({
      executionAttempts: 1,
      driverInfo: { podName: 'pi-driver' },
      executors: { running: 0, succeeded: 2, failed: 0 },
    });
    expect(status?.conditions?.find(({ type }) => type === 'Completed')?.status).toBe('True');
  });

  test('cleans up by what was submitted, whatever the application says by now', async () => {
    const pods = await runningApplication();
    const spec = { sparkConf: { 'spark.app.name': 'another', 'spark.driver.memory': 'no size' } };
    await server.api.mergePatch(APPLICATIONS, (await theApplication()).metadata, { spec });
    for (const pod of pods) await cluster.end(pod, 0);
    await endDriver(0);
    await eventually(async () => {
      expect(await cluster.list(EXECUTOR_SETS)).toEqual([]);
      expect(await cluster.list(SERVICES)).toEqual([]);
      expect(await cluster.list(NETWORK_POLICIES)).toEqual([]);
    });
    expect(await state()).toBe('COMPLETED');
  });

  test('fails with the exit code and the last log lines of the driver', async () => {
    await runningApplication();
    await endDriver(1, 'Exception in thread "main": boom');
    await eventually(async () => expect(await state()).toBe('FAILED'));
    const { status } = await theApplication();
    expect(status?.applicationState.errorMessage).toBe(
      'driver container failed with ExitCode: 1, Reason: Error\nException in thread "main": boom',
    );
    await executors(0);
  });

  test('replaces an executor that was deleted by hand, and tells the driver why', async () => {
    const [first] = await runningApplication();
    if (first !== undefined) await cluster.delete(first);
    const pods = await eventually(async () => {
      const there = await cluster.pods('executor');
      expect(there.map(({ metadata }) => metadata.labels?.['spark-exec-id'])).toEqual(['2', '3']);
      return there;
    });
    expect(pods).toHaveLength(2);
    expect((await theSet()).status?.losses).toMatchObject([
      { sequence: 1, id: 1, causedByApplication: false, reason: expect.stringContaining('delet') },
    ]);
    await cluster.say('pi-1', { acknowledgedLoss: 1 });
    await eventually(async () => expect((await theSet()).status?.losses ?? []).toEqual([]));
  });

  test('keeps executors that ended, labelled, when they are not to be deleted', async () => {
    const pods = await runningApplication({ 'spark.kubernetes.executor.deleteOnTermination': 'false' });
    for (const pod of pods) await cluster.end(pod, 0);
    await endDriver(0);
    await eventually(async () => {
      const labels = (await cluster.pods('executor')).map(
        ({ metadata }) => metadata.labels?.['spark-exec-inactive'],
      );
      expect(labels).toEqual(['true', 'true']);
      expect(await cluster.list(EXECUTOR_SETS)).toEqual([]);
    });
  });

  test('goes on while somebody else keeps changing the same objects', async () => {
    const over = new AbortController();
    const meddling = (async () => {
      let count = 0;
      while (!over.signal.aborted) {
        const patch = { metadata: { annotations: { count: String(count) } } };
        if ((await cluster.get(APPLICATIONS, 'pi')) === undefined) continue;
        await server.api.mergePatch(APPLICATIONS, { namespace: cluster.namespace, name: 'pi' }, patch);
        count += 1;
        if ((await cluster.get(EXECUTOR_SETS, 'pi-1')) === undefined) continue;
        await server.api.mergePatch(EXECUTOR_SETS, { namespace: cluster.namespace, name: 'pi-1' }, patch);
      }
      return count;
    })();
    await runningApplication();
    over.abort();
    expect(await meddling).toBeGreaterThan(5);
    await eventually(async () => expect(await state()).toBe('RUNNING'));
    expect((await theSet()).status).toMatchObject({ nextExecutorId: 3, running: 2 });
  });

  test('follows a demand that goes up and down to zero', async () => {
    await runningApplication();
    await cluster.say('pi-1', { profiles: [{ id: 0, replicas: 4 }] });
    await executors(4);
    for (const pod of await cluster.pods('executor')) await cluster.start(pod);
    await cluster.say('pi-1', { profiles: [{ id: 0, replicas: 0 }] });
    for (const pod of await cluster.pods('executor')) await cluster.end(pod, 0);
    await executors(0);
    await eventually(async () =>
      expect((await theSet()).status).toMatchObject({ desired: 0, succeeded: 4, nextExecutorId: 5 }),
    );
  });

  test('gives a driver that is ending no new executors', async () => {
    const pods = await runningApplication();
    await cluster.say('pi-1', { profiles: [], stopped: true });
    for (const pod of pods) await cluster.end(pod, 0);
    await executors(0);
    await cluster.end(await theDriver(), 0);
    await eventually(async () => expect(await state()).toBe('COMPLETED'));
    const { status } = await theApplication();
    expect(status?.executors).toMatchObject({ succeeded: 2, failed: 0 });
  });

  test('fails when the driver pod is deleted by hand', async () => {
    await runningApplication();
    await cluster.delete(await theDriver());
    await eventually(async () => expect(await state()).toBe('FAILED'));
    const { status } = await theApplication();
    expect(status?.applicationState.errorMessage).toContain('driver pod not found');
    await executors(0);
  });

  test('makes an executor set anew that was deleted by hand', async () => {
    await runningApplication();
    await server.api.delete(EXECUTOR_SETS, (await theSet()).metadata);
    await theSet();
    await cluster.say('pi-1', { profiles: [{ id: 0, replicas: 3 }] });
    const pods = await executors(3);
    const ids = pods.map(({ metadata }) => metadata.labels?.['spark-exec-id']);
    expect(new Set(ids)).toEqual(new Set(['1', '2', '3']));
  });
});
