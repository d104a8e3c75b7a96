/** Airflow's Spark operator runs an application, with no more rights than `examples/airflow/account.yaml` gives. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { newNamespace, realApiServer } from '../../apiserver/real-api-server.ts';
import { MINUTES } from '../eventually.ts';
import { surroundingCluster, type LocalCluster } from '../local/cluster.ts';
import { runDag } from './airflow.ts';

const REPOSITORY = join(import.meta.dirname, '../../..');

const server = realApiServer();
let cluster: LocalCluster;
let namespace: string;
let folder: string;

beforeAll(async () => {
  cluster = await surroundingCluster();
  namespace = await newNamespace(server.api, 'airflow');
  folder = await mkdtemp(join(tmpdir(), 'airflow-account-'));
  for (const file of ['deploy/job-account.yaml', 'examples/airflow/account.yaml']) {
    await cluster.kubectl(['apply', '--namespace', namespace, '-f', join(REPOSITORY, file)]);
  }
});

afterAll(async () => {
  await cluster.kubectl(['delete', 'namespace', namespace, '--wait=false']);
  await rm(folder, { recursive: true });
  await server.close();
});

test(
  'a DAG runs an application to its end, and shows what its driver logged',
  async () => {
    const log = await runDag('spark_pi', { namespace }, await kubeconfigOf('airflow'));
    expect(log).toContain('Pi is roughly 3.1');
    const states = ['--output', 'jsonpath={.items[*].status.applicationState.state}'];
    expect(await cluster.kubectl(['get', 'sparkapp', '--namespace', namespace, ...states])).toBe('COMPLETED');
  },
  10 * MINUTES,
);

/** A file by which a program is that account, and nobody else. */
async function kubeconfigOf(account: string): Promise<string> {
  const shown = await cluster.kubectl(['config', 'view', '--raw', '--minify', '--output', 'json']);
  const token = (await cluster.kubectl(['create', 'token', account, '--namespace', namespace])).trim();
  const config = JSON.parse(shown) as { readonly users: readonly { readonly name: string }[] };
  const users = config.users.map(({ name }) => ({ name, user: { token } }));
  const file = join(folder, `${account}.json`);
  await writeFile(file, JSON.stringify({ ...config, users }));
  return file;
}
