/** Argo CD's own schema of its Applications, and ours of the jobs, accept the examples to the last field. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { surroundingCluster, type LocalCluster } from '../../cluster/local/cluster.ts';
import { eventually } from '../eventually.ts';
import { argoCd } from './argo-cd.ts';

const EXAMPLES = join(import.meta.dirname, '../../../examples/argocd');
const FILES = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.yaml'),
);

let cluster: LocalCluster;

beforeAll(async () => {
  cluster = await surroundingCluster();
  await cluster.kubectl(['create', 'namespace', 'argocd']);
  const crd = join(await argoCd(), 'application-crd.yaml');
  await cluster.kubectl(['apply', '--server-side', '-f', crd]);
  await eventually(async () => {
    await cluster.kubectl(['get', 'applications.argoproj.io', '--all-namespaces']);
  });
});

test.each(FILES)('%s is accepted with no field unknown', async (file) => {
  const words = ['create', '--dry-run=server', '--validate=strict', '--output', 'name', '-f'];
  expect(await cluster.kubectl([...words, join(EXAMPLES, file)])).toMatch(/\/\S+\n$/u);
});
