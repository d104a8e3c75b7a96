import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  APPLICATIONS,
  type SparkApplication,
  type SparkApplicationSpec,
} from '../../src/api/spark-application.ts';
import { EVENTS } from '../../src/kube/event.ts';
import { SERVICES } from '../../src/manifest/service.ts';
import { PODS } from '../../src/manifest/pod.ts';
import { eventually } from './eventually.ts';
import { piApplication } from './pi-application.ts';
import { newNamespace, realApiServer } from './real-api-server.ts';
import { startOperator, type RunningOperator } from './running-operator.ts';
import { SimulatedCluster } from './simulated-cluster.ts';

const server = realApiServer();
let cluster: SimulatedCluster;
let operator: RunningOperator;

beforeEach(async () => {
  cluster = new SimulatedCluster(server.api, await newNamespace(server.api, 'bad'));
  operator = startOperator(server.api, cluster.namespace);
});
afterEach(() => operator.stop());
afterAll(() => server.close());

/** `pi` under another name, with a part of its spec replaced; undefined takes a field away. */
function application(
  name: string,
  spec: { [K in keyof SparkApplicationSpec]?: SparkApplicationSpec[K] | undefined },
) {
  const pi = piApplication(cluster.namespace);
  const merged: unknown = { ...pi, metadata: { ...pi.metadata, name }, spec: { ...pi.spec, ...spec } };
  return JSON.parse(JSON.stringify(merged)) as SparkApplication;
}

async function failure(name: string): Promise<string> {
  return eventually(async () => {
    const { applicationState } = (await cluster.get(APPLICATIONS, name))?.status ?? {};
    expect(applicationState?.state).toBe('FAILED');
    return applicationState?.errorMessage ?? '';
  });
}

describe('bad input', () => {
  test.each<readonly [string, Parameters<typeof application>[1], string, RegExp]>([
    ['a wrong memory string', { driver: { memory: '1 gig' } }, 'spec.driver.memory', /for example/u],
    [
      'a file on the disk of the submitter',
      { mainApplicationFile: 'file:///tmp/a.jar' },
      'spec.mainApplicationFile',
      /local:/u,
    ],
    ['a property that is ours', { sparkConf: { 'spark.driver.host': 'here' } }, 'spark.driver.host', /./u],
    ['a very old Spark', { sparkVersion: '2.4.8' }, 'spec.sparkVersion', /3\.0/u],
    [
      'an old Spark that is to leave its executors to the operator',
      { sparkVersion: '3.3.4', executorManagement: 'Operator' },
      'spec.sparkVersion',
      /3\.4/u,
    ],
  ])(
    '%s fails the application with a sentence that names the field and the remedy',
    async (_, spec, field, remedy) => {
      await server.api.create(APPLICATIONS, application('bad', spec));
      const message = await failure('bad');
      expect(message).toContain(field);
      expect(message).toMatch(remedy);
      expect(message.split('\n').filter((line) => !line.startsWith('warning: '))).toHaveLength(1);
      expect(await cluster.list(PODS)).toEqual([]);
      expect(await cluster.list(SERVICES)).toEqual([]);
    },
  );

  test('says everything that is wrong at once', async () => {
    await server.api.create(
      APPLICATIONS,
      application('bad', {
        sparkVersion: 'z',
        driver: { memory: 'x' },
        executor: { memory: 'y' },
        retryInterval: 5,
      }),
    );
    const lines = (await failure('bad')).split('\n');
    expect(new Set(lines.map((line) => /^(?:warning: )?[^:]+/u.exec(line)?.[0]))).toEqual(
      new Set([
        'spec.driver.memory',
        'spec.executor.memory',
        'spec.sparkVersion',
        'warning: spec.retryInterval',
        'warning: spec.driver.serviceAccount',
      ]),
    );
  });

  test.each([
    ['too long', 'p'.repeat(64)],
    ['no DNS label', 'pi.1'],
  ])('a name that is %s is refused by the API server, with what to do', async (_, name) => {
    await expect(server.api.create(APPLICATIONS, application(name, {}))).rejects.toThrow(
      /metadata\.name becomes a label.*use at most 63/u,
    );
  });

  test('a property that nobody reads is told by an Event, and keeps nothing from running', async () => {
    const sparkConf = {
      'spark.kubernetes.executor.lable.team': 'a',
      'spark.kubernetes.submission.waitAppCompletion': 'true',
    };
    await server.api.create(APPLICATIONS, application('odd', { sparkConf }));
    await eventually(async () => {
      const events = await cluster.list(EVENTS);
      const ignored = events.filter(({ reason }) => reason === 'SparkPropertiesIgnored');
      expect(ignored).toMatchObject([
        {
          type: 'Warning',
          count: 1,
          involvedObject: { kind: APPLICATIONS.kind, name: 'odd' },
          message: expect.stringMatching(
            /lable\.team\]: .*Did you mean .*label\.team\?\n.*waitAppCompletion\]: .* no effect/u,
          ),
        },
      ]);
    });
    expect((await cluster.get(APPLICATIONS, 'odd'))?.status?.applicationState.state).toBe('SUBMITTED');
  });

  test('a bad application holds up no other', async () => {
    await server.api.create(APPLICATIONS, application('bad', { driver: { memory: 'x' } }));
    await server.api.create(APPLICATIONS, application('good', {}));
    await failure('bad');
    await eventually(async () => {
      const good = await cluster.get(APPLICATIONS, 'good');
      expect(good?.status?.applicationState.state).toBe('SUBMITTED');
    });
  });

  test('a driver pod that belongs to somebody else is named, and left alone', async () => {
    const pod = await server.api.create(PODS, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'pi-driver', namespace: cluster.namespace },
      spec: { containers: [{ name: 'mine', image: 'mine' }] },
    });
    await server.api.create(APPLICATIONS, piApplication(cluster.namespace));
    expect(await failure('pi')).toContain('Pod pi-driver exists already and belongs to somebody else');
    expect((await cluster.get(PODS, 'pi-driver'))?.metadata.uid).toBe(pod.metadata.uid);
  });
});
