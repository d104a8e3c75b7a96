/** A namespace that enforces the Pod Security level restricted takes the pods of applications that say nothing of it. */
import { afterAll, expect, test } from '@jest/globals';
import { APPLICATIONS } from '../../src/api/spark-application.ts';
import { EXECUTOR_SETS } from '../../src/api/spark-executor-set.ts';
import { eventually, found } from './eventually.ts';
import { piApplication } from './pi-application.ts';
import { newNamespace, realApiServer } from './real-api-server.ts';
import { startOperator } from './running-operator.ts';
import { SimulatedCluster } from './simulated-cluster.ts';

const ENFORCED = { 'pod-security.kubernetes.io/enforce': 'restricted' };

const server = realApiServer();
afterAll(() => server.close());

test('an operator that restricts pods runs driver and executors there, another one is told why not', async () => {
  const cluster = new SimulatedCluster(server.api, await newNamespace(server.api, 'restricted', ENFORCED));
  const plain = startOperator(server.api, cluster.namespace);
  await server.api.create(APPLICATIONS, piApplication(cluster.namespace));
  // FAILED, not SUBMISSION_FAILED: its ConfigMap is gone by then, and no garbage collector is there to take it away.
  await eventually(async () => {
    const state = (await cluster.get(APPLICATIONS, 'pi'))?.status?.applicationState;
    expect(state).toMatchObject({
      state: 'FAILED',
      errorMessage: expect.stringContaining('violates PodSecurity "restricted:latest"'),
    });
  });
  await plain.stop();
  await server.api.delete(APPLICATIONS, { namespace: cluster.namespace, name: 'pi' });

  const operator = startOperator(server.api, cluster.namespace, { restrictedPods: true });
  await server.api.create(APPLICATIONS, piApplication(cluster.namespace));
  await cluster.start(await found('driver', async () => (await cluster.pods('driver'))[0]));
  await found('executor set', () => cluster.get(EXECUTOR_SETS, 'pi-1'));
  await cluster.say('pi-1', { profiles: [{ id: 0, replicas: 2 }] });
  await eventually(async () => expect(await cluster.pods('executor')).toHaveLength(2));
  await operator.stop();
});
