import { beforeAll, describe, expect, test } from '@jest/globals';
import type { KubernetesObject } from '../../src/manifest/object-meta.ts';
import { surroundingCluster, type LocalCluster } from '../cluster/local/cluster.ts';
import { installNotes, isHook, lintChart, renderChart, type ChartValues } from './helm.ts';
import { meaningsOf } from './meanings.ts';
import { driverModeManifests, namespaceReader, plainManifests } from './plain-manifests.ts';

const TEAMS = ['chart-team-a', 'chart-team-b'];
const TWO_NAMESPACES: ChartValues = { spark: { jobNamespaces: TEAMS } };
const TWO_REPLICAS: ChartValues = {
  controller: {
    replicas: 2,
    podDisruptionBudget: { enable: true, minAvailable: '50%' },
    topologySpreadConstraints: [
      { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway' },
    ],
  },
};
const HOOK_ACCOUNT = 'system:serviceaccount:spark-operator:spark-operator-crds';
/** Of several releases one makes the account of drivers. */
const NO_ACCOUNT = { serviceAccount: { create: false }, rbac: { create: false } };
const NAMES: ChartValues = { fullnameOverride: 'spark-runner', nameOverride: 'spark' };
const MORE_IN_THE_POD = {
  env: [{ name: 'HTTPS_PROXY', value: 'http://proxy.example' }],
  envFrom: [{ configMapRef: { name: 'more', optional: true } }],
  volumes: [{ name: 'tmp', emptyDir: {} }],
  volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
  sidecars: [{ name: 'beside', image: 'beside' }],
  labels: { tier: 'platform' },
  annotations: { 'example.com/a': 'b' },
  deploymentAnnotations: { 'example.com/c': 'd' },
  priorityClassName: 'system-cluster-critical',
  nodeSelector: { disk: 'fast' },
  tolerations: [{ operator: 'Exists' }],
};

describe('the chart', () => {
  test('says with its defaults what deploy/ says', async () => {
    const plain = plainManifests('default').filter(({ kind }) => kind !== 'Namespace');
    const standing = (await renderChart({})).filter((object) => !isHook(object));
    expect(meaningsOf(standing)).toEqual(meaningsOf(plain));
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
    // Without values that say where, there is no test then.
    const withoutTest = usual.filter(({ metadata }) => metadata.name !== 'spark-operator-test');
    expect(meaningsOf(withoutOperator(selecting))).toEqual(
      meaningsOf([...withoutOperator(withoutTest), ...namespaceReader()]),
    );
  });

  test.each<{ readonly name: string; readonly values: ChartValues; readonly asks: string }>([
    { name: 'by default', values: {}, asks: 'ping --namespace default' },
    {
      name: 'with the labels of the selector',
      values: { controller: { labelSelector: 'operator==new,team=data' } },
      asks: 'ping --labels=operator=new,team=data --namespace default',
    },
    {
      name: 'with the labels and in the namespace that it is told',
      values: {
        controller: { labelSelector: 'operator in (new)' },
        spark: { jobNamespaceSelector: 'team' },
        hook: { test: { namespace: 'chart-team-a', labels: { operator: 'new' } } },
      },
      asks: 'ping --labels=operator=new, --namespace chart-team-a',
    },
  ])('has a test that asks $name', async ({ values, asks }) => {
    const [pod] = (await renderChart(values)).filter(isTest);
    const { spec } = pod as unknown as { readonly spec: { readonly containers: [{ args: string[] }] } };
    expect(spec.containers[0].args.join(' ')).toBe(asks);
  });

  test.each<{ readonly values: ChartValues; readonly lacks: string }>([
    { values: { spark: { jobNamespaceSelector: 'team=data' } }, lacks: 'told hook.test.namespace' },
    { values: { controller: { labelSelector: 'operator in (new)' } }, lacks: 'told hook.test.labels' },
    {
      values: { controller: { labelSelector: '!old' }, spark: { jobNamespaceSelector: 'team' } },
      lacks: 'told hook.test.namespace and hook.test.labels',
    },
  ])('has no test that cannot be answered: $lacks', async ({ values, lacks }) => {
    expect((await renderChart(values)).filter(isTest)).toEqual([]);
    expect((await installNotes(values)).trimEnd()).toMatch(new RegExp(`${lacks}$`, 'u'));
  });

  test.each<{ readonly name: string; readonly values: ChartValues }>([
    { name: 'for all namespaces', values: { spark: { ...NO_ACCOUNT, jobNamespaceSelector: 'team=data' } } },
    {
      name: 'for the same namespaces',
      values: { spark: { ...NO_ACCOUNT, jobNamespaces: TEAMS }, fullnameOverride: 'runner' },
    },
  ])('shares no name with a release of the same name in another namespace, $name', async ({ values }) => {
    const releases = await Promise.all(
      ['spark-operator', 'runner', 'other'].map(async (where) =>
        (await renderChart(values, where)).map(nameOf),
      ),
    );
    const all = releases.flat();
    expect(all.filter((name, at) => all.indexOf(name) !== at)).toEqual([]);
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
      name: 'a disruption budget for one operator',
      values: { controller: { podDisruptionBudget: { enable: true } } },
      because: "at '/controller/replicas'",
    },
    {
      name: 'an account of somebody else without its name',
      values: { controller: { serviceAccount: { create: false } } },
      because: "at '/controller/serviceAccount/name'",
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
    await apply(cluster, ['PodMonitor', 'ServiceMonitor'].map(monitor));
    await cluster.kubectl(['wait', '--for=condition=Established', ...MONITORS]);
  });

  test.each<{ readonly name: string; readonly values: ChartValues }>([
    { name: 'by default', values: {} },
    { name: 'for two namespaces', values: TWO_NAMESPACES },
    {
      name: 'with Driver mode in one of them',
      values: { spark: { jobNamespaces: TEAMS, driverModeNamespaces: TEAMS.slice(1) } },
    },
    { name: 'for namespaces with labels', values: { spark: { jobNamespaceSelector: 'team=data' } } },
    {
      name: "with Ingresses of Spark's pages",
      values: {
        controller: {
          uiService: { enable: true },
          uiIngress: { urlFormat: 'http://example.org/{{$appName}}', ingressClassName: 'nginx' },
        },
      },
    },
    { name: 'with two replicas that spread', values: TWO_REPLICAS },
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
    { name: 'with other names and labels', values: { ...NAMES, commonLabels: { team: 'data' } } },
    {
      name: 'with accounts and rights from elsewhere',
      values: {
        controller: { serviceAccount: { create: false, name: 'ours' }, rbac: { create: false } },
        spark: { serviceAccount: { create: false }, rbac: { create: false } },
      },
    },
    {
      name: 'for whoever may write in namespaces only',
      values: {
        hook: { upgradeCrd: false },
        spark: { jobNamespaces: TEAMS, driverPolicy: { create: false } },
      },
    },
    { name: 'with more in the pod', values: { controller: MORE_IN_THE_POD, spark: { restricted: true } } },
    {
      name: 'with monitors and a network policy',
      values: {
        prometheus: { podMonitor: { create: true }, serviceMonitor: { create: true, labels: { a: 'b' } } },
        networkPolicy: {
          create: true,
          metricsFrom: [{ namespaceSelector: {} }],
          egress: [{ ports: [{ port: 443 }] }],
        },
      },
    },
  ])('$name is accepted by the API server', async ({ values }) => {
    const objects = await renderChart(values);
    const accepted = await apply(cluster, objects, '--dry-run=server');
    expect(accepted.trimEnd().split('\n')).toHaveLength(objects.length);
  });

  test('lets its hook write the CRDs of this project and nothing else', async () => {
    await apply(
      cluster,
      (await renderChart({})).filter(
        (object) => isHook(object) && object.kind !== 'Job' && object.kind !== 'Pod',
      ),
    );
    const may = (verb: string, name: string): Promise<string> =>
      cluster.kubectl(['auth', 'can-i', verb, `crd/${name}`, `--as=${HOOK_ACCOUNT}`]).catch(() => 'no');
    const ours = 'sparkapplications.sparkoperator.k8s.io';
    for (const verb of ['get', 'create', 'patch']) expect((await may(verb, ours)).trim()).toBe('yes');
    expect(await may('delete', ours)).toBe('no');
    expect(await may('patch', 'podmonitors.monitoring.coreos.com')).toBe('no');
    const words = ['apply', '--server-side', '--force-conflicts', '--dry-run=server', '-k', 'crds'];
    const changed = await cluster.kubectl([...words, `--as=${HOOK_ACCOUNT}`]);
    expect(changed).toContain(`${ours} serverside-applied`);
  });

  test('for two namespaces lets the operator work there and nowhere else', async () => {
    const objects = (await renderChart(TWO_NAMESPACES)).filter((object) => !isHook(object));
    await apply(cluster, objects);
    const asked = [...TEAMS, 'default', 'spark-operator'];
    const allowed = await Promise.all(asked.map((where) => mayCreatePods(cluster, where)));
    expect(asked.filter((_, at) => allowed[at])).toEqual(TEAMS);
  });
});

/** The pod of `helm test`. */
const isTest = (object: KubernetesObject): boolean =>
  object.kind === 'Pod' && object.metadata.annotations?.['helm.sh/hook'] === 'test';

const withoutOperator = (objects: readonly KubernetesObject[]): readonly KubernetesObject[] =>
  objects.filter(({ kind }) => kind !== 'Deployment');

/** What no two objects of a cluster have in common. */
const nameOf = ({ kind, metadata: { namespace: where = '', name } }: KubernetesObject): string =>
  `${kind} ${where}/${name}`;

/** The words that the operator is started with. */
function operatorArguments(objects: readonly KubernetesObject[]): readonly string[] {
  const deployment: unknown = objects.find(({ kind }) => kind === 'Deployment');
  const { spec } = deployment as { spec: { template: { spec: { containers: [{ args: string[] }] } } } };
  return spec.template.spec.containers[0].args;
}

/** The kinds of the Prometheus operator, without their schemas. */
const monitor = (kind: string): KubernetesObject & { readonly spec: unknown } => {
  const plural = `${kind.toLowerCase()}s`;
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.monitoring.coreos.com` },
    spec: {
      group: 'monitoring.coreos.com',
      names: { kind, plural },
      scope: 'Namespaced',
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  };
};

const MONITORS = ['podmonitors', 'servicemonitors'].map((plural) => `crd/${plural}.monitoring.coreos.com`);

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
