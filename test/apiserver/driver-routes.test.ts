import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals';
import { APPLICATIONS } from '../../src/api/spark-application.ts';
import { CONFIG_MAPS } from '../../src/manifest/config-map.ts';
import { INGRESSES } from '../../src/manifest/ingress.ts';
import { POD_DISRUPTION_BUDGETS } from '../../src/manifest/pod-disruption-budget.ts';
import { SERVICES } from '../../src/manifest/service.ts';
import { eventually, found } from './eventually.ts';
import { piApplication } from './pi-application.ts';
import { newNamespace, realApiServer } from './real-api-server.ts';
import { startOperator, type RunningOperator } from './running-operator.ts';
import { SimulatedCluster } from './simulated-cluster.ts';

const server = realApiServer();
let cluster: SimulatedCluster;
let operator: RunningOperator;

beforeEach(async () => {
  cluster = new SimulatedCluster(server.api, await newNamespace(server.api, 'routes'));
  const routes = { ingressUrlFormat: 'example.org/{{$appName}}', ingressClassName: 'nginx' };
  operator = startOperator(server.api, cluster.namespace, { routes });
});
afterEach(() => operator.stop());
afterAll(() => server.close());

test('Services, Ingresses, metrics files and the budget of a driver come with it, are told in the status, and go with it', async () => {
  const spec = {
    driverIngressOptions: [{ servicePort: 15_002, ingressURLFormat: '{{$appName}}-connect.example.org' }],
    monitoring: {
      exposeDriverMetrics: true,
      exposeExecutorMetrics: true,
      prometheus: { jmxExporterJar: '/jmx.jar' },
    },
    driverPodDisruptionBudget: true,
  };
  await server.api.create(APPLICATIONS, piApplication(cluster.namespace, spec));
  const driver = await found('driver', async () => (await cluster.pods('driver'))[0]);
  const ui = await found('service', () => cluster.get(SERVICES, 'pi-ui-svc'));
  const connect = await found('ingress', () => cluster.get(INGRESSES, 'pi-ing-15002'));
  expect(connect.spec.rules[0]?.host).toBe('pi-connect.example.org');
  expect(await cluster.get(SERVICES, 'pi-driver-15002')).toBeDefined();
  expect(await cluster.get(INGRESSES, 'pi-ui-ingress')).toMatchObject({
    spec: { ingressClassName: 'nginx' },
  });
  expect(await cluster.get(CONFIG_MAPS, 'pi-prom-conf')).toBeDefined();
  expect(await cluster.get(POD_DISRUPTION_BUDGETS, 'pi-driver')).toBeDefined();
  await eventually(async () => {
    expect((await cluster.get(APPLICATIONS, 'pi'))?.status?.driverInfo).toEqual({
      podName: 'pi-driver',
      webUIServiceName: 'pi-ui-svc',
      webUIPort: 4040,
      webUIAddress: `${ui.spec.clusterIP}:4040`,
      webUIIngressName: 'pi-ui-ingress',
      webUIIngressAddress: 'http://example.org/pi',
    });
  });
  await cluster.start(driver);
  await cluster.end(driver, 0);
  await eventually(async () => {
    expect(await cluster.list(SERVICES)).toEqual([]);
    expect(await cluster.list(INGRESSES)).toEqual([]);
    expect(await cluster.list(POD_DISRUPTION_BUDGETS)).toEqual([]);
    expect(await cluster.get(CONFIG_MAPS, 'pi-prom-conf')).toBeUndefined();
  });
});
