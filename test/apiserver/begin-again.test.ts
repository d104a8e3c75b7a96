/** Applications that run more than once, or stop in between: restart policies, suspension, edits, times to live. */
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  APPLICATIONS,
  type SparkApplication,
  type SparkApplicationSpec,
} from '../../src/api/spark-application.ts';
import { EXECUTOR_SETS } from '../../src/api/spark-executor-set.ts';
import { SERVICES } from '../../src/manifest/service.ts';
import type { Stored } from '../../src/manifest/object-meta.ts';
import { APP_SELECTOR_LABEL } from '../../src/spark/labels.ts';
import { eventually, found } from './eventually.ts';
import { piApplication } from './pi-application.ts';
import { newNamespace, realApiServer } from './real-api-server.ts';
import { startOperator, type RunningOperator } from './running-operator.ts';
import { SimulatedCluster, type TestPod } from './simulated-cluster.ts';

const server = realApiServer();
let cluster: SimulatedCluster;
let operator: RunningOperator;

beforeEach(async () => {
  cluster = new SimulatedCluster(server.api, await newNamespace(server.api, 'again'));
  operator = startOperator(server.api, cluster.namespace);
});
afterEach(() => operator.stop());
afterAll(() => server.close());

const theApplication = (): Promise<Stored<SparkApplication>> =>
  found('application', () => cluster.get(APPLICATIONS, 'pi'));

/** The driver of that attempt, in its place no other one. */
const driverOf = (attempt: number): Promise<TestPod> =>
  found(`driver of attempt ${attempt}`, async () =>
    (await cluster.pods('driver')).find(
      ({ metadata }) => metadata.labels?.['sparkoperator.k8s.io/attempt'] === String(attempt),
    ),
  );

const becomes = (state: string): Promise<void> =>
  eventually(async () => expect((await theApplication()).status?.applicationState.state).toBe(state));

/** The application with its first driver running and two executors asked for. */
async function running(more: Partial<SparkApplicationSpec>): Promise<TestPod> {
  await server.api.create(APPLICATIONS, piApplication(cluster.namespace, more));
  const driver = await driverOf(1);
  await cluster.start(driver);
  await found('executor set', () => cluster.get(EXECUTOR_SETS, 'pi-1'));
  await cluster.say('pi-1', { profiles: [{ id: 0, replicas: 2 }] });
  await eventually(async () => expect(await cluster.pods('executor')).toHaveLength(2));
  await becomes('RUNNING');
  return driver;
}

const edit = async (spec: Partial<SparkApplicationSpec>): Promise<void> => {
  await server.api.mergePatch(APPLICATIONS, { namespace: cluster.namespace, name: 'pi' }, { spec });
};

async function nothingBut(drivers: number): Promise<void> {
  await eventually(async () => {
    expect(await cluster.pods('executor')).toEqual([]);
    expect(await cluster.list(EXECUTOR_SETS)).toEqual([]);
    expect(await cluster.list(SERVICES)).toEqual([]);
    expect(await cluster.pods('driver')).toHaveLength(drivers);
  });
}

describe('an application', () => {
  test('that failed begins again under new ids, once nothing of the first attempt is left', async () => {
    const restartPolicy = { type: 'OnFailure' as const, onFailureRetries: 1, onFailureRetryInterval: 1 };
    const first = await running({ restartPolicy });
    await cluster.end(first, 1);
    const second = await driverOf(2);
    expect(second.metadata.uid).not.toBe(first.metadata.uid);
    expect(second.metadata.labels?.[APP_SELECTOR_LABEL]).not.toBe(
      first.metadata.labels?.[APP_SELECTOR_LABEL],
    );
    expect((await cluster.list(EXECUTOR_SETS)).map(({ metadata }) => metadata.name)).toEqual(['pi-2']);
    await cluster.start(second);
    await becomes('RUNNING');
    await cluster.end(second, 0);
    await becomes('COMPLETED');
    await nothingBut(1);
    expect((await theApplication()).status).toMatchObject({
      attempt: 2,
      executionAttempts: 2,
      attempts: [
        { attempt: 1, outcome: 'Failed', reason: 'Error' },
        { attempt: 2, outcome: 'Succeeded' },
      ],
    });
  });

  test('goes on with the next attempt where another operator has left off', async () => {
    const restartPolicy = { type: 'OnFailure' as const, onFailureRetries: 1, onFailureRetryInterval: 1 };
    const first = await running({ restartPolicy });
    await operator.stop();
    await cluster.end(first, 1);
    operator = startOperator(server.api, cluster.namespace);
    expect((await driverOf(2)).metadata.uid).not.toBe(first.metadata.uid);
  });

  test('that is suspended leaves nothing running, and begins anew when it is resumed', async () => {
    await running({});
    await edit({ suspend: true });
    await becomes('SUSPENDED');
    await nothingBut(0);
    expect((await theApplication()).status?.attempts).toMatchObject([{ attempt: 1, outcome: 'CutOff' }]);
    await edit({ suspend: false });
    await cluster.start(await driverOf(2));
    await becomes('RUNNING');
  });

  test('that is edited begins anew, unless what was edited applies in place', async () => {
    const first = await running({});
    await edit({ timeToLiveSeconds: 3_600 });
    await eventually(async () => {
      const { metadata, status } = await theApplication();
      expect(status?.observedGeneration).toBe(metadata.generation);
    });
    expect((await driverOf(1)).metadata.uid).toBe(first.metadata.uid);
    await edit({ arguments: ['7'] });
    await cluster.start(await driverOf(2));
    await becomes('RUNNING');
    expect((await theApplication()).status).toMatchObject({ attempt: 2, executionAttempts: 1 });
  });

  test('that was refused runs once it is corrected', async () => {
    await server.api.create(APPLICATIONS, piApplication(cluster.namespace, { driver: { memory: 'x' } }));
    await becomes('FAILED');
    expect((await theApplication()).status?.applicationState.errorMessage).toContain('spec.driver.memory');
    await edit({ driver: { memory: '1g' } });
    await cluster.start(await driverOf(1));
    await becomes('RUNNING');
  });

  test('is deleted when its time to live has passed', async () => {
    const driver = await running({ timeToLiveSeconds: 1 });
    await cluster.end(driver, 0);
    await eventually(async () => expect(await cluster.get(APPLICATIONS, 'pi')).toBeUndefined());
  });
});
