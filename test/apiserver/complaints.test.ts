/** What people complain about where applications are run by other means; each fails without what is done about it. */
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  APPLICATIONS,
  type SparkApplicationSpec,
  type SparkApplicationStatus,
} from '../../src/api/spark-application.ts';
import { EXECUTOR_SETS } from '../../src/api/spark-executor-set.ts';
import { systemClock } from '../../src/clock.ts';
import type { ApiServer } from '../../src/kube/api-server.ts';
import { CONFIG_MAPS } from '../../src/manifest/config-map.ts';
import { PODS } from '../../src/manifest/pod.ts';
import { withReplaced } from '../fakes/replaced-api-server.ts';
import { eventually, found } from './eventually.ts';
import { piApplication } from './pi-application.ts';
import { newNamespace, realApiServer } from './real-api-server.ts';
import { startOperator, type RunningOperator } from './running-operator.ts';
import { SimulatedCluster, type TestPod } from './simulated-cluster.ts';
import { SimulatedJob } from './simulated-job.ts';

const server = realApiServer();
let cluster: SimulatedCluster;
let operators: RunningOperator[];

beforeEach(async () => {
  cluster = new SimulatedCluster(server.api, await newNamespace(server.api, 'complaint'));
  operators = [];
});
afterEach(() => Promise.all(operators.map((operator) => operator.stop())));
afterAll(() => server.close());

function start(api: ApiServer = server.api, ...more: [object?, typeof systemClock?]): RunningOperator {
  const operator = startOperator(api, cluster.namespace, ...more);
  operators.push(operator);
  return operator;
}

const submit = (more: Partial<SparkApplicationSpec> = {}) =>
  server.api.create(APPLICATIONS, piApplication(cluster.namespace, more));

const status = async (): Promise<SparkApplicationStatus | undefined> =>
  (await cluster.get(APPLICATIONS, 'pi'))?.status;
const becomes = (state: string): Promise<void> =>
  eventually(async () => expect((await status())?.applicationState.state).toBe(state));

const theDriver = (): Promise<TestPod> => found('driver', async () => (await cluster.pods('driver'))[0]);

/** Has the operator look at the application, without anything to see. */
const wake = async (): Promise<void> => {
  const metadata = { annotations: { woken: String(Math.random()) } };
  await server.api.mergePatch(APPLICATIONS, { namespace: cluster.namespace, name: 'pi' }, { metadata });
};

describe('an operator that ends', () => {
  test('between the driver pod and the status that tells of it submits nothing twice', async () => {
    const created = Promise.withResolvers<void>();
    const silent = withReplaced(server.api, {
      create: (real) => async (resource, object) => {
        const stored = await real(resource, object);
        if (resource.kind !== PODS.kind) return stored;
        created.resolve();
        return new Promise(() => undefined);
      },
    });
    const first = startOperator(silent, cluster.namespace);
    await submit();
    await created.promise;
    const driver = await theDriver();
    expect(await status()).toBeUndefined();
    first.abandon();
    start();
    await becomes('SUBMITTED');
    expect((await theDriver()).metadata.uid).toBe(driver.metadata.uid);
    expect(await status()).toMatchObject({ attempt: 1, executionAttempts: 1, submissionAttempts: 1 });
  });

  test('misses no job that began and ended while none was there', async () => {
    const first = start();
    await submit();
    await becomes('SUBMITTED');
    await first.stop();
    operators = [];
    await cluster.end(await theDriver(), 0);
    start();
    await becomes('COMPLETED');
    expect(await status()).toMatchObject({ attempts: [{ attempt: 1, outcome: 'Succeeded' }] });
  });
});

describe('a cache of driver pods that shows nothing', () => {
  test('makes no driver count as lost', async () => {
    const stale = withReplaced(server.api, {
      watch: (real) => (resource, query, onEvent, signal) =>
        real(resource, query, resource.kind === PODS.kind ? () => undefined : onEvent, signal),
    });
    start(stale);
    await submit();
    await becomes('SUBMITTED');
    await cluster.start(await theDriver());
    await eventually(async () => {
      await wake();
      expect((await status())?.applicationState.state).toBe('RUNNING');
    });
    expect(await status()).toMatchObject({ executionAttempts: 1 });
  });
});

describe('200 executors that end one after the other', () => {
  test('are all counted, with a write of the status now and then', async () => {
    let writes = 0;
    const counting = withReplaced(server.api, {
      mergePatch:
        (real) =>
        (resource, ...more) => {
          if (resource.kind === APPLICATIONS.kind) writes += 1;
          return real(resource, ...more);
        },
    });
    start(counting, { maxExecutorsPerApplication: 200 });
    const sparkConf = { 'spark.kubernetes.allocation.batch.size': '200' };
    await submit({ sparkConf, executor: { instances: 200 } });
    await cluster.start(await theDriver());
    await cluster.say('pi-1', { profiles: [{ id: 0, replicas: 200 }] });
    await eventually(async () => expect(await cluster.pods('executor')).toHaveLength(200));
    const pods = await cluster.pods('executor');
    await Promise.all(pods.map((pod) => cluster.start(pod)));
    await eventually(async () => expect((await status())?.executors?.running).toBe(200));
    const before = writes;
    const beganAtMs = Date.now();
    await cluster.say('pi-1', { profiles: [], stopped: true });
    for (const pod of pods) await cluster.end(pod, 0);
    // News of executors alone are gathered for three seconds at least.
    expect(writes - before).toBeLessThan(3 + (Date.now() - beganAtMs) / 3_000);
    await cluster.end(await theDriver(), 0);
    await becomes('COMPLETED');
    await eventually(async () =>
      expect((await status())?.executors).toMatchObject({ running: 0, succeeded: 200, failed: 0 }),
    );
    expect(writes - before).toBeLessThan(20);
  });
});

describe('two operators in one namespace, and no lease between them', () => {
  test('make one driver, and no executor twice', async () => {
    start();
    start();
    const job = new SimulatedJob(cluster);
    await submit();
    await eventually(async () => {
      await job.step();
      expect((await status())?.applicationState.state).toBe('COMPLETED');
    });
    expect([...job.seen].filter(([, uids]) => uids.size > 1)).toEqual([]);
    expect([...job.seen.keys()].filter((name) => name.endsWith('-driver'))).toHaveLength(1);
    expect(await status()).toMatchObject({ executionAttempts: 1 });
    await eventually(async () => expect(await cluster.list(EXECUTOR_SETS)).toEqual([]));
  });
});

describe('a driver on a node that does not answer', () => {
  test('fails its attempt, and the next begins when its pod has gone, not before', async () => {
    let aheadMs = 0;
    start(server.api, {}, { ...systemClock, now: () => systemClock.now() + aheadMs });
    const restartPolicy = { type: 'OnFailure', onFailureRetries: 1, onFailureRetryInterval: 1 } as const;
    await submit({ restartPolicy });
    const driver = await theDriver();
    await cluster.start(driver);
    await becomes('RUNNING');
    // In the place of a kubelet that says nothing.
    await server.api.mergePatch(PODS, driver.metadata, { metadata: { finalizers: ['test/silent-node'] } });
    await server.api.delete(PODS, driver.metadata);
    aheadMs = 120_000;
    await wake();
    await eventually(async () => {
      const { failures, applicationState } = (await status()) ?? {};
      expect(failures?.last).toMatchObject({ kind: 'infrastructure', reason: 'DriverLost' });
      expect(applicationState?.state).toBe('PENDING_RERUN');
    });
    const ready = (await status())?.conditions?.find(({ type }) => type === 'DriverReady');
    expect(ready).toMatchObject({ status: 'Unknown', reason: 'DriverLost' });
    await wake();
    expect((await theDriver()).metadata.uid).toBe(driver.metadata.uid);
    await server.api.mergePatch(PODS, driver.metadata, { metadata: { finalizers: null } });
    await eventually(async () => {
      const { uid, labels } = (await theDriver()).metadata;
      expect(uid).not.toBe(driver.metadata.uid);
      expect(labels?.['sparkoperator.k8s.io/attempt']).toBe('2');
    });
  });
});

describe('a ConfigMap of the driver that somebody has spoilt', () => {
  test('is told of in the status, and the application goes on', async () => {
    const first = start();
    await submit();
    await cluster.start(await theDriver());
    await becomes('RUNNING');
    await first.stop();
    operators = [];
    const name = (await found('ConfigMap', () => cluster.list(CONFIG_MAPS))).find(({ metadata }) =>
      metadata.name.endsWith('-conf-map'),
    );
    if (name === undefined) throw new Error('the driver has no ConfigMap');
    await server.api.delete(CONFIG_MAPS, name.metadata);
    const { resourceVersion: _, uid: __, ...metadata } = name.metadata;
    await server.api.create(CONFIG_MAPS, { ...name, metadata, data: { mine: 'now' } });
    start();
    await eventually(async () => {
      const ready = (await status())?.conditions?.find(({ type }) => type === 'ExecutorsReady');
      expect(ready?.message).toContain('Delete the application and apply it again.');
    });
    await cluster.end(await theDriver(), 0);
    await becomes('COMPLETED');
  });
});
