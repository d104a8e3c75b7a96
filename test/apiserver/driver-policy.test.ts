import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EXECUTOR_SETS, type SparkExecutorSet } from '../../src/api/spark-executor-set.ts';
import { isApiError } from '../../src/kube/api-error.ts';
import type { ApiServer } from '../../src/kube/api-server.ts';
import type { Stored } from '../../src/manifest/object-meta.ts';
import { PODS } from '../../src/manifest/pod.ts';
import { surroundingCluster, type LocalCluster } from '../cluster/local/cluster.ts';
import { eventually } from './eventually.ts';
import { newNamespace, realApiServer, type RealApiServer } from './real-api-server.ts';
import { tokenApiServer } from './token-api-server.ts';

/** Who asks: the driver whose set it is, another driver of the namespace, or its account without a pod. */
type Asker = 'its driver' | 'another driver' | 'no pod';

type Change = (set: Stored<SparkExecutorSet>) => SparkExecutorSet;

const DEPLOY = join(import.meta.dirname, '../../deploy');
const ONLY_ITS_DRIVER = /only the driver pod mine-driver may change this executor set/u;
const ONLY_SPEC = /a driver may change the spec of its executor set, not its metadata/u;

const server = realApiServer();
const askers = new Map<Asker, RealApiServer>();
let cluster: LocalCluster;
let namespace: string;

const ask: Change = (set) => ({
  ...set,
  spec: { ...set.spec, schema: 1, profiles: [{ id: 0, replicas: 2 }] },
});
const withMetadata =
  (more: Partial<SparkExecutorSet['metadata']>): Change =>
  (set) => ({ ...set, metadata: { ...set.metadata, ...more } });
const withSpec =
  (more: Partial<SparkExecutorSet['spec']>): Change =>
  (set) => ({ ...set, spec: { ...set.spec, ...more } });

beforeAll(async () => {
  cluster = await surroundingCluster();
  namespace = await newNamespace(server.api, 'policy');
  await cluster.kubectl(['apply', '--namespace', namespace, '-f', join(DEPLOY, 'job-account.yaml')]);
  await cluster.kubectl(['apply', '-f', join(DEPLOY, 'base/driver-policy.yaml')]);
  await Promise.all(['mine-driver', 'other-driver'].map(createDriver));
  await server.api.create(EXECUTOR_SETS, executorSet());
  askers.set('its driver', await speakingFor('mine-driver'));
  askers.set('another driver', await speakingFor('other-driver'));
  askers.set('no pod', await speakingFor(undefined));
  // The API server takes up a new policy after a moment.
  await eventually(async () => {
    const accepted = await change('no pod', ask).then(
      () => true,
      () => false,
    );
    if (accepted) throw new Error('the policy is not in force yet');
  });
});

afterAll(async () => {
  await Promise.all([...askers.values()].map((each) => each.close()));
  await server.close();
});

describe('the policy for drivers', () => {
  test('lets a driver say what it wants in its own executor set', async () => {
    expect((await change('its driver', ask)).spec.profiles).toEqual([{ id: 0, replicas: 2 }]);
  });

  test.each<{ readonly name: string; readonly by: Asker; readonly to: Change; readonly says: RegExp }>([
    { name: 'the set of another driver', by: 'another driver', to: ask, says: ONLY_ITS_DRIVER },
    { name: 'any set by a token that was made for no pod', by: 'no pod', to: ask, says: ONLY_ITS_DRIVER },
    { name: 'labels', by: 'its driver', to: withMetadata({ labels: { a: 'b' } }), says: ONLY_SPEC },
    { name: 'annotations', by: 'its driver', to: withMetadata({ annotations: { a: 'b' } }), says: ONLY_SPEC },
    { name: 'finalizers', by: 'its driver', to: withMetadata({ finalizers: ['a.b/c'] }), says: ONLY_SPEC },
    {
      name: 'whom the set belongs to',
      by: 'its driver',
      to: withMetadata({ ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'a', uid: 'b' }] }),
      says: ONLY_SPEC,
    },
    {
      name: 'which driver may change the set',
      by: 'its driver',
      to: withSpec({ driverPodName: 'other-driver' }),
      says: /never change/u,
    },
    {
      name: 'which application the set is of',
      by: 'its driver',
      to: withSpec({ applicationName: 'other' }),
      says: /never change/u,
    },
  ])('does not let a driver change $name', async ({ by, to, says }) => {
    await expect(change(by, to)).rejects.toThrow(says);
  });

  test('leaves the status to the operator', async () => {
    const set = { ...(await current()), status: { running: 7 } };
    await expect(asker('its driver').replace(EXECUTOR_SETS, set, 'status')).rejects.toMatchObject({
      reason: 'Forbidden',
    });
    expect((await change('its driver', () => set)).status).toBeUndefined();
  });

  test('is none of the business of people', async () => {
    const annotations = { 'example.com/looked-at': 'yes' };
    const changed = await server.api.mergePatch(EXECUTOR_SETS, place(), { metadata: { annotations } });
    expect(changed.metadata.annotations).toEqual(annotations);
  });
});

const place = () => ({ namespace, name: 'mine-1' });

async function current(): Promise<Stored<SparkExecutorSet>> {
  const set = await server.api.get(EXECUTOR_SETS, place());
  if (set === undefined) throw new Error('there is no executor set');
  return set;
}

/** Reads the set, changes it and puts it back, as a driver does; again where somebody was quicker. */
async function change(by: Asker, to: Change): Promise<Stored<SparkExecutorSet>> {
  for (;;) {
    try {
      return await asker(by).replace(EXECUTOR_SETS, to(await current()));
    } catch (error) {
      if (!isApiError(error, 'Conflict')) throw error;
    }
  }
}

function asker(by: Asker): ApiServer {
  const speaking = askers.get(by);
  if (speaking === undefined) throw new Error(`nobody speaks for ${by}`);
  return speaking.api;
}

/** The API server as the account of drivers sees it, by a token that was made for that pod, as kubelets ask for. */
async function speakingFor(pod: string | undefined): Promise<RealApiServer> {
  const bound = pod === undefined ? [] : ['--bound-object-kind=Pod', `--bound-object-name=${pod}`];
  return tokenApiServer(
    await cluster.kubectl(['create', 'token', 'spark', '--namespace', namespace, ...bound]),
  );
}

async function createDriver(name: string): Promise<void> {
  await server.api.create(PODS, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace, name },
    spec: { serviceAccountName: 'spark', containers: [{ name: 'spark', image: 'spark' }] },
  });
}

function executorSet(): SparkExecutorSet {
  return {
    apiVersion: 'sparkoperator.k8s.io/v1alpha1',
    kind: 'SparkExecutorSet',
    metadata: { namespace, name: 'mine-1' },
    spec: { applicationName: 'mine', attempt: 1, driverPodName: 'mine-driver' },
  };
}
