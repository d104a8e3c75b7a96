import { describe, expect, test } from '@jest/globals';
import type { SparkApplicationSpec } from '../../../src/api/spark-application.ts';
import type { PodManifest } from '../../../src/manifest/pod.ts';
import { parsePodTemplateText } from '../../../src/pod/parse-pod-template.ts';
import { parseProperties } from '../../../src/spark/properties-file.ts';
import { application, planOf, podsOf, sparkContainer } from './samples.ts';

const NAME = 'spark.kubernetes.executor.podTemplateContainerName';
const FILE = 'spark.kubernetes.executor.podTemplateFile';

const inDriverMode = (spec: Partial<SparkApplicationSpec>) =>
  application({ executorManagement: 'Driver', ...spec });

/** What the driver finds in its directory: the template, and the properties that speak of it. */
function given(spec: Partial<SparkApplicationSpec>) {
  const { sideObjects, configMapData } = planOf(inDriverMode(spec));
  const configMaps = sideObjects.map(({ object }) => object as { readonly data?: Record<string, string> });
  const text = configMaps.map(({ data }) => data?.['podspec-configmap-key']).find(Boolean) ?? '';
  const template = JSON.parse(text) as PodManifest;
  return { text, template, properties: parseProperties(configMapData['spark.properties'] ?? '') };
}

const container = ({ spec }: PodManifest) => spec.containers.find(({ name }) => name.startsWith('spark-'));

describe('the template from which Spark makes executors', () => {
  test('is a pod without a name, with the container that runs Spark and no token', () => {
    const { template, text, properties } = given({});
    expect(template).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {},
      spec: { automountServiceAccountToken: false, containers: [{ name: 'spark-kubernetes-executor' }] },
    });
    expect(parsePodTemplateText(text, 'template').spec).toEqual(template.spec);
    expect(properties.get(FILE)).toBe('/opt/spark/pod-template/pod-spec-template.yml');
    expect(properties.get(NAME)).toBe('spark-kubernetes-executor');
  });

  test.each<{
    readonly name: string;
    readonly executor: SparkApplicationSpec['executor'];
    readonly spec?: object;
    readonly spark?: object;
  }>([
    {
      name: 'tolerations',
      executor: { tolerations: [{ key: 'spot', operator: 'Exists' }] },
      spec: { tolerations: [{ key: 'spot', operator: 'Exists' }] },
    },
    { name: 'affinity', executor: { affinity: AFFINITY() }, spec: { affinity: AFFINITY() } },
    {
      name: 'host aliases',
      executor: { hostAliases: [{ ip: '10.0.0.9', hostnames: ['db'] }] },
      spec: { hostAliases: [{ ip: '10.0.0.9', hostnames: ['db'] }] },
    },
    {
      name: 'the network of the node',
      executor: { hostNetwork: true },
      spec: { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' },
    },
    {
      name: 'init containers',
      executor: { initContainers: [{ name: 'first', image: 'i' }] },
      spec: { initContainers: [{ name: 'first', image: 'i' }] },
    },
    {
      name: 'the security of the pod',
      executor: { podSecurityContext: { runAsUser: 185 } },
      spec: { securityContext: { runAsUser: 185 } },
    },
    { name: 'a priority', executor: { priorityClassName: 'high' }, spec: { priorityClassName: 'high' } },
    {
      name: 'variables',
      executor: { env: [{ name: 'A', value: '1' }] },
      spark: { env: [{ name: 'A', value: '1' }] },
    },
    {
      name: 'ConfigMaps',
      executor: { configMaps: [{ name: 'rules', path: '/rules' }] },
      spec: { volumes: [{ name: 'rules-vol', configMap: { name: 'rules' } }] },
      spark: { volumeMounts: [{ name: 'rules-vol', mountPath: '/rules', readOnly: true }] },
    },
    {
      name: 'GPUs',
      executor: { gpu: { name: 'nvidia.com/gpu', quantity: 1 } },
      spark: { resources: { limits: { 'nvidia.com/gpu': '1' } } },
    },
    {
      name: 'hooks',
      executor: { lifecycle: { postStart: { exec: { command: ['true'] } } } },
      spark: { lifecycle: { postStart: { exec: { command: ['true'] } } } },
    },
  ])('has $name', ({ executor, spec = {}, spark = {} }) => {
    const { template } = given({ executor });
    expect(template.spec).toMatchObject(spec);
    expect(container(template)).toMatchObject(spark);
  });

  test('has sidecars behind the container that runs Spark, which Spark finds by its name', () => {
    const executor = { sidecars: [{ name: 'proxy', image: 'p' }] };
    const { template, properties } = given({ executor });
    expect(template.spec.containers.map(({ name }) => name)).toEqual(['spark-kubernetes-executor', 'proxy']);
    expect(properties.get(NAME)).toBe('spark-kubernetes-executor');
    const { executor: pod } = podsOf(inDriverMode({ executor }));
    expect(pod.spec.containers.map(({ name }) => name)).toEqual(['proxy', 'spark-kubernetes-executor']);
  });

  test("begins with the user's own template", () => {
    const { template, properties } = given({
      executor: {
        template: {
          metadata: { labels: { from: 'template' } },
          spec: {
            containers: [
              { name: 'main', env: [{ name: 'A', value: '1' }] },
              { name: 'logs', image: 'l' },
            ],
            tolerations: [{ key: 'from', value: 'template' }],
            affinity: { nodeAffinity: {} },
          },
        },
        env: [{ name: 'B', value: '2' }],
        tolerations: [{ key: 'from', value: 'field' }],
        affinity: AFFINITY(),
      },
    });
    expect(template).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { labels: { from: 'template' } },
      spec: {
        automountServiceAccountToken: false,
        containers: [
          { name: 'logs', image: 'l' },
          {
            name: 'main',
            env: [
              { name: 'A', value: '1' },
              { name: 'B', value: '2' },
            ],
          },
        ],
        tolerations: [
          { key: 'from', value: 'template' },
          { key: 'from', value: 'field' },
        ],
        affinity: AFFINITY(),
      },
    });
    expect(properties.get(NAME)).toBe('main');
  });

  test('leaves the limit of memory to Spark', () => {
    const { template } = given({ executor: { memoryLimit: '4g' } });
    expect(container(template)?.resources).toBeUndefined();
  });

  test.each([
    { field: true, conf: undefined, counts: 'true' },
    { field: false, conf: undefined, counts: 'false' },
    { field: undefined, conf: undefined, counts: undefined },
    { field: true, conf: 'false', counts: 'false' },
  ])(
    'gaining rights: with field $field and property $conf the driver is told $counts',
    ({ field, conf, counts }) => {
      const key = 'spark.kubernetes.executor.securityContext.allowPrivilegeEscalation';
      const { properties } = given({
        executor: field === undefined ? {} : { securityContext: { allowPrivilegeEscalation: field } },
        sparkConf: conf === undefined ? {} : { [key]: conf },
      });
      expect(properties.get(key)).toBe(counts);
    },
  );

  test('is not there where the operator makes the executors', () => {
    const { sideObjects } = planOf(application({ executor: { hostNetwork: true } }));
    expect(sideObjects.map(({ object }) => object.metadata.name).join()).not.toContain('podspec');
  });
});

test('an executor has the same in both modes but for the order, and where Spark itself sets something', () => {
  const executor = {
    tolerations: [{ key: 'spot' }],
    env: [{ name: 'A', value: '1' }],
    hostAliases: [{ ip: '10.0.0.9', hostnames: ['db'] }],
    secrets: [{ name: 'db', path: '/db', secretType: 'Generic' }],
    envSecretKeyRefs: { PASSWORD: { name: 'db', key: 'pw' } },
    volumeMounts: [{ name: 'data', mountPath: '/data' }],
  };
  const volumes = [{ name: 'data', emptyDir: {} }];
  const pods = [application({ executor, volumes }), inDriverMode({ executor, volumes })].map(
    (each) => podsOf(each).executor,
  );
  const [operators, sparks] = pods.map((pod) => {
    const { env = [], volumeMounts = [], ...others } = sparkContainer(pod);
    const { containers: _, volumes: all = [], ...spec } = pod.spec;
    return {
      metadata: pod.metadata,
      spec,
      others,
      volumes: new Set(all),
      env: new Set(env),
      mounts: new Set(volumeMounts),
    };
  });
  expect(sparks).toEqual(operators);
});

function AFFINITY() {
  return { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] } };
}
