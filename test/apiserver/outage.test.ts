import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { APPLICATIONS } from '../../src/api/spark-application.ts';
import { surroundingCluster } from '../cluster/local/cluster.ts';
import { eventually } from './eventually.ts';
import { piApplication } from './pi-application.ts';
import { newNamespace, realApiServer } from './real-api-server.ts';
import { startOperator, type RunningOperator } from './running-operator.ts';
import { SimulatedCluster } from './simulated-cluster.ts';
import { SimulatedJob } from './simulated-job.ts';

const server = realApiServer();
let cluster: SimulatedCluster;
let operator: RunningOperator;

beforeEach(async () => {
  cluster = new SimulatedCluster(server.api, await newNamespace(server.api, 'outage'));
  operator = startOperator(server.api, cluster.namespace);
});
afterEach(() => operator.stop());
afterAll(() => server.close());

describe('an API server that goes away and comes back', () => {
  test('in mid-job costs neither the driver nor an executor', async () => {
    const job = new SimulatedJob(cluster);
    await server.api.create(APPLICATIONS, piApplication(cluster.namespace));
    await eventually(async () => {
      await job.step();
      expect(job.mostExecutors).toBe(2);
    });
    const host = await surroundingCluster();
    await host.stopApiServer();
    await host.startApiServer();
    await eventually(async () => {
      await job.step();
      const { applicationState } = (await cluster.get(APPLICATIONS, 'pi'))?.status ?? {};
      expect(applicationState?.state).toBe('COMPLETED');
    });
    expect([...job.seen].filter(([, uids]) => uids.size > 1)).toEqual([]);
    expect(job.seen.size).toBe(3);
  });
});
