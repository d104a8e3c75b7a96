import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { APPLICATIONS } from '../../src/api/spark-application.ts';
import { EXECUTOR_SETS } from '../../src/api/spark-executor-set.ts';
import { VOLCANO_POD_GROUPS } from '../../src/manifest/pod-group.ts';
import { surroundingCluster } from '../cluster/local/cluster.ts';
import { eventually, found } from './eventually.ts';
import { piApplication } from './pi-application.ts';
import { newNamespace, realApiServer } from './real-api-server.ts';
import { startOperator, type RunningOperator } from './running-operator.ts';
import { SimulatedCluster } from './simulated-cluster.ts';

/** As much of Volcano as the API server has to know. */
const CRD = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'podgroups.scheduling.volcano.sh' },
  spec: {
    group: 'scheduling.volcano.sh',
    names: { kind: 'PodGroup', listKind: 'PodGroupList', plural: 'podgroups', singular: 'podgroup' },
    scope: 'Namespaced',
    versions: [
      {
        name: 'v1beta1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    ],
  },
};

const server = realApiServer();
let cluster: SimulatedCluster;
let operator: RunningOperator;

beforeAll(async () => {
  const surrounding = await surroundingCluster();
  await surrounding.kubectl(['apply', '-f', '-'], JSON.stringify(CRD));
  await surrounding.kubectl([
    'wait',
    '--for=condition=Established',
    '--timeout=60s',
    `crd/${CRD.metadata.name}`,
  ]);
});
beforeEach(async () => {
  cluster = new SimulatedCluster(server.api, await newNamespace(server.api, 'groups'));
  operator = startOperator(server.api, cluster.namespace);
});
afterEach(() => operator.stop());
afterAll(() => server.close());

test('a group of pods comes before the driver, and goes with it', async () => {
  const spec = {
    batchScheduler: 'volcano',
    batchSchedulerOptions: { queue: 'etl' },
    driver: { memory: '512m', cores: 1 },
    executor: { memory: '1g', cores: 1, instances: 2 },
  };
  await server.api.create(APPLICATIONS, piApplication(cluster.namespace, spec));
  const driver = await found('driver', async () => (await cluster.pods('driver'))[0]);
  expect(driver.spec.schedulerName).toBe('volcano');
  expect(driver.metadata.annotations).toMatchObject({ 'scheduling.k8s.io/group-name': 'pi-pg' });
  expect((await cluster.get(VOLCANO_POD_GROUPS, 'pi-pg'))?.spec).toEqual({
    minMember: 1,
    minResources: { cpu: '3000m', memory: '3712Mi' },
    queue: 'etl',
  });
  await cluster.start(driver);
  await cluster.end(driver, 0);
  await eventually(async () => {
    expect(await cluster.list(VOLCANO_POD_GROUPS)).toEqual([]);
    expect(await cluster.list(EXECUTOR_SETS)).toEqual([]);
  });
});

test('where the cluster knows no such groups the submission fails, once, and says which', async () => {
  const spec = { batchScheduler: 'kube-scheduler' };
  await server.api.create(APPLICATIONS, piApplication(cluster.namespace, spec));
  await eventually(async () => {
    const { applicationState } = (await cluster.get(APPLICATIONS, 'pi'))?.status ?? {};
    expect(applicationState).toEqual({
      state: 'FAILED',
      errorMessage: expect.stringContaining(
        'PodGroup podgroups.scheduling.x-k8s.io/pi-pg cannot be created: the cluster does not know this kind. Install',
      ),
    });
    expect(await cluster.list(EXECUTOR_SETS)).toEqual([]);
  });
  expect(await cluster.pods('driver')).toEqual([]);
});
