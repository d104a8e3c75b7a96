import { describe, expect, test } from '@jest/globals';
import { validateApplication } from '../../../src/submission/validate-application.ts';
import { application } from './samples.ts';

type Spec = Parameters<typeof application>[0];

const mount = (name: string) => [{ name, mountPath: `/${name}` }];
const secret = (name: string, secretType = 'Generic') => [{ name, path: '/s', secretType }];
const LOCAL = 'spark-local-dir-1';

describe('a field that cannot be honoured is found where it is written', () => {
  test.each<{ readonly spec: Spec; readonly path: string; readonly says: string }>([
    {
      spec: { driver: { memoryLimit: 'much' } },
      path: 'spec.driver.memoryLimit',
      says: '"much" is not a memory size',
    },
    {
      spec: { executor: { gpu: { name: 'gpu', quantity: 1 } } },
      path: 'spec.executor.gpu.name',
      says: '"gpu" is not the name of a device',
    },
    {
      spec: { driver: { gpu: { name: 'nvidia.com/gpu', quantity: -1 } } },
      path: 'spec.driver.gpu.quantity',
      says: '-1 is no number of devices',
    },
    {
      spec: { driver: { gpu: { name: 'nvidia.com/gpu', quantity: 0.5 } } },
      path: 'spec.driver.gpu.quantity',
      says: '0.5 is no number of devices',
    },
    {
      spec: { executor: { volumeMounts: mount(LOCAL) } },
      path: 'spec.executor.volumeMounts[0].name',
      says: `There is no volume ${LOCAL}`,
    },
    {
      spec: {
        volumes: [{ name: LOCAL, configMap: { name: 'c' } }],
        driver: { volumeMounts: mount(LOCAL) },
      },
      path: 'spec.driver.volumeMounts[0].name',
      says: 'Spark takes only emptyDir, hostPath, nfs and persistentVolumeClaim',
    },
    {
      spec: {
        volumes: [{ name: LOCAL, emptyDir: {} }],
        driver: { volumeMounts: [...mount(LOCAL), { name: LOCAL, mountPath: '/other' }] },
      },
      path: 'spec.driver.volumeMounts[1].name',
      says: 'is mounted already',
    },
    {
      spec: { driver: { secrets: secret('s', 'Opaque') } },
      path: 'spec.driver.secrets[0].secretType',
      says: '"Opaque" is not a type of secret. Use one of Generic, GCPServiceAccount, HadoopDelegationToken.',
    },
    {
      spec: { driver: { secrets: secret('my.secret') } },
      path: 'spec.driver.secrets[0].name',
      says: 'is not a DNS label',
    },
    {
      spec: { driver: { envSecretKeyRefs: { A: { name: 'a:b', key: 'c' } } } },
      path: 'spec.driver.envSecretKeyRefs[A]',
      says: '"a:b:c" does not name a key of a secret',
    },
    {
      spec: { driver: { kubernetesMaster: 'k8s://elsewhere' } },
      path: 'spec.driver.kubernetesMaster',
      says: 'Remove the field',
    },
  ])('$path: $says', ({ spec, path, says }) => {
    expect(validateApplication(application(spec))).toEqual([
      { path, message: expect.stringContaining(says) },
    ]);
  });
});
