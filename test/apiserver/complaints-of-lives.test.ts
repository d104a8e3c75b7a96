/** What people complain about over the life of applications: deletions, edits, retries, sidecars, secrets, times to live. */
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  APPLICATIONS,
  type SparkApplicationSpec,
  type SparkApplicationStatus,
} from '../../src/api/spark-application.ts';
import { EXECUTOR_SETS } from '../../src/api/spark-executor-set.ts';
import { systemClock, type Clock } from '../../src/clock.ts';
import { ApiError } from '../../src/kube/api-error.ts';
import type { ApiServer } from '../../src/kube/api-server.ts';
import { EVENTS } from '../../src/kube/event.ts';
import type { Log } from '../../src/log.ts';
import { CONFIG_MAPS } from '../../src/manifest/config-map.ts';
import type { KubernetesObject, Resource } from '../../src/manifest/object-meta.ts';
import { PODS, type PodStatus } from '../../src/manifest/pod.ts';
import { SERVICES } from '../../src/manifest/service.ts';
import { withReplaced } from '../fakes/replaced-api-server.ts';
import { eventually, found } from './eventually.ts';
import { piApplication } from './pi-application.ts';
import { newNamespace, realApiServer } from './real-api-server.ts';
import { startOperator, type RunningOperator } from './running-operator.ts';
import { SimulatedCluster, type TestPod } from './simulated-cluster.ts';

const server = realApiServer();
let cluster: SimulatedCluster;
let operator: RunningOperator | undefined;
let aheadMs: number;

const clock: Clock = { ...systemClock, now: () => systemClock.now() + aheadMs };

beforeEach(async () => {
  cluster = new SimulatedCluster(server.api, await newNamespace(server.api, 'life'));
  aheadMs = 0;
});
afterEach(() => operator?.stop());
afterAll(() => server.close());

function start(api: ApiServer = server.api, settings: { readonly log?: Log } = {}): void {
  operator = startOperator(api, cluster.namespace, settings, clock);
}

const pi = () => ({ namespace: cluster.namespace, name: 'pi' });

const submit = (more: Partial<SparkApplicationSpec> = {}) =>
  server.api.create(APPLICATIONS, piApplication(cluster.namespace, more));

const status = async (): Promise<SparkApplicationStatus | undefined> =>
  (await cluster.get(APPLICATIONS, 'pi'))?.status;
const becomes = (state: string): Promise<void> =>
  eventually(async () => expect((await status())?.applicationState.state).toBe(state));

const driverOf = (attempt: number): Promise<TestPod> =>
  found(`driver of attempt ${attempt}`, async () =>
    (await cluster.pods('driver')).find(
      ({ metadata }) => metadata.labels?.['sparkoperator.k8s.io/attempt'] === String(attempt),
    ),
  );

const patchApplication = (patch: Readonly<Record<string, unknown>>) =>
  server.api.mergePatch(APPLICATIONS, pi(), patch);

/** Time passes; the operator looks at the application. */
const passes = async (ms: number): Promise<void> => {
  aheadMs += ms;
  await patchApplication({ metadata: { annotations: { woken: String(aheadMs) } } });
};

const kubeletSays = (pod: TestPod, told: PodStatus): Promise<TestPod> =>
  server.api.mergePatch(PODS, pod.metadata, { status: told }, 'status');

/** Its driver runs, and so many executors. */
async function running(executors: number, more: Partial<SparkApplicationSpec> = {}): Promise<TestPod> {
  await submit(more);
  const driver = await driverOf(1);
  await cluster.start(driver);
  await found('executor set', () => cluster.get(EXECUTOR_SETS, 'pi-1'));
  await cluster.say('pi-1', { profiles: [{ id: 0, replicas: executors }] });
  await eventually(async () => expect(await cluster.pods('executor')).toHaveLength(executors));
  for (const pod of await cluster.pods('executor')) await cluster.start(pod);
  await eventually(async () => expect((await status())?.executors?.running).toBe(executors));
  return driver;
}

describe('an application that is deleted', () => {
  test('in mid-submission leaves nothing that Kubernetes does not collect with it', async () => {
    const withDeletion = withReplaced(server.api, {
      create: (real) => async (resource, object) => {
        if (resource.kind === PODS.kind) await server.api.delete(APPLICATIONS, pi());
        return real(resource, object);
      },
    });
    const { uid } = (await submit()).metadata;
    start(withDeletion);
    await driverOf(1);
    const kinds: readonly Resource<KubernetesObject>[] = [PODS, SERVICES, CONFIG_MAPS, EXECUTOR_SETS];
    const selector = 'sparkoperator.k8s.io/app-name=pi';
    const left = (await Promise.all(kinds.map((kind) => cluster.list(kind, selector)))).flat();
    expect(left.length).toBeGreaterThan(kinds.length - 1);
    for (const { metadata } of left) expect(metadata.ownerReferences).toMatchObject([{ uid }]);
  });

  test('takes its executors along: each belongs to its driver and to nobody else', async () => {
    start();
    const { uid } = (await running(1)).metadata;
    const [executor] = await cluster.pods('executor');
    expect(executor?.metadata.ownerReferences).toMatchObject([{ kind: 'Pod', uid }]);
  });
});

describe('an edit', () => {
  const edited = { spec: { arguments: ['edited'] } };

  test('of an application whose driver does not run yet begins it anew', async () => {
    start();
    await submit();
    await becomes('SUBMITTED');
    await patchApplication(edited);
    expect(JSON.stringify((await driverOf(2)).spec)).toContain('"edited"');
  });

  test('of one that waits for the driver before to go counts for the next one', async () => {
    start();
    const restartPolicy = { type: 'OnFailure', onFailureRetries: 1, onFailureRetryInterval: 1 } as const;
    const first = await running(1, { restartPolicy });
    await server.api.mergePatch(PODS, first.metadata, { metadata: { finalizers: ['test/stays'] } });
    await cluster.end(first, 1);
    await becomes('PENDING_RERUN');
    await patchApplication(edited);
    await server.api.mergePatch(PODS, first.metadata, { metadata: { finalizers: null } });
    expect(JSON.stringify((await driverOf(2)).spec)).toContain('"edited"');
  });
});

describe('a driver that was evicted', () => {
  test('is retried, without an interval in the policy, and the status tells nothing of the attempt before', async () => {
    start();
    const driver = await running(1, { restartPolicy: { type: 'OnFailure', onFailureRetries: 1 } });
    expect(Object.keys((await status())?.executorState ?? {})).toHaveLength(1);
    await kubeletSays(driver, { phase: 'Failed', reason: 'Evicted', containerStatuses: null as never });
    await becomes('FAILING');
    expect((await status())?.failures?.last).toMatchObject({ kind: 'infrastructure', reason: 'Evicted' });
    expect(await status()).toHaveProperty('terminationTime', expect.any(String));
    await passes(60_000);
    await driverOf(2);
    await becomes('SUBMITTED');
    const { terminationTime, executorState = {}, applicationState } = (await status()) ?? {};
    expect({ terminationTime, executorState, applicationState }).toEqual({
      executorState: {},
      applicationState: { state: 'SUBMITTED' },
    });
  });
});

describe('a driver that cannot start', () => {
  test.each([
    { waits: 'ImagePullBackOff', reason: 'DriverImagePullFailed' },
    { waits: 'CreateContainerConfigError', reason: 'DriverConfigMissing' },
  ])('for $waits fails with its reason', async ({ waits, reason }) => {
    start();
    await submit();
    const waiting = { reason: waits, message: 'not found' };
    const name = 'spark-kubernetes-driver';
    await kubeletSays(await driverOf(1), {
      phase: 'Pending',
      startTime: new Date().toISOString(),
      containerStatuses: [
        { name, state: { waiting }, image: 'spark', imageID: '', ready: false, restartCount: 0 } as never,
      ],
    });
    await becomes('SUBMITTED');
    await passes(130_000);
    await becomes('FAILED');
    expect((await status())?.failures?.last).toMatchObject({ reason });
    expect((await status())?.applicationState.errorMessage).toContain(`${waits}: not found`);
  });
});

/** An Event of the kubelet's. */
const mountFails = (uid: string, message: string) => {
  const lastTimestamp = new Date().toISOString().replace(/\.\d+/u, '');
  return server.api.create(EVENTS, {
    metadata: { namespace: cluster.namespace, name: `mount-${uid}` },
    involvedObject: {
      apiVersion: 'v1',
      kind: 'Pod',
      namespace: cluster.namespace,
      name: 'pi-driver',
      uid,
    },
    type: 'Warning',
    reason: 'FailedMount',
    message,
    count: 1,
    firstTimestamp: lastTimestamp,
    lastTimestamp,
    source: { component: 'kubelet' },
    reportingComponent: 'kubelet',
    reportingInstance: 'node',
  });
};

describe('a driver that waits for a ConfigMap', () => {
  test('says so within seconds, and which field names it', async () => {
    start();
    await submit({ mainApplicationFile: 'configmap://jars/pi.jar' });
    const driver = await driverOf(1);
    await kubeletSays(driver, { phase: 'Pending', startTime: new Date().toISOString() });
    const volume = 'MountVolume.SetUp failed for volume "spark-operator-files-0"';
    await mountFails(driver.metadata.uid, `${volume} : configmap "jars" not found`);
    await mountFails('another', 'another pod');
    await becomes('SUBMITTED');
    await passes(11_000);
    await eventually(async () =>
      expect((await status())?.conditions?.find(({ type }) => type === 'DriverReady')).toMatchObject({
        reason: 'DriverPending',
        message: 'FailedMount: configmap "jars" not found (spec.mainApplicationFile)',
      }),
    );
  });
});

describe('a sidecar that never ends', () => {
  test('keeps neither the application nor the driver pod running', async () => {
    start();
    const sidecars = [{ name: 'istio-proxy', image: 'proxy' }];
    const driver = await running(1, { driver: { sidecars } });
    const image = { image: 'x', imageID: '', restartCount: 0, ready: false };
    await kubeletSays(driver, {
      phase: 'Running',
      containerStatuses: [
        { ...image, name: 'istio-proxy', state: { running: {} } },
        {
          ...image,
          name: 'spark-kubernetes-driver',
          state: { terminated: { exitCode: 0, reason: 'Completed' } },
        },
      ] as never,
    });
    await becomes('COMPLETED');
    expect((await driverOf(1)).spec.activeDeadlineSeconds).toBe(1);
  });
});

describe('a time to live', () => {
  test.each<{ readonly name: string; readonly spec: Partial<SparkApplicationSpec> }>([
    { name: 'that was never submitted', spec: { driver: { memory: 'x' } } },
    { name: 'whose submission was refused', spec: { driver: { labels: { 'not/a/label': 'x' } } } },
  ])('counts for an application $name, too', async ({ spec }) => {
    start();
    await submit({ ...spec, timeToLiveSeconds: 3_600 });
    await becomes('FAILED');
    await passes(3_700_000);
    await eventually(async () => expect(await cluster.get(APPLICATIONS, 'pi')).toBeUndefined());
  });
});

const told = async (): Promise<string | undefined> =>
  (await status())?.conditions?.find(({ type }) => type === 'ExecutorsReady')?.message;

describe('executors that the operator has no right to record', () => {
  test('are told of in the status, and come once it has', async () => {
    let isForbidden = true;
    const message = 'sparkexecutorsets.sparkoperator.k8s.io "pi-1" is forbidden';
    const forbidding = withReplaced(server.api, {
      mergePatch:
        (real) =>
        (resource, ...more) =>
          resource.kind === EXECUTOR_SETS.kind && isForbidden
            ? Promise.reject(new ApiError({ reason: 'Forbidden', code: 403, message }))
            : real(resource, ...more),
    });
    start(forbidding);
    await submit();
    await cluster.start(await driverOf(1));
    await found('executor set', () => cluster.get(EXECUTOR_SETS, 'pi-1'));
    await cluster.say('pi-1', { profiles: [{ id: 0, replicas: 1 }] });
    await eventually(async () => expect(await told()).toContain(message));
    isForbidden = false;
    await eventually(async () => expect(await cluster.pods('executor')).toHaveLength(1));
    await eventually(async () => expect(await told()).not.toContain(message));
  });
});

describe('secrets in variables, arguments and properties', () => {
  test('are in no line of the log and in no Event', async () => {
    const lines: string[] = [];
    const write = (fields: object, message: string): void =>
      void lines.push(`${message} ${JSON.stringify(fields)} ${String((fields as { err?: unknown }).err)}`);
    start(server.api, { log: { debug: write, info: write, warn: write, error: write } });
    const driver = await running(1, {
      arguments: ['--password=hunter2'],
      driver: { env: [{ name: 'KEY', value: 'hunter2' }], javaOptions: '-Dkey=hunter2' },
      executor: { instances: 1, env: [{ name: 'KEY', value: 'hunter2' }] },
      sparkConf: { 'spark.hadoop.fs.s3a.secret.key': 'hunter2' },
    });
    await cluster.end(driver, 1);
    await becomes('FAILED');
    expect(JSON.stringify(driver.spec)).toContain('hunter2');
    expect(lines.length).toBeGreaterThan(3);
    expect(lines.filter((line) => line.includes('hunter2'))).toEqual([]);
    await eventually(async () => expect((await cluster.list(EVENTS)).length).toBeGreaterThan(2));
    expect(JSON.stringify(await cluster.list(EVENTS))).not.toContain('hunter2');
  });
});

describe("other people's ConfigMaps and pods", () => {
  test('never reach the operator, however many there are', async () => {
    const seen = new Set<string>();
    const watched = withReplaced(server.api, {
      list: (real) =>
        async function* look(resource, query) {
          for await (const page of real(resource, query)) {
            for (const { metadata } of page.items) seen.add(metadata.name);
            yield page;
          }
        },
      watch: (real) => (resource, query, onEvent, signal) =>
        real(
          resource,
          query,
          (event) => {
            if (event.type !== 'BOOKMARK') seen.add(event.object.metadata.name);
            onEvent(event);
          },
          signal,
        ),
    });
    const foreign = (name: string) => ({ metadata: { namespace: cluster.namespace, name } });
    const containers = [{ name: 'mine', image: 'mine' }];
    const make = async (when: string): Promise<void> => {
      await server.api.create(CONFIG_MAPS, { ...foreign(`foreign-${when}`), data: {} });
      await server.api.create(PODS, { ...foreign(`foreign-${when}`), spec: { containers } });
    };
    await make('before');
    start(watched);
    await submit();
    await becomes('SUBMITTED');
    await make('after');
    await cluster.start(await driverOf(1));
    await becomes('RUNNING');
    expect([...seen].filter((name) => name.startsWith('foreign'))).toEqual([]);
    expect(seen).toContain('pi-driver');
  });
});
