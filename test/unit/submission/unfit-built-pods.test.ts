import { describe, expect, test } from '@jest/globals';
import { validateApplication } from '../../../src/submission/validate-application.ts';
import { application } from './samples.ts';

type Spec = Parameters<typeof application>[0];

const mount = (name: string) => [{ name, mountPath: `/${name}` }];
const secret = (name: string) => [{ name, path: '/s', secretType: 'Generic' }];
const LOCAL = 'spark-local-dir-1';

describe('a field that does not fit the pod is found where it is written', () => {
  test.each<{ readonly spec: Spec; readonly path: string; readonly says: string }>([
    {
      spec: { executor: { memory: '2g', memoryLimit: '2g' } },
      path: 'spec.executor.memoryLimit',
      says: '2g is less than the 2432Mi that heap and overhead request',
    },
    {
      spec: { driver: { memoryLimit: '1Gi' } },
      path: 'spec.driver.memoryLimit',
      says: '1Gi is less than the 1408Mi',
    },
    {
      spec: { driver: { volumeMounts: mount('data') } },
      path: 'spec.driver.volumeMounts[0].name',
      says: 'There is no volume data. Describe it in spec.volumes',
    },
    {
      spec: { executor: { sidecars: [{ name: 'x', volumeMounts: mount('logs') }] } },
      path: 'spec.executor.sidecars[0].volumeMounts[0].name',
      says: 'There is no volume logs',
    },
  ])('$path: $says', ({ spec, path, says }) => {
    expect(validateApplication(application(spec))).toEqual([
      { path, message: expect.stringContaining(says) },
    ]);
  });

  test('together with faults that keep no pod from being built', () => {
    const spec: Spec = { mode: 'client', driver: { volumeMounts: mount('data') } };
    expect(validateApplication(application(spec)).map(({ path }) => path)).toEqual([
      'spec.mode',
      'spec.driver.volumeMounts[0].name',
    ]);
  });
});

describe('a mount is right', () => {
  test.each<{ readonly name: string; readonly spec: Spec }>([
    {
      name: 'of a volume in spec.volumes',
      spec: { volumes: [{ name: 'data', emptyDir: {} }], driver: { volumeMounts: mount('data') } },
    },
    {
      name: 'of a volume that properties describe, in a sidecar',
      spec: {
        sparkConf: { 'spark.kubernetes.driver.volumes.emptyDir.data.mount.path': '/data' },
        driver: { sidecars: [{ name: 'x', volumeMounts: mount('data') }] },
      },
    },
    {
      name: 'of a secret that Spark mounts, in an init container',
      spec: {
        driver: { secrets: secret('s'), initContainers: [{ name: 'x', volumeMounts: mount('s-volume') }] },
      },
    },
    {
      name: "of Spark's own directory for spill files, in a sidecar",
      spec: { executor: { sidecars: [{ name: 'x', volumeMounts: mount(LOCAL) }] } },
    },
    {
      name: 'of a volume of a template',
      spec: {
        driver: {
          template: { spec: { volumes: [{ name: 'theirs', emptyDir: {} }] } },
          volumeMounts: mount('theirs'),
        },
      },
    },
    {
      name: 'of a ConfigMap, in a sidecar',
      spec: {
        executor: {
          configMaps: [{ name: 'c', path: '/c' }],
          sidecars: [{ name: 'x', volumeMounts: mount('c-vol') }],
        },
      },
    },
  ])('$name', ({ spec }) => {
    expect(validateApplication(application(spec))).toEqual([]);
  });
});

test('a memory limit of what is requested is enough', () => {
  expect(validateApplication(application({ driver: { memoryLimit: '1408m' } }))).toEqual([]);
});

test.each(['tolerations', 'topologySpreadConstraints', 'hostAliases'])(
  'a template whose %s is no list is told of, not stumbled over',
  (field) => {
    const driver = { template: { spec: { [field]: {} } }, tolerations: [{ key: 'spot' }] };
    expect(validateApplication(application({ driver }))).toEqual([
      { path: 'spec.driver.template', message: expect.stringContaining(`spec.${field} is not a list`) },
    ]);
  },
);
