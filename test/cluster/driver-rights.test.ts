/** What the token of a driver may do, as the API server itself lists it. */
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { newNamespace, realApiServer } from '../apiserver/real-api-server.ts';
import { surroundingCluster, type LocalCluster } from './local/cluster.ts';

const JOB_ACCOUNT = join(import.meta.dirname, '../../deploy/job-account.yaml');

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
