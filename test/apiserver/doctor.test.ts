/** sparkctl doctor, asked of a real API server: what it sees there, and by whose rights. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connect } from '../../src/cli/connect.ts';
import type { Finding } from '../../src/cli/doctor/finding.ts';
import { sparkctl } from '../../src/cli/sparkctl.ts';
import { surroundingCluster } from '../cluster/local/cluster.ts';
import { newNamespace, realApiServer } from './real-api-server.ts';

const server = realApiServer();
let namespace: string;
beforeAll(async () => {
  namespace = await newNamespace(server.api, 'doctor');
});
afterAll(() => server.close());

const CHECKS = /^(?:CRD|your rights|account|images)/u;

/** The findings that do not depend on what else is in the cluster. */
async function findings(where: string): Promise<readonly Finding[]> {
  const printed: string[] = [];
  await sparkctl(['doctor', '-o', 'json', '-n', where], {
    environment: {},
    screen: undefined,
    interrupted: () => new AbortController().signal,
    read: () => Promise.reject(new Error('no command reads a file here')),
    list: () => Promise.resolve(undefined),
    print: (text) => void printed.push(text),
    tell: () => undefined,
    connect: async (choice) => connect(choice),
  });
  const all = JSON.parse(printed.join('')) as readonly Finding[];
  return all.filter(({ check }) => CHECKS.test(check) || check === 'namespace');
}

const verdicts = async (where: string): Promise<readonly string[]> =>
  (await findings(where)).map(({ check, verdict }) => `${verdict} ${check}`);

test('the definitions are those of this release, and an administrator has every right', async () => {
  expect(await verdicts(namespace)).toEqual([
    'ok CRD sparkapplications.sparkoperator.k8s.io',
    'ok CRD sparkexecutorsets.sparkoperator.k8s.io',
    'ok your rights',
    'failure account of drivers "spark"',
    'unknown images',
  ]);
});

test('what deploy/job-account.yaml brings is enough for drivers', async () => {
  const cluster = await surroundingCluster();
  await cluster.kubectl(['apply', '-n', namespace, '-f', 'deploy/job-account.yaml']);
  const account = (await findings(namespace)).filter(({ check }) => check.startsWith('account'));
  expect(account).toEqual([
    { check: 'account of drivers "spark"', verdict: 'ok', says: 'it may read and update executor sets' },
  ]);
  // The account alone is not enough.
  await cluster.kubectl(['delete', 'rolebinding', 'spark-driver', '-n', namespace]);
  expect((await findings(namespace)).find(({ check }) => check.startsWith('account'))).toMatchObject({
    verdict: 'failure',
    says: 'it may not get, list, watch, update sparkexecutorsets: its drivers get no executors',
  });
});

test('a namespace that is not there is told', async () => {
  expect(await verdicts('nowhere')).toContain('failure namespace');
});
