import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  APPLICATIONS,
  type SparkApplication,
  type SparkApplicationSpec,
} from '../../src/api/spark-application.ts';
import { EXECUTOR_SETS } from '../../src/api/spark-executor-set.ts';
import { EVENTS } from '../../src/kube/event.ts';
import { CONFIG_MAPS } from '../../src/manifest/config-map.ts';
import { NETWORK_POLICIES } from '../../src/manifest/network-policy.ts';
import type { KubernetesObject, Resource, Stored } from '../../src/manifest/object-meta.ts';
import { PODS, type PodManifest } from '../../src/manifest/pod.ts';
import { SERVICES } from '../../src/manifest/service.ts';
import { PERSISTENT_VOLUME_CLAIMS } from '../../src/volumes/persistent-volume-claim.ts';
import { eventually, found } from './eventually.ts';
import { piApplication } from './pi-application.ts';
import { newNamespace, realApiServer } from './real-api-server.ts';
import { startOperator, type RunningOperator } from './running-operator.ts';
import { SimulatedCluster, type TestPod } from './simulated-cluster.ts';
import { SimulatedSpark } from './simulated-spark.ts';

const server = realApiServer();
let cluster: SimulatedCluster;
let operator: RunningOperator;
let spark: SimulatedSpark;

beforeEach(async () => {
  cluster = new SimulatedCluster(server.api, await newNamespace(server.api, 'driver-mode'));
  operator = startOperator(server.api, cluster.namespace);
});
afterEach(() => operator.stop());
afterAll(() => server.close());

const theApplication = (): Promise<Stored<SparkApplication>> =>
  found('application', () => cluster.get(APPLICATIONS, 'pi'));
const state = async () => (await theApplication()).status?.applicationState.state;
const condition = async (type: string) =>
  (await theApplication()).status?.conditions?.find((each) => each.type === type);
const theDriver = (): Promise<TestPod> => found('driver', async () => (await cluster.pods('driver'))[0]);

/** But for those that were deleted already: claims wait for a controller that is not there. */
const namesOf = async (resource: Resource<KubernetesObject>): Promise<readonly string[]> =>
  (await cluster.list(resource))
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .map(({ metadata }) => metadata.name);

/** What is there beside the driver pod, and came with it. */
async function leftovers(): Promise<readonly string[]> {
  const kinds = [SERVICES, NETWORK_POLICIES, PERSISTENT_VOLUME_CLAIMS, EXECUTOR_SETS];
  const names = (await Promise.all(kinds.map(namesOf))).flat();
  const configMaps = (await cluster.list(CONFIG_MAPS)).filter(({ metadata }) => metadata.ownerReferences);
  return [...names, ...configMaps.map(({ metadata }) => metadata.name)];
}

/** The application submitted, its driver running, and two executors of the driver's making. */
async function runningApplication(spec: Partial<SparkApplicationSpec> = {}): Promise<readonly TestPod[]> {
  const application = piApplication(cluster.namespace, { executorManagement: 'Driver', ...spec });
  await server.api.create(APPLICATIONS, application);
  await cluster.start(await theDriver());
  spark = new SimulatedSpark(cluster, await theDriver());
  await spark.begin();
  const pods = [await spark.makeExecutor(1), await spark.makeExecutor(2)];
  for (const pod of pods) await cluster.start(pod);
  await eventually(async () => expect(await state()).toBe('RUNNING'));
  return pods;
}

/** What people were told of executors that failed. */
const failureEvents = async () =>
  (await cluster.list(EVENTS)).filter(({ reason }) => reason === 'SparkExecutorFailed');

const counts = async () => (await theApplication()).status?.executors;

describe('an application whose driver makes its executors', () => {
  test('has a driver as spark-submit makes it: no executor set, no jar, nothing forced', async () => {
    await runningApplication();
    expect(await namesOf(EXECUTOR_SETS)).toEqual([]);
    expect((await namesOf(CONFIG_MAPS)).join()).not.toContain('plugin');
    const text = JSON.stringify(await theDriver());
    expect(text).not.toContain('driver-plugin');
    const properties = await spark.properties();
    expect(properties.get('spark.kubernetes.allocation.pods.allocator')).toBeUndefined();
    expect(properties.get('spark.kubernetes.executor.enableApiWatcher')).toBeUndefined();
    expect(properties.get('spark.kubernetes.driver.pod.name')).toBe('pi-driver');
    expect(properties.get('spark.kubernetes.submitInDriver')).toBe('true');
    expect((await theApplication()).status?.executorManagement).toBe('Driver');
    expect(await condition('DriverMode')).toMatchObject({ status: 'True', reason: 'AsAsked' });
  });

  test('gives its executors the fields that are no properties, by a template the API server takes', async () => {
    const tolerations = [{ key: 'spot', operator: 'Exists' as const }];
    const hostAliases = [{ ip: '10.0.0.9', hostnames: ['db'] }];
    await runningApplication({
      executor: { tolerations, hostAliases, env: [{ name: 'A', value: '1' }] },
    });
    const [executor] = await cluster.pods('executor');
    expect(executor?.spec).toMatchObject({ hostAliases, automountServiceAccountToken: false });
    expect(executor?.spec.tolerations).toEqual(expect.arrayContaining(tolerations));
    expect(executor?.spec.containers[0]?.env).toContainEqual({ name: 'A', value: '1' });
  });

  test('shows how many executors there are, while they come and go', async () => {
    const [first] = await runningApplication();
    await eventually(async () =>
      expect(await counts()).toMatchObject({ desired: 2, running: 2, pending: 0 }),
    );
    expect(await condition('ExecutorsReady')).toMatchObject({ status: 'True' });
    await spark.makeExecutor(3);
    await eventually(async () =>
      expect(await counts()).toMatchObject({ desired: 3, running: 2, pending: 1 }),
    );
    if (first !== undefined) await cluster.end(first, 1);
    await eventually(async () => expect(await counts()).toMatchObject({ desired: 2, running: 1, failed: 1 }));
    if (first !== undefined) await cluster.delete(first);
    await eventually(async () => expect(await counts()).toMatchObject({ desired: 2, failed: 0 }));
    expect((await cluster.pods('executor')).map(({ metadata }) => metadata.name)).toHaveLength(2);
  });

  test('has an Event for each executor that fails, and for none that Spark deletes or that ends with its driver', async () => {
    const [first, second] = await runningApplication();
    const third = await spark.makeExecutor(3);
    await cluster.start(third);
    if (first !== undefined) await cluster.end(first, 52);
    if (second !== undefined) await cluster.delete(second);
    const message = 'executor 1 failed: exit code 52 (JVM out of memory)';
    await eventually(async () => {
      expect(await failureEvents()).toEqual([expect.objectContaining({ message, count: 1 })]);
    });
    const { uid } = (await theApplication()).metadata;
    expect((await failureEvents())[0]).toMatchObject({ involvedObject: { name: 'pi', uid } });
    await operator.stop();
    operator = startOperator(server.api, cluster.namespace);
    await eventually(async () => expect(await counts()).toMatchObject({ running: 1, failed: 1 }));
    await cluster.end(third, 1);
    await cluster.end(await theDriver(), 137, { reason: 'OOMKilled' });
    await eventually(async () => expect(await state()).toBe('FAILED'));
    await eventually(async () => expect(await cluster.pods('executor')).toEqual([]));
    expect(await failureEvents()).toEqual([expect.objectContaining({ message, count: 1 })]);
  });

  test('is followed on by an operator that was started anew', async () => {
    await runningApplication();
    await operator.stop();
    await spark.makeExecutor(3);
    operator = startOperator(server.api, cluster.namespace);
    await eventually(async () => expect(await counts()).toMatchObject({ running: 2, pending: 1 }));
    expect(await namesOf(EXECUTOR_SETS)).toEqual([]);
  });

  test('completes, and leaves the driver pod alone behind', async () => {
    await runningApplication();
    await spark.stop();
    await cluster.end(await theDriver(), 0);
    await eventually(async () => expect(await state()).toBe('COMPLETED'));
    expect(await cluster.pods('executor')).toEqual([]);
    expect(await leftovers()).toEqual([]);
    expect(await cluster.pods('driver')).toHaveLength(1);
    expect(await counts()).toMatchObject({ desired: 0, pending: 0, running: 0 });
  });

  test('leaves nothing else behind when its driver is killed either', async () => {
    await runningApplication();
    await cluster.end(await theDriver(), 137, { reason: 'OOMKilled' });
    await eventually(async () => expect(await state()).toBe('FAILED'));
    await eventually(async () => expect(await cluster.pods('executor')).toEqual([]));
    expect(await leftovers()).toEqual([]);
    expect(await cluster.pods('driver')).toHaveLength(1);
  });

  test('keeps executors that are to be kept, labelled', async () => {
    await runningApplication({ executor: { deleteOnTermination: false } });
    await cluster.end(await theDriver(), 1);
    await eventually(async () => expect(await state()).toBe('FAILED'));
    const labels = (await cluster.pods('executor')).map(({ metadata }) => metadata.labels);
    expect(labels.map((each) => each?.['spark-exec-inactive'])).toEqual(['true', 'true']);
    expect(await leftovers()).toEqual([]);
  });

  test('gives way whole to an attempt whose executors the operator makes, once it is edited so', async () => {
    await runningApplication();
    const spec = { executorManagement: 'Operator' };
    await server.api.mergePatch(APPLICATIONS, (await theApplication()).metadata, { spec });
    await eventually(async () => expect(await namesOf(EXECUTOR_SETS)).toEqual(['pi-2']));
    await eventually(async () => {
      expect((await theDriver()).metadata.labels).toMatchObject({ 'sparkoperator.k8s.io/attempt': '2' });
    });
    expect(await cluster.pods('executor')).toEqual([]);
    expect(await namesOf(PERSISTENT_VOLUME_CLAIMS)).toEqual([]);
    await eventually(async () => {
      expect((await theApplication()).status?.executorManagement).toBe('Operator');
      expect(await condition('DriverMode')).toBeUndefined();
    });
  });
});

describe('an application that needs the driver to make its executors', () => {
  const sparkConf = { 'spark.kubernetes.allocation.pods.allocator': 'statefulset' };

  test('gets it, and is told why', async () => {
    await runningApplication({ executorManagement: undefined as never, sparkConf });
    const why = expect.stringContaining('The allocator statefulset makes executors from within the driver');
    expect(await condition('DriverMode')).toMatchObject({ reason: 'AsNeeded', message: why });
    await eventually(async () => {
      const events = await cluster.list(EVENTS);
      expect(events).toContainEqual(
        expect.objectContaining({ type: 'Warning', reason: 'SparkDriverModeNeeded', message: why }),
      );
    });
  });

  test('is refused where it insists on the operator', async () => {
    const spec = { executorManagement: 'Operator', sparkConf } as const;
    await server.api.create(APPLICATIONS, piApplication(cluster.namespace, spec));
    await eventually(async () => expect(await state()).toBe('FAILED'));
    expect((await theApplication()).status?.applicationState.errorMessage).toContain(
      'which spec.executorManagement: Operator rules out',
    );
    expect(await cluster.list<PodManifest>(PODS)).toEqual([]);
  });
});
