import { beforeAll, describe, expect, test } from '@jest/globals';
import type { KubernetesObject } from '../../src/manifest/object-meta.ts';
import { operatorFlags } from '../architecture/operator-flags.ts';
import { surroundingCluster, type LocalCluster } from '../cluster/local/cluster.ts';
import { installNotes, lintChart, renderChart, type ChartValues } from './helm.ts';
import { driverModeManifests, namespaceReader, plainManifests } from './plain-manifests.ts';

const TEAMS = ['chart-team-a', 'chart-team-b'];
const TWO_NAMESPACES: ChartValues = { spark: { jobNamespaces: TEAMS } };

describe('the chart', () => {
  test('says with its defaults what deploy/ and crds/ say', async () => {
    const plain = plainManifests('default').filter(({ kind }) => kind !== 'Namespace');
    expect(meaningsOf(await renderChart({}))).toEqual(meaningsOf(plain));
  });

  test('gives the rights of Driver mode where it is told to, as deploy/driver-mode-account.yaml does', async () => {
    const usual = meaningsOf(await renderChart({}));
    const withRights = meaningsOf(await renderChart({ spark: { driverModeNamespaces: ['default'] } }));
    expect(withRights).toEqual({ ...usual, ...meaningsOf(driverModeManifests('default')) });
    expect(Object.keys(usual).filter((name) => name.includes('driver-mode'))).toEqual([]);
  });

  test('lets labels choose namespaces and applications, with the rights of deploy/namespace-reader.yaml', async () => {
    const usual = await renderChart({});
    const selecting = await renderChart({
      controller: { labelSelector: 'operator in (new, newer)' },
      spark: { jobNamespaceSelector: 'team=data,!old' },
    });
    expect(operatorArguments(selecting)).toEqual([
      '--namespace-selector=team=data,!old',
      '--label-selector=operator in (new, newer)',
      ...operatorArguments(usual),
    ]);
    expect(meaningsOf(withoutOperator(selecting))).toEqual(
      meaningsOf([...withoutOperator(usual), ...namespaceReader()]),
    );
  });

  test("passes Helm's own checks", async () => {
    expect(await lintChart()).toContain('1 chart(s) linted, 0 chart(s) failed');
  });

  test('says in five lines what to do next, for the namespaces it was installed for', async () => {
    const lines = (await installNotes(TWO_NAMESPACES)).trimEnd().split('\n');
    expect(lines).toHaveLength(5);
    expect(lines[0]).toContain('works in chart-team-a, chart-team-b.');
    expect(lines[1]).toContain('kubectl -n chart-team-a apply');
  });

  test.each<{ readonly name: string; readonly values: ChartValues; readonly because: string }>([
    { name: 'a name nobody knows', values: { controler: {} }, because: "'controler' not allowed" },
    { name: 'no workers', values: { controller: { workers: 0 } }, because: "at '/controller/workers'" },
    {
      name: 'two operators that both work',
      values: { controller: { replicas: 2, leaderElection: { enable: false } } },
      because: "at '/controller/replicas'",
    },
    {
      name: 'labels that are none',
      values: { spark: { jobNamespaceSelector: 'team: data' } },
      because: "at '/spark/jobNamespaceSelector'",
    },
    {
      name: 'a namespace twice',
      values: { spark: { jobNamespaces: ['a', 'a'] } },
      because: "at '/spark/jobNamespaces'",
    },
  ])('refuses $name', async ({ values, because }) => {
    await expect(renderChart(values)).rejects.toThrow(because);
  });
});

describe('what the chart gives', () => {
  let cluster: LocalCluster;

  beforeAll(async () => {
    cluster = await surroundingCluster();
    await apply(cluster, ['spark-operator', ...TEAMS].map(namespace));
  });

  test.each<{ readonly name: string; readonly values: ChartValues }>([
    { name: 'by default', values: {} },
    { name: 'for two namespaces', values: TWO_NAMESPACES },
    {
      name: 'with Driver mode in one of them',
      values: { spark: { jobNamespaces: TEAMS, driverModeNamespaces: TEAMS.slice(1) } },
    },
    { name: 'for namespaces with labels', values: { spark: { jobNamespaceSelector: 'team=data' } } },
    { name: 'with two replicas', values: { controller: { replicas: 2 } } },
    {
      name: 'with another image',
      values: {
        image: {
          registry: 'registry.example',
          repository: 'spark',
          tag: '9',
          pullSecrets: [{ name: 'key' }],
        },
      },
    },
  ])('$name is accepted by the API server', async ({ values }) => {
    const objects = await renderChart(values);
    const accepted = await apply(cluster, objects, '--dry-run=server');
    expect(accepted.trimEnd().split('\n')).toHaveLength(objects.length);
  });

  test('for two namespaces lets the operator work there and nowhere else', async () => {
    const objects = await renderChart(TWO_NAMESPACES);
    await apply(
      cluster,
      objects.filter(({ kind }) => kind !== 'CustomResourceDefinition'),
    );
    const asked = [...TEAMS, 'default', 'spark-operator'];
    const allowed = await Promise.all(asked.map((where) => mayCreatePods(cluster, where)));
    expect(asked.filter((_, at) => allowed[at])).toEqual(TEAMS);
  });
});

const withoutOperator = (objects: readonly KubernetesObject[]): readonly KubernetesObject[] =>
  objects.filter(({ kind }) => kind !== 'Deployment');

/** The words that the operator is started with. */
function operatorArguments(objects: readonly KubernetesObject[]): readonly string[] {
  const deployment: unknown = objects.find(({ kind }) => kind === 'Deployment');
  const { spec } = deployment as { spec: { template: { spec: { containers: [{ args: string[] }] } } } };
  return spec.template.spec.containers[0].args;
}

async function apply(
  cluster: LocalCluster,
  objects: readonly KubernetesObject[],
  ...flags: readonly string[]
): Promise<string> {
  const list = { apiVersion: 'v1', kind: 'List', items: objects };
  return await cluster.kubectl(['apply', ...flags, '-f', '-'], JSON.stringify(list));
}

async function mayCreatePods(cluster: LocalCluster, where: string): Promise<boolean> {
  const review = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    spec: {
      user: 'system:serviceaccount:spark-operator:spark-operator',
      resourceAttributes: { namespace: where, verb: 'create', resource: 'pods' },
    },
  };
  const words = ['create', '-f', '-', '--output', 'jsonpath={.status.allowed}'];
  return (await cluster.kubectl(words, JSON.stringify(review))) === 'true';
}

const namespace = (name: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name },
});

/** What objects mean, by kind and name: without what only Helm goes by, and without flags that repeat the default. */
function meaningsOf(objects: readonly KubernetesObject[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    objects.map((object) => {
      const { namespace: where = '', name } = object.metadata;
      // Labels of the object itself tell people something; nothing goes by them.
      const unlabelled = { ...object, metadata: { ...object.metadata, labels: undefined } };
      const meaning: unknown = JSON.parse(JSON.stringify(unlabelled, withoutRepetition));
      return [`${object.kind} ${where}/${name}`, meaning];
    }),
  );
}

function withoutRepetition(key: string, value: unknown): unknown {
  if (key === 'app.kubernetes.io/instance') return undefined;
  return key === 'args' && Array.isArray(value)
    ? value.filter((word) => !saysTheDefault(String(word)))
    : value;
}

function saysTheDefault(argument: string): boolean {
  const [, flag = '', value] = /^--([a-z-]+)=(.*)$/u.exec(argument) ?? [];
  return operatorFlags().get(flag) === value;
}
