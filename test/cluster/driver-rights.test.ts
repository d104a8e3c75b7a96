/** What the token of a driver may do, as the API server itself lists it, and what it may not in spite of that. */
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { EXECUTOR_SETS, type SparkExecutorSet } from '../../src/api/spark-executor-set.ts';
import type { ApiServer } from '../../src/kube/api-server.ts';
import type { Stored } from '../../src/manifest/object-meta.ts';
import { newNamespace, realApiServer } from '../apiserver/real-api-server.ts';
import { tokenApiServer } from '../apiserver/token-api-server.ts';
import { MINUTES } from './eventually.ts';
import { Job } from './job.ts';
import { sumInRounds } from './sum-in-rounds.ts';
import { surroundingCluster, type LocalCluster } from './local/cluster.ts';

const JOB_ACCOUNT = join(import.meta.dirname, '../../deploy/job-account.yaml');

const TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/** All that the account of drivers is given. */
const GIVEN = [
  {
    apiGroups: ['sparkoperator.k8s.io'],
    resources: ['sparkexecutorsets'],
    verbs: ['get', 'list', 'watch', 'update'],
  },
];

/** What any account of a cluster may do: ask who it is and what it may do. */
const EVERYONES = [
  {
    apiGroups: ['authorization.k8s.io'],
    resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
    verbs: ['create'],
  },
  { apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'], verbs: ['create'] },
];

interface Rules {
  readonly resourceRules: readonly unknown[];
  readonly nonResourceRules: readonly unknown[];
  readonly incomplete: boolean;
}

const server = realApiServer();
let cluster: LocalCluster;
let namespace: string;
let elsewhere: string;

beforeAll(async () => {
  cluster = await surroundingCluster();
  namespace = await newNamespace(server.api, 'rights');
  elsewhere = await newNamespace(server.api, 'elsewhere');
  await cluster.kubectl(['apply', '--namespace', namespace, '-f', JOB_ACCOUNT]);
});

afterAll(async () => {
  await cluster.kubectl(['delete', 'namespace', namespace, elsewhere, '--wait=false']);
  await server.close();
});

test('a driver may read and update executor sets of its namespace, and nothing else', async () => {
  const rules = await rulesOf('spark', namespace);
  expect(rules.incomplete).toBe(false);
  expect(rules.resourceRules).toEqual(inOrder([...EVERYONES, ...GIVEN]));
});

test('beside that it may do what an account may that nobody has given anything', async () => {
  const { resourceRules, nonResourceRules } = await rulesOf('default', namespace);
  expect(resourceRules).toEqual(inOrder(EVERYONES));
  expect((await rulesOf('spark', namespace)).nonResourceRules).toEqual(nonResourceRules);
});

test('in other namespaces it may do nothing', async () => {
  expect((await rulesOf('spark', elsewhere)).resourceRules).toEqual(inOrder(EVERYONES));
});

test(
  'the token of a real driver changes its own executor set, and no other one',
  async () => {
    const job = await Job.submit(sumInRounds('mine'));
    await job.working();
    const token = await job.kubectl(['exec', 'mine-driver', '--', 'cat', TOKEN]);
    const driver = tokenApiServer(token);
    const other = {
      ...(await setOf(job, server.api, 'mine-1')),
      metadata: { name: 'other-1', namespace: job.namespace },
    };
    const spec = { ...other.spec, driverPodName: 'other-driver' };
    await server.api.create(EXECUTOR_SETS, { ...other, spec });
    await expect(touch(job, driver.api, 'other-1')).rejects.toThrow(
      /only the driver pod other-driver may change/u,
    );
    expect((await touch(job, driver.api, 'mine-1')).spec.sequence).toBe(1_000);
    await driver.close();
    await job.remove();
  },
  10 * MINUTES,
);

async function setOf(job: Job, api: ApiServer, name: string): Promise<Stored<SparkExecutorSet>> {
  const set = await api.get(EXECUTOR_SETS, { namespace: job.namespace, name });
  if (set === undefined) throw new Error(`there is no executor set ${name}`);
  return set;
}

/** Changes what no executor depends on. */
async function touch(job: Job, api: ApiServer, name: string): Promise<Stored<SparkExecutorSet>> {
  const set = await setOf(job, api, name);
  return await api.replace(EXECUTOR_SETS, { ...set, spec: { ...set.spec, sequence: 1_000 } });
}

/** The rights in namespace `within` of an account in the namespace of the test. */
async function rulesOf(account: string, within: string): Promise<Rules> {
  const review = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectRulesReview',
    spec: { namespace: within },
  };
  const user = `--as=system:serviceaccount:${namespace}:${account}`;
  const words = ['create', '--validate=false', '--output=json', user, '-f', '-'];
  const answer = JSON.parse(await cluster.kubectl(words, JSON.stringify(review))) as { status: Rules };
  const { resourceRules, nonResourceRules, incomplete } = answer.status;
  return { resourceRules: inOrder(resourceRules), nonResourceRules: inOrder(nonResourceRules), incomplete };
}

/** The API server gives rules in no order. */
function inOrder(rules: readonly unknown[]): readonly unknown[] {
  return rules
    .map((rule) => JSON.stringify(rule))
    .toSorted()
    .map((text): unknown => JSON.parse(text));
}
