/** Applications that another operator of this API group has submitted, with a driver that makes its executors itself. */
import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals';
import { APPLICATIONS, type SparkApplication } from '../../src/api/spark-application.ts';
import { EXECUTOR_SETS } from '../../src/api/spark-executor-set.ts';
import type { Stored } from '../../src/manifest/object-meta.ts';
import { PODS, type PodManifest } from '../../src/manifest/pod.ts';
import { eventually, found } from './eventually.ts';
import { piApplication } from './pi-application.ts';
import { newNamespace, realApiServer } from './real-api-server.ts';
import { startOperator, type RunningOperator } from './running-operator.ts';
import { SimulatedCluster, type TestPod } from './simulated-cluster.ts';

const SUBMISSION = 'b4b9ab42-5f2c-4c53-8a4b-1f9c2a0d7c11';
const APP_ID = 'spark-2f6e5b9c';

const server = realApiServer();
let cluster: SimulatedCluster;
let operator: RunningOperator;
let driver: TestPod;

beforeEach(async () => {
  cluster = new SimulatedCluster(server.api, await newNamespace(server.api, 'taken-over'));
  const restartPolicy = { type: 'OnFailure' as const, onFailureRetries: 1, onFailureRetryInterval: 1 };
  const application = await server.api.create(
    APPLICATIONS,
    piApplication(cluster.namespace, { restartPolicy }),
  );
  driver = await server.api.create(PODS, podOf(application, 'driver', 'pi-driver'));
  await cluster.start(driver);
  await cluster.start(await server.api.create(PODS, podOf(application, 'executor', 'pi-0a1b-exec-1')));
  const status = {
    applicationState: { state: 'RUNNING' },
    driverInfo: { podName: 'pi-driver' },
    executionAttempts: 1,
    submissionAttempts: 1,
    submissionID: SUBMISSION,
    sparkApplicationId: APP_ID,
    lastSubmissionAttemptTime: '2026-11-23T10:00:00Z',
  };
  await server.api.mergePatch(APPLICATIONS, application.metadata, { status }, 'status');
  operator = startOperator(server.api, cluster.namespace);
});
afterEach(() => operator.stop());
afterAll(() => server.close());

const theApplication = (): Promise<Stored<SparkApplication>> =>
  found('application', () => cluster.get(APPLICATIONS, 'pi'));
const driverOfOurs = (): Promise<TestPod> =>
  found('driver of ours', async () =>
    (await cluster.pods('driver')).find(({ metadata }) => metadata.uid !== driver.metadata.uid),
  );
const becomes = (state: string): Promise<void> =>
  eventually(async () => expect((await theApplication()).status?.applicationState.state).toBe(state));

test('go on with the driver they have, and their executors are counted', async () => {
  await eventually(async () =>
    expect((await theApplication()).status?.executors).toMatchObject({ running: 1 }),
  );
  const { status } = await theApplication();
  expect(status?.applicationState.state).toBe('RUNNING');
  expect(await cluster.list(EXECUTOR_SETS)).toEqual([]);
  await cluster.end(driver, 0);
  await becomes('COMPLETED');
  expect((await cluster.pods('driver')).map(({ metadata }) => metadata.uid)).toEqual([driver.metadata.uid]);
});

test('begin again with a driver of ours, once theirs has failed and its executors are gone', async () => {
  await cluster.end(driver, 1);
  const ours = await driverOfOurs();
  expect(ours.metadata.labels?.['sparkoperator.k8s.io/attempt']).toBe('2');
  expect((await cluster.list(EXECUTOR_SETS)).map(({ metadata }) => metadata.name)).toEqual(['pi-2']);
  expect((await theApplication()).status).toMatchObject({
    executionAttempts: 2,
    executorManagement: 'Operator',
  });
});

test('begin again with a driver of ours where they are edited', async () => {
  await eventually(async () => expect((await theApplication()).status?.observedGeneration).toBe(1));
  const { metadata } = await theApplication();
  await server.api.mergePatch(APPLICATIONS, metadata, { spec: { arguments: ['7'] } });
  await driverOfOurs();
  expect(await cluster.list(EXECUTOR_SETS)).toHaveLength(1);
});

/** A pod as spark-submit and Spark's own allocator make it for the other operator. */
function podOf(
  application: Stored<SparkApplication>,
  role: 'driver' | 'executor',
  name: string,
): PodManifest {
  const { namespace } = cluster;
  const owner = {
    apiVersion: APPLICATIONS.apiVersion,
    kind: APPLICATIONS.kind,
    name: application.metadata.name,
    uid: application.metadata.uid,
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      namespace,
      name,
      labels: {
        'spark-role': role,
        'spark-app-selector': APP_ID,
        'sparkoperator.k8s.io/app-name': 'pi',
        'sparkoperator.k8s.io/launched-by-spark-operator': 'true',
        'sparkoperator.k8s.io/submission-id': SUBMISSION,
        ...(role === 'executor' ? { 'spark-exec-id': '1', 'spark-exec-resourceprofile-id': '0' } : {}),
      },
      ...(role === 'driver' ? { ownerReferences: [owner] } : {}),
    },
    spec: { containers: [{ name: `spark-kubernetes-${role}`, image: 'apache/spark:4.3.0' }] },
  };
}
