import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { APPLICATIONS, type SparkApplicationStatus } from '../../src/api/spark-application.ts';
import { EXECUTOR_SETS, type SparkExecutorSet } from '../../src/api/spark-executor-set.ts';
import { EVENTS } from '../../src/kube/event.ts';
import type { Stored } from '../../src/manifest/object-meta.ts';
import { eventually, found } from './eventually.ts';
import { piApplication } from './pi-application.ts';
import { newNamespace, realApiServer } from './real-api-server.ts';
import { startOperator, type RunningOperator } from './running-operator.ts';
import { SimulatedCluster, type TestPod } from './simulated-cluster.ts';

const server = realApiServer();
let cluster: SimulatedCluster;
let operator: RunningOperator;

beforeEach(async () => {
  cluster = new SimulatedCluster(server.api, await newNamespace(server.api, 'failures'));
  operator = startOperator(server.api, cluster.namespace);
});
afterEach(() => operator.stop());
afterAll(() => server.close());

const theStatus = async (): Promise<SparkApplicationStatus | undefined> =>
  (await cluster.get(APPLICATIONS, 'pi'))?.status;
const theSet = (): Promise<Stored<SparkExecutorSet>> =>
  found('executor set', () => cluster.get(EXECUTOR_SETS, 'pi-1'));
const theDriver = (): Promise<TestPod> => found('driver', async () => (await cluster.pods('driver'))[0]);
/** The executor whose turn it is. An operator that ends may leave an id without a pod behind, so nobody knows its id. */
const nextExecutor = (): Promise<TestPod> =>
  found('executor that does not run yet', async () =>
    (await cluster.pods('executor')).find(({ status }) => status?.phase === 'Pending'),
  );

async function submit(sparkConf: Readonly<Record<string, string>>): Promise<void> {
  await server.api.create(APPLICATIONS, piApplication(cluster.namespace, { sparkConf }));
  await cluster.start(await theDriver());
  await theSet();
  await cluster.say('pi-1', { profiles: [{ id: 0, replicas: 1 }] });
}

/** One executor after the other starts and fails; so many will have failed by then. */
async function failExecutors(...counts: readonly number[]): Promise<void> {
  for (const failed of counts) {
    const pod = await nextExecutor();
    await cluster.start(pod);
    await eventually(async () => expect((await theSet()).status?.running).toBe(1));
    await cluster.end(pod, 52);
    await eventually(async () => expect((await theSet()).status?.failed).toBe(failed));
  }
}

describe('an application whose executors fail', () => {
  test('shows them in its status while it goes on, and tells of them in Events', async () => {
    await submit({});
    await failExecutors(1, 2);
    await cluster.start(await nextExecutor());
    await eventually(async () => {
      const { executorState, executors } = (await theStatus()) ?? {};
      expect(Object.values(executorState ?? {}).at(-1)).toBe('RUNNING');
      expect(executors).toMatchObject({ running: 1, failed: 2 });
    });
    expect((await theSet()).status?.recentLosses).toMatchObject([
      { id: 1, exitCode: 52, causedByApplication: true, reason: 'exit code 52 (JVM out of memory)' },
      { id: 2 },
    ]);
    await eventually(async () => {
      const told = (await cluster.list(EVENTS)).filter(({ reason }) => reason === 'SparkExecutorFailed');
      expect(told.map(({ type, message }) => [type, message])).toContainEqual([
        'Warning',
        'executor 1 failed: exit code 52 (JVM out of memory)',
      ]);
    });
  });

  test('ends when they fail too often, also with another operator, and says why', async () => {
    await submit({ 'spark.executor.maxNumFailures': '2' });
    await failExecutors(1, 2);
    await operator.stop();
    operator = startOperator(server.api, cluster.namespace);
    await failExecutors(3);
    const { failure } = (await theSet()).status ?? {};
    expect(failure).toMatchObject({ reason: 'MaxExecutorFailures', exitCode: 11 });
    await cluster.end(await theDriver(), failure?.exitCode ?? 0, { message: 'the last words' });
    const why =
      /^driver container failed with ExitCode: 11, Reason: Error\n3 executors failed, more than spark\.executor\.maxNumFailures allows \(2\)\. The last: (?:executor \d+: exit code 52 \(JVM out of memory\)(?:; )?){3}\nthe last words$/u;
    await eventually(async () => {
      const { applicationState, recentLosses = [] } = (await theStatus()) ?? {};
      expect(applicationState?.state).toBe('FAILED');
      expect(applicationState?.errorMessage).toMatch(why);
      expect(recentLosses.filter(({ exitCode }) => exitCode === 52)).toHaveLength(3);
    });
  });

  test('has its driver stopped when that does not end itself', async () => {
    await submit({ 'spark.executor.maxNumFailures': '0' });
    await failExecutors(1);
    const set = await theSet();
    const longAgo = new Date(Date.now() - 600_000).toISOString();
    const failure = { ...set.status?.failure, time: longAgo };
    await server.api.mergePatch(EXECUTOR_SETS, set.metadata, { status: { failure } }, 'status');
    await eventually(async () =>
      expect((await theDriver()).spec).toMatchObject({ activeDeadlineSeconds: 1 }),
    );
    await cluster.end(await theDriver(), 143);
    await eventually(async () => {
      const { applicationState } = (await theStatus()) ?? {};
      expect(applicationState?.state).toBe('FAILED');
      expect(applicationState?.errorMessage).toContain('more than spark.executor.maxNumFailures allows (0)');
    });
  });
});
