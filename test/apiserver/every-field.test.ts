import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { APPLICATION_SCHEMAS } from '../../src/api/spark-application.ts';
import type { KubernetesObject } from '../../src/manifest/object-meta.ts';
import type { PodManifest } from '../../src/manifest/pod.ts';
import { validateApplication } from '../../src/submission/validate-application.ts';
import { surroundingCluster, type LocalCluster } from '../cluster/local/cluster.ts';
import { podsOf } from '../unit/submission/samples.ts';
import { found } from './eventually.ts';
import { fullApplication, PRIORITY_CLASS } from './full-application.ts';
import { newNamespace, realApiServer } from './real-api-server.ts';
import { startOperator } from './running-operator.ts';
import { SimulatedCluster } from './simulated-cluster.ts';

const server = realApiServer();
let cluster: LocalCluster;
let namespace: string;

beforeAll(async () => {
  cluster = await surroundingCluster();
  namespace = await newNamespace(server.api, 'fields');
  await cluster.kubectl(['apply', '-f', '-'], JSON.stringify(PRIORITY_CLASS));
});
afterAll(() => server.close());

/** Sends the object as `kubectl` does: a field that the API server does not know is an error. */
async function create(object: KubernetesObject, ...flags: readonly string[]): Promise<string> {
  const words = ['create', '--validate=strict', ...flags, '-f', '-'];
  return cluster.kubectl(words, JSON.stringify(object));
}

/** Fields that are in the schema, and that this operator does not do. */
const REFUSED = ['driver.kubernetesMaster'];

test('the application of this test sets every field there is', () => {
  const { spec } = fullApplication('n');
  const { driver, executor, ...properties } = APPLICATION_SCHEMAS.spec.properties;
  expect(Object.keys(spec)).toEqual(expect.arrayContaining(Object.keys(properties)));
  const fields = [
    ...Object.keys(driver.properties).map((field) => `driver.${field}`),
    ...Object.keys(executor.properties).map((field) => `executor.${field}`),
  ].filter((field) => !REFUSED.includes(field));
  const set = [
    ...Object.keys(spec.driver).map((field) => `driver.${field}`),
    ...Object.keys(spec.executor).map((field) => `executor.${field}`),
  ];
  expect(set.toSorted()).toEqual(fields.toSorted());
});

describe('an application with every field', () => {
  test('has no fault, and is accepted strictly', async () => {
    const application = fullApplication(namespace);
    expect(validateApplication(application)).toEqual([]);
    expect(await create(application, '--dry-run=server')).toContain('created');
  });

  test.each(['driver', 'executor'] as const)(
    'has a pod of the %s without a field that nobody knows',
    async (role) => {
      const pod: PodManifest = podsOf(fullApplication(namespace))[role];
      const unowned = { ...pod, metadata: { ...pod.metadata, namespace, ownerReferences: [] } };
      expect(await create(unowned, '--dry-run=server')).toContain('created');
    },
  );

  test('gets its driver and its executors, with the fields in them', async () => {
    const simulated = new SimulatedCluster(server.api, namespace);
    const operator = startOperator(server.api, namespace);
    try {
      await create(fullApplication(namespace));
      const driver = await found('driver', async () => (await simulated.pods('driver'))[0]);
      await simulated.start(driver);
      await simulated.say('full-1', { profiles: [{ id: 0, replicas: 1 }] });
      const executor = await found('executor', async () => (await simulated.pods('executor'))[0]);
      for (const { spec } of [driver, executor]) {
        expect(spec).toMatchObject({ enableServiceLinks: false });
        expect(spec.tolerations?.map(({ key }) => key)).toEqual(expect.arrayContaining(['from', 'spot']));
        expect(spec.containers.at(-1)).toMatchObject({ name: 'proxy', livenessProbe: expect.anything() });
        expect(spec.initContainers?.[0]).toMatchObject({ name: 'native', restartPolicy: 'Always' });
        expect(spec).toMatchObject({ hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet', priority: 7 });
        expect(spec.containers[0]?.resources?.limits).toMatchObject({
          memory: '4Gi',
          'example.org/gpu': '1',
        });
        expect(spec.volumes?.find(({ name }) => name === 'about')).toHaveProperty('downwardAPI');
      }
    } finally {
      await operator.stop();
    }
  });
});

describe('a misspelt field is refused with its path', () => {
  test.each<{ readonly driver: Record<string, unknown>; readonly path: string }>([
    { driver: { hostNetwrk: true }, path: 'spec.driver.hostNetwrk' },
    { driver: { tolerations: [{ kee: 'a' }] }, path: 'spec.driver.tolerations[0].kee' },
    { driver: { env: [{ name: 'A', valeu: 'a' }] }, path: 'spec.driver.env[0].valeu' },
    { driver: { affinity: { podAfinity: {} } }, path: 'spec.driver.affinity.podAfinity' },
    { driver: { sidecars: [{ name: 5 }] }, path: 'spec.driver.sidecars[0].name' },
    { driver: { gpu: { name: 'a/b', quantity: -1 } }, path: 'spec.driver.gpu.quantity' },
  ])('$path', async ({ driver, path }) => {
    const { spec, ...head } = fullApplication(namespace);
    const wrong = { ...head, metadata: { name: 'wrong', namespace }, spec: { ...spec, driver } };
    await expect(create(wrong, '--dry-run=server')).rejects.toThrow(path);
  });
});
