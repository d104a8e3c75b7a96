/** A HorizontalPodAutoscaler raises and lowers the executors of a running application. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { APPLICATIONS } from '../../src/api/spark-application.ts';
import { EXECUTOR_SETS } from '../../src/api/spark-executor-set.ts';
import type { KubernetesObject, Resource } from '../../src/manifest/object-meta.ts';
import { surroundingCluster } from '../cluster/local/cluster.ts';
import { commandFlags } from '../cluster/local/command-flags.ts';
import { Component } from '../cluster/local/component.ts';
import { kubernetesPrograms } from '../cluster/local/kubernetes-programs.ts';
import { silentProgress } from '../cluster/local/progress.ts';
import { eventually, found } from './eventually.ts';
import { MetricsApi } from './metrics-api.ts';
import { piApplication } from './pi-application.ts';
import { newNamespace, realApiServer } from './real-api-server.ts';
import { startOperator, type RunningOperator } from './running-operator.ts';
import { SimulatedCluster } from './simulated-cluster.ts';
import { SimulatedExecutors } from './simulated-executors.ts';

const AUTOSCALERS: Resource<KubernetesObject> = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  plural: 'horizontalpodautoscalers',
};

const server = realApiServer();
let cluster: SimulatedCluster;
let operator: RunningOperator;
let metrics: MetricsApi;
let controllers: Component;

beforeAll(async () => {
  cluster = new SimulatedCluster(server.api, await newNamespace(server.api, 'autoscaling'));
  operator = startOperator(server.api, cluster.namespace);
  metrics = await MetricsApi.start(20, server.api, cluster.namespace);
  controllers = await autoscaling();
  await controllers.start();
}, 60_000);

afterAll(async () => {
  await controllers.stop('SIGTERM');
  await metrics.stop();
  await operator.stop();
  await server.close();
});

/** Kubernetes' own controller-manager, with nothing but the controller of autoscalers, which looks each second. */
async function autoscaling(): Promise<Component> {
  const { kubeconfigPath, layout } = await surroundingCluster();
  const flags = commandFlags({
    kubeconfig: kubeconfigPath,
    controllers: 'horizontal-pod-autoscaler-controller',
    'leader-elect': false,
    'horizontal-pod-autoscaler-sync-period': '1s',
  });
  const command = [join(await kubernetesPrograms(silentProgress), 'kube-controller-manager'), ...flags];
  const name = 'autoscaling';
  return new Component(
    { name, command, isReady: () => Promise.resolve(true) },
    join(layout.folder, `${name}.log`),
  );
}

/** One executor for each ten in the queue, from one to five, without the patience that production wants. */
const autoscaler = (namespace: string): KubernetesObject =>
  ({
    apiVersion: AUTOSCALERS.apiVersion,
    kind: AUTOSCALERS.kind,
    metadata: { namespace, name: 'pi' },
    spec: {
      scaleTargetRef: { apiVersion: APPLICATIONS.apiVersion, kind: APPLICATIONS.kind, name: 'pi' },
      minReplicas: 1,
      maxReplicas: 5,
      metrics: [
        {
          type: 'External',
          external: { metric: { name: 'queue' }, target: { type: 'AverageValue', averageValue: '10' } },
        },
      ],
      behavior: { scaleDown: { stabilizationWindowSeconds: 0 } },
    },
  }) as KubernetesObject;

test('an autoscaler drives a running application, up and down', async () => {
  const executors = new SimulatedExecutors(cluster);
  const settlesAt = (count: number): Promise<void> =>
    eventually(async () => {
      await executors.step();
      expect(await executors.running()).toHaveLength(count);
      expect((await cluster.get(APPLICATIONS, 'pi'))?.spec.executor.instances).toBe(count);
      expect((await cluster.get(EXECUTOR_SETS, 'pi-1'))?.status).toMatchObject({
        desired: count,
        running: count,
      });
    });
  await server.api.create(APPLICATIONS, piApplication(cluster.namespace));
  await cluster.start(await found('driver', async () => (await cluster.pods('driver'))[0]));
  await found('executor set', () => cluster.get(EXECUTOR_SETS, 'pi-1'));
  await cluster.say('pi-1', { profiles: [{ id: 0, replicas: 2 }] });
  await settlesAt(2);
  await server.api.create(AUTOSCALERS, autoscaler(cluster.namespace));
  metrics.value = 40;
  await settlesAt(4);
  metrics.value = 10;
  await settlesAt(1);
  expect(executors.retired.size).toBe(3);
  metrics.value = 90;
  await settlesAt(5);
  expect((await cluster.get(APPLICATIONS, 'pi'))?.status?.executors).toMatchObject({ failed: 0 });
}, 240_000);
