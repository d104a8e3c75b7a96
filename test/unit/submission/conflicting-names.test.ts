import { describe, expect, test } from '@jest/globals';
import { validateApplication } from '../../../src/submission/validate-application.ts';
import { application } from './samples.ts';

type Spec = Parameters<typeof application>[0];

const port = (name: string, containerPort: number) => ({ name, containerPort, protocol: 'TCP' as const });
const volumes = ['a', 'b'].map((name) => ({ name, emptyDir: {} }));

describe('what a pod can have once only is found where it is written again', () => {
  test.each<{ readonly spec: Spec; readonly path: string; readonly says: string }>([
    {
      spec: { volumes: [...volumes, { name: 'a', emptyDir: {} }] },
      path: 'spec.volumes[2].name',
      says: 'Another volume is named a',
    },
    {
      spec: { driverIngressOptions: [{ servicePort: 80 }, { servicePort: 81 }, { servicePort: 80 }] },
      path: 'spec.driverIngressOptions[2].servicePort',
      says: 'Another entry has servicePort 80',
    },
    {
      spec: { driverIngressOptions: [80, 81].map((servicePort) => ({ servicePort, ingressURLFormat: 'a' })) },
      path: 'spec.driverIngressOptions[1].ingressURLFormat',
      says: 'Another entry answers at a, too',
    },
    {
      spec: { driver: { sidecars: [{ name: 'x' }], initContainers: [{ name: 'x' }] } },
      path: 'spec.driver.sidecars[0]',
      says: 'Another container of the pod is named x',
    },
    {
      spec: {
        volumes,
        executor: {
          volumeMounts: [
            { name: 'a', mountPath: '/d' },
            { name: 'b', mountPath: '/d/' },
          ],
        },
      },
      path: 'spec.executor.volumeMounts[1]',
      says: 'Something else is mounted at /d',
    },
    {
      spec: {
        driver: {
          configMaps: [{ name: 'c', path: '/x' }],
          secrets: [{ name: 's', path: '/x', secretType: 'Generic' }],
        },
      },
      path: 'spec.driver.secrets[0]',
      says: 'Something else is mounted at /x',
    },
    {
      spec: { driver: { ports: [port('p', 1), port('p', 2)] } },
      path: 'spec.driver.ports[1]',
      says: 'Another port of the container is named p',
    },
    {
      spec: { driver: { ports: [port('p', 1), port('q', 1)] } },
      path: 'spec.driver.ports[1]',
      says: 'has port 1/TCP already',
    },
    {
      spec: {
        driver: { secrets: ['/a', '/b'].map((path) => ({ name: 's', path, secretType: 'Generic' })) },
      },
      path: 'spec.driver.secrets[1]',
      says: 'Mount it once',
    },
    {
      spec: { driver: { sidecars: [{ name: 'spark-kubernetes-driver' }] } },
      path: 'spec.driver.sidecars[0]',
      says: 'is the container that runs Spark',
    },
    {
      spec: { executor: { initContainers: [{ name: 'spark-kubernetes-executor' }] } },
      path: 'spec.executor.initContainers[0]',
      says: 'is the container that runs Spark',
    },
  ])('$path: $says', ({ spec, path, says }) => {
    expect(validateApplication(application(spec))).toEqual([
      { path, message: expect.stringContaining(says) },
    ]);
  });

  test('driver and executors may use the same names', () => {
    const role = {
      sidecars: [{ name: 'x' }],
      ports: [port('p', 1)],
      volumeMounts: [{ name: 'a', mountPath: '/' }],
    };
    expect(validateApplication(application({ volumes, driver: role, executor: role }))).toEqual([]);
  });
});
