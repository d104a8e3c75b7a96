import { expect, test } from '@jest/globals';
import { renderedObjects } from '../../../src/cli/rendered-objects.ts';
import { application, planOf } from '../submission/samples.ts';

const namesOf = (executors: number): readonly string[] =>
  renderedObjects(application(), executors).map(({ kind, metadata }) => `${kind} ${metadata.name}`);

test('everything the operator would create is there, in its order', () => {
  const { sideObjects, driverPod } = planOf(application());
  const planned = [...sideObjects.map(({ object }) => object), driverPod];
  expect(namesOf(0)).toEqual(planned.map(({ kind, metadata }) => `${kind} ${metadata.name}`));
});

test('the first executors follow, in the namespace of the application', () => {
  const executors = renderedObjects(application(), 2).slice(-2);
  expect(executors.map(({ metadata }) => metadata.name.replace(/[0-9a-f]{16}/u, 'ID'))).toEqual([
    'pi-ID-exec-1',
    'pi-ID-exec-2',
  ]);
  expect(executors).toMatchObject([
    {
      metadata: { namespace: 'jobs', ownerReferences: [{ uid: 'DRIVER-POD-UID' }] },
      spec: {
        containers: [
          {
            env: expect.arrayContaining([
              { name: 'SPARK_DRIVER_URL', value: 'spark://CoarseGrainedScheduler@DRIVER-POD-IP:7078' },
            ]),
          },
        ],
      },
    },
    {},
  ]);
});

test.each(['Operator', 'Driver'] as const)(
  'the fields of executors that are no properties are in them, too, whoever makes them: the %s',
  (executorManagement) => {
    const spec = { executorManagement, executor: { priorityClassName: 'low' } };
    expect(renderedObjects(application(spec), 1).at(-1)).toMatchObject({
      spec: { priorityClassName: 'low' },
    });
  },
);

test('claims that are made for an executor go before it', () => {
  const volume = 'spark.kubernetes.executor.volumes.persistentVolumeClaim.data';
  const sparkConf = {
    [`${volume}.mount.path`]: '/data',
    [`${volume}.options.claimName`]: 'OnDemand',
    [`${volume}.options.storageClass`]: 'fast',
    [`${volume}.options.sizeLimit`]: '1Gi',
  };
  const last = renderedObjects(application({ sparkConf }), 1).slice(-2);
  expect(last).toMatchObject([
    {
      kind: 'PersistentVolumeClaim',
      metadata: { namespace: 'jobs', ownerReferences: [{ name: 'pi-driver' }] },
    },
    { kind: 'Pod' },
  ]);
});

test('the same application gives the same objects', () => {
  expect(renderedObjects(application(), 1)).toEqual(renderedObjects(application(), 1));
});
