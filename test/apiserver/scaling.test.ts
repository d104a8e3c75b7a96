/** A running application gets more executors, and fewer: by kubectl, by sparkctl, and not with dynamic allocation. */
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { APPLICATIONS, type SparkApplicationStatus } from '../../src/api/spark-application.ts';
import { EXECUTOR_SETS, type ExecutorSetSpec } from '../../src/api/spark-executor-set.ts';
import { connect } from '../../src/cli/connect.ts';
import { sparkctl } from '../../src/cli/sparkctl.ts';
import type { KubernetesObject, Resource } from '../../src/manifest/object-meta.ts';
import { surroundingCluster } from '../cluster/local/cluster.ts';
import { eventually, found } from './eventually.ts';
import { piApplication } from './pi-application.ts';
import { newNamespace, realApiServer } from './real-api-server.ts';
import { startOperator, type RunningOperator } from './running-operator.ts';
import { SimulatedCluster } from './simulated-cluster.ts';
import { SimulatedExecutors } from './simulated-executors.ts';

interface KubernetesEvent extends KubernetesObject {
  readonly reason: string;
  readonly message: string;
}

const EVENTS: Resource<KubernetesEvent> = { apiVersion: 'v1', kind: 'Event', plural: 'events' };

const server = realApiServer();
let cluster: SimulatedCluster;
let executors: SimulatedExecutors;
let operator: RunningOperator;

beforeEach(async () => {
  cluster = new SimulatedCluster(server.api, await newNamespace(server.api, 'scaling'));
  executors = new SimulatedExecutors(cluster);
  operator = startOperator(server.api, cluster.namespace);
});
afterEach(() => operator.stop());
afterAll(() => server.close());

async function kubectl(...words: readonly string[]): Promise<string> {
  return (await surroundingCluster()).kubectl(['--namespace', cluster.namespace, ...words]);
}

const status = async (): Promise<SparkApplicationStatus | undefined> =>
  (await cluster.get(APPLICATIONS, 'pi'))?.status;

async function settlesAt(...ids: readonly number[]): Promise<void> {
  await eventually(async () => {
    await executors.step();
    expect(await executors.running()).toEqual(ids);
    expect(await cluster.pods('executor')).toHaveLength(ids.length);
    expect((await status())?.executors).toMatchObject({ desired: ids.length, running: ids.length });
  });
}

/** The application with two running executors, asked for by its driver. */
async function runningApplication(
  sparkConf: Record<string, string> = {},
  said: Partial<ExecutorSetSpec> = {},
): Promise<void> {
  await server.api.create(APPLICATIONS, piApplication(cluster.namespace, { sparkConf }));
  await cluster.start(await found('driver', async () => (await cluster.pods('driver'))[0]));
  await found('executor set', () => cluster.get(EXECUTOR_SETS, 'pi-1'));
  await cluster.say('pi-1', { profiles: [{ id: 0, replicas: 2 }], ...said });
  await settlesAt(1, 2);
}

/** What a person sees of sparkctl. */
async function run(...words: readonly string[]) {
  const printed: string[] = [];
  const told: string[] = [];
  const code = await sparkctl([...words, '--namespace', cluster.namespace], {
    environment: {},
    screen: undefined,
    interrupted: () => new AbortController().signal,
    read: () => Promise.reject(new Error('no command reads a file here')),
    list: () => Promise.resolve(undefined),
    print: (text) => void printed.push(text),
    tell: (line) => void told.push(line),
    connect: async (choice) => connect(choice),
  });
  return { code, printed: printed.join(''), told };
}

describe('kubectl scale', () => {
  test('adds executors, takes the newest away, and adds others', async () => {
    await runningApplication();
    expect(await kubectl('get', 'sparkapp/pi', '--output=jsonpath={.spec.executor.instances}')).toBe('2');
    expect(await kubectl('scale', 'sparkapp/pi', '--replicas=4')).toContain('scaled');
    await settlesAt(1, 2, 3, 4);
    await kubectl('scale', 'sparkapp/pi', '--replicas=1');
    await settlesAt(1);
    expect([...executors.retired].toSorted((a, b) => a - b)).toEqual([2, 3, 4]);
    await kubectl('scale', 'sparkapp/pi', '--replicas=2');
    await settlesAt(1, 5);
    const { executors: counts, conditions = [], executionAttempts } = (await status()) ?? {};
    expect(counts).toMatchObject({ failed: 0, succeeded: 3 });
    expect(executionAttempts).toBe(1);
    expect(conditions.find(({ type }) => type === 'Scaled')).toMatchObject({ status: 'True' });
    expect((await cluster.pods('driver'))[0]?.metadata.deletionTimestamp).toBeUndefined();
  });

  test('shows autoscalers how many there are, and which pods they are', async () => {
    await runningApplication();
    const path = `/apis/sparkoperator.k8s.io/v1beta2/namespaces/${cluster.namespace}/sparkapplications/pi/scale`;
    const scale = JSON.parse(await kubectl('get', '--raw', path)) as {
      readonly spec: unknown;
      readonly status: { readonly replicas: number; readonly selector: string };
    };
    expect(scale).toMatchObject({ spec: { replicas: 2 }, status: { replicas: 2 } });
    expect(
      await cluster.list({ apiVersion: 'v1', kind: 'Pod', plural: 'pods' }, scale.status.selector),
    ).toHaveLength(2);
  });

  test('refuses zero executors', async () => {
    await runningApplication();
    await expect(kubectl('scale', 'sparkapp/pi', '--replicas=0')).rejects.toThrow(
      'greater than or equal to 1',
    );
  });
});

describe.each([
  {
    name: 'an executor that was asked to end',
    isToEnd: () => kubectl('scale', 'sparkapp/pi', '--replicas=1'),
  },
  {
    name: 'an executor that its driver has killed',
    isToEnd: () => cluster.say('pi-1', { profiles: [{ id: 0, replicas: 1 }], killed: [2] }),
  },
])('$name', ({ isToEnd }) => {
  test('is deleted when it has not ended in time, also by an operator that was started anew meanwhile', async () => {
    await runningApplication({ 'spark.kubernetes.dynamicAllocation.deleteGracePeriod': '2s' });
    await isToEnd();
    await eventually(async () =>
      expect((await cluster.get(EXECUTOR_SETS, 'pi-1'))?.status?.retire).toMatchObject([{ id: 2 }]),
    );
    await operator.stop();
    operator = startOperator(server.api, cluster.namespace);
    // The driver does not listen: only the operator's deletion ends it.
    await eventually(async () => expect(await executors.running()).toEqual([1]));
    await settlesAt(1);
    expect((await status())?.executors).toMatchObject({ failed: 0 });
    expect([...executors.retired]).toEqual([]);
  });
});

describe('with dynamic allocation', () => {
  test('the driver decides, and a person hears of it', async () => {
    await runningApplication({}, { conf: { 'spark.dynamicAllocation.enabled': 'true' } });
    await kubectl('scale', 'sparkapp/pi', '--replicas=4');
    await eventually(async () => {
      const [event] = (await cluster.list(EVENTS)).filter(
        ({ reason }) => reason === 'SparkApplicationNotScaled',
      );
      expect(event?.message).toContain('dynamic allocation the driver decides');
    });
    const condition = (await status())?.conditions?.find(({ type }) => type === 'Scaled');
    expect(condition).toMatchObject({ status: 'False', reason: 'DynamicAllocationDecides' });
    await settlesAt(1, 2);
  });
});

describe('sparkctl', () => {
  test('scales, and shows the executors', async () => {
    await runningApplication();
    expect(await run('scale', 'pi', '--replicas', '3')).toEqual({
      code: 0,
      printed: 'pi scaled from 2 to 3\n',
      told: [],
    });
    await settlesAt(1, 2, 3);
    const { printed } = await run('executors', 'pi');
    expect(printed).toMatch(/^ID +STATE +PROFILE +NODE +AGE +REASON$/mu);
    expect(printed.match(/^[123] +running +0 +\d+s$/gmu)).toHaveLength(3);
    expect((await run('executors', 'pi', '-o', 'name')).printed.split('\n')).toHaveLength(4);
  });

  test('says what is wrong in a sentence', async () => {
    expect(await run('executors', 'po')).toEqual({
      code: 1,
      printed: '',
      told: [
        `sparkctl executors: there is no SparkApplication "po" in the namespace "${cluster.namespace}"; -n chooses another one`,
      ],
    });
  });
});
