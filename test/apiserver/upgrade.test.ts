import { afterAll, expect, test } from '@jest/globals';
import { APPLICATIONS } from '../../src/api/spark-application.ts';
import { EXECUTOR_SETS } from '../../src/api/spark-executor-set.ts';
import { eventually, found } from './eventually.ts';
import { piApplication } from './pi-application.ts';
import { newNamespace, realApiServer } from './real-api-server.ts';
import { startOperator } from './running-operator.ts';
import { SimulatedCluster } from './simulated-cluster.ts';

const server = realApiServer();
afterAll(() => server.close());

/** Another jar, another user in the pods: what it would render now differs from what runs. */
const NEWER = {
  identity: 'newer',
  driverPlugin: Buffer.from('a newer jar'),
  sparkUser: 'somebody',
  defaultTimeToLiveSeconds: 3_600,
};

test('a newer operator that would make other pods restarts nothing that runs', async () => {
  const cluster = new SimulatedCluster(server.api, await newNamespace(server.api, 'upgrade'));
  const name = { namespace: cluster.namespace, name: 'pi' };
  const older = startOperator(server.api, cluster.namespace);
  await server.api.create(APPLICATIONS, piApplication(cluster.namespace));
  await cluster.start(await found('driver', async () => (await cluster.pods('driver'))[0]));
  await found('executor set', () => cluster.get(EXECUTOR_SETS, 'pi-1'));
  await cluster.say('pi-1', { profiles: [{ id: 0, replicas: 2 }] });
  await eventually(async () => expect(await cluster.pods('executor')).toHaveLength(2));
  for (const pod of await cluster.pods('executor')) await cluster.start(pod);
  await eventually(async () => {
    expect((await cluster.get(APPLICATIONS, 'pi'))?.status?.applicationState.state).toBe('RUNNING');
    expect((await cluster.get(EXECUTOR_SETS, 'pi-1'))?.status?.running).toBe(2);
  });
  await older.stop();
  const before = await uids(cluster);
  // As an operator with another table of edits has left it, and one that knew less has not.
  await server.api.mergePatch(
    APPLICATIONS,
    name,
    { status: { submittedSpec: '0:of-another-table' } },
    'status',
  );

  const newer = startOperator(server.api, cluster.namespace, NEWER);
  await cluster.say('pi-1', { profiles: [{ id: 0, replicas: 3 }] });
  await eventually(async () => expect(await cluster.pods('executor')).toHaveLength(3));
  const after = await uids(cluster);
  expect(after.slice(0, before.length)).toEqual(before);
  expect((await cluster.get(APPLICATIONS, 'pi'))?.status).toMatchObject({
    applicationState: { state: 'RUNNING' },
    attempt: 1,
    executionAttempts: 1,
  });
  // The new executor is made from what was submitted, not from what would be now.
  const executors = await cluster.pods('executor');
  const users = executors.map(
    ({ spec }) => spec.containers[0]?.env?.find(({ name: variable }) => variable === 'SPARK_USER')?.value,
  );
  expect(new Set(users).size).toBe(1);
  await newer.stop();
});

/** Of the driver, then of the executors in the order of their ids. */
async function uids(cluster: SimulatedCluster): Promise<readonly string[]> {
  const pods = [...(await cluster.pods('driver')), ...(await cluster.pods('executor'))];
  return pods.map(({ metadata }) => metadata.uid);
}
