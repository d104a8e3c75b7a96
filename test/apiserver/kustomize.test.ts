/** What kustomize makes of deploy/ is what the chart gives, and the API server takes it. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { loadAll } from 'js-yaml';
import type { KubernetesObject } from '../../src/manifest/object-meta.ts';
import { surroundingCluster, type LocalCluster } from '../cluster/local/cluster.ts';
import { isHook, renderChart, type ChartValues } from './helm.ts';
import { meaningsOf } from './meanings.ts';

const TEAM = 'team-a';

const OVERLAYS: readonly { readonly folder: string; readonly values: ChartValues }[] = [
  { folder: 'base', values: {} },
  { folder: 'overlays/team', values: { spark: { jobNamespaces: [TEAM] } } },
  {
    folder: 'overlays/ha',
    values: {
      controller: {
        replicas: 2,
        podDisruptionBudget: { enable: true },
        topologySpreadConstraints: [
          { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway' },
        ],
      },
    },
  },
  { folder: 'overlays/restricted', values: { spark: { restricted: true } } },
];

let cluster: LocalCluster;

beforeAll(async () => {
  cluster = await surroundingCluster();
  for (const name of ['spark-operator', TEAM]) {
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
    await cluster.kubectl(['apply', '-f', '-'], JSON.stringify(namespace));
  }
  // One that another test has installed by the chart has a selector of its own, which no apply can change.
  const words = [
    'delete',
    'deployment',
    'spark-operator',
    '--namespace=spark-operator',
    '--ignore-not-found',
  ];
  await cluster.kubectl(words);
});

describe.each(OVERLAYS)('deploy/$folder', ({ folder, values }) => {
  test('says what the chart says', async () => {
    const objects = loadAll(
      await cluster.kubectl(['kustomize', `deploy/${folder}`]),
    ) as readonly KubernetesObject[];
    const chart = (await renderChart(values)).filter((object) => !isHook(object) && !isOfDrivers(object));
    expect(meaningsOf(objects.filter(({ kind = '' }) => !BESIDE_THE_CHART.includes(kind)))).toEqual(
      meaningsOf(chart),
    );
  });

  test('is accepted by the API server', async () => {
    const applied = await cluster.kubectl(['apply', '--dry-run=server', '-k', `deploy/${folder}`]);
    expect(applied).toContain('deployment.apps/spark-operator created');
  });
});

/** Helm makes the namespace, and the chart's hook brings the CRDs. */
const BESIDE_THE_CHART = ['Namespace', 'CustomResourceDefinition'];

/** The account of drivers: `deploy/job-account.yaml`, which is applied to each namespace of applications. */
const isOfDrivers = ({ metadata }: KubernetesObject): boolean => /^spark(-driver)?$/u.test(metadata.name);
