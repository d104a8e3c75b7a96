import { describe, expect, test } from '@jest/globals';
import type { SparkApplicationSpec } from '../../../src/api/spark-application.ts';
import { isNoted } from '../../../src/submission/side-object-kinds.ts';
import { validateApplication } from '../../../src/submission/validate-application.ts';
import { application, planOf, podsOf } from './samples.ts';

/** 512m and 384m of overhead; three executors of 1g and 384m. */
const SIZES = {
  driver: { memory: '512m', coreRequest: '500m' },
  executor: { memory: '1g', instances: 3, cores: 2 },
} satisfies Partial<SparkApplicationSpec>;
const TOTAL = { cpu: '6500m', memory: '5120Mi' };

const sized = (spec: Partial<SparkApplicationSpec>) => application({ ...SIZES, ...spec });
const groupsOf = (spec: Partial<SparkApplicationSpec>) =>
  planOf(sized(spec))
    .sideObjects.filter(isNoted)
    .map(({ object }) => object);

describe('volcano', () => {
  test('has a group with room for the driver and its first executors', () => {
    const batchSchedulerOptions = { queue: 'etl', priorityClassName: 'urgent' };
    expect(groupsOf({ batchScheduler: 'volcano', batchSchedulerOptions })).toEqual([
      {
        apiVersion: 'scheduling.volcano.sh/v1beta1',
        kind: 'PodGroup',
        metadata: expect.objectContaining({ name: 'pi-pg', namespace: 'jobs' }),
        spec: { minMember: 1, minResources: TOTAL, queue: 'etl', priorityClassName: 'urgent' },
      },
    ]);
  });

  test.each(['Operator', 'Driver'] as const)('finds it at each pod, made by %s', (executorManagement) => {
    const { driver, executor } = podsOf(sized({ batchScheduler: 'volcano', executorManagement }));
    for (const pod of [driver, executor]) {
      expect(pod.spec.schedulerName).toBe('volcano');
      expect(pod.metadata.annotations).toMatchObject({ 'scheduling.k8s.io/group-name': 'pi-pg' });
    }
  });
});

describe('kube-scheduler', () => {
  test('has a group of its own kind', () => {
    expect(groupsOf({ batchScheduler: 'kube-scheduler' })).toMatchObject([
      { apiVersion: 'scheduling.x-k8s.io/v1alpha1', spec: { minMember: 1, minResources: TOTAL } },
    ]);
  });

  test('finds it at each pod, and is named by the role that names it', () => {
    const driver = { ...SIZES.driver, schedulerName: 'plugins' };
    const pods = podsOf(sized({ batchScheduler: 'kube-scheduler', driver }));
    for (const pod of [pods.driver, pods.executor])
      expect(pod.metadata.labels).toMatchObject({ 'scheduling.x-k8s.io/pod-group': 'pi-pg' });
    expect(pods.driver.spec.schedulerName).toBe('plugins');
    expect(pods.executor.spec.schedulerName).toBe('kube-scheduler');
  });

  test('has a group whose name fits a label', () => {
    const { metadata } = application({}, { name: 'a'.repeat(63) });
    const long = { ...sized({ batchScheduler: 'kube-scheduler' }), metadata };
    const name = podsOf(long).driver.metadata.labels?.['scheduling.x-k8s.io/pod-group'] ?? '';
    expect(name).toMatch(/^a{51}-[0-9a-f]{8}-pg$/u);
  });
});

describe('yunikorn', () => {
  const AFFINITY = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: {} } };
  const spec = {
    batchScheduler: 'yunikorn',
    batchSchedulerOptions: { queue: 'root.etl' },
    executor: { ...SIZES.executor, affinity: AFFINITY, nodeSelector: { disk: 'ssd' } },
  };

  test('has no object, but descriptions of both groups at the driver', () => {
    expect(groupsOf(spec)).toEqual([]);
    const { driver } = podsOf(sized(spec));
    const { annotations = {} } = driver.metadata;
    expect(annotations['yunikorn.apache.org/task-group-name']).toBe('spark-driver');
    expect(JSON.parse(annotations['yunikorn.apache.org/task-groups'] ?? '')).toEqual([
      { name: 'spark-driver', minMember: 1, minResource: { cpu: '500m', memory: '896Mi' } },
      {
        name: 'spark-executor',
        minMember: 3,
        minResource: { cpu: '2000m', memory: '1408Mi' },
        nodeSelector: { disk: 'ssd' },
        affinity: AFFINITY,
      },
    ]);
  });

  test('finds queue and group at each pod', () => {
    const { driver, executor } = podsOf(sized(spec));
    expect(executor.metadata.annotations).toEqual({
      'yunikorn.apache.org/task-group-name': 'spark-executor',
    });
    for (const pod of [driver, executor]) {
      expect(pod.spec.schedulerName).toBe('yunikorn');
      expect(pod.metadata.labels).toMatchObject({ queue: 'root.etl' });
    }
  });

  test('keeps no places for executors that may come later', () => {
    const dynamicAllocation = { enabled: true, maxExecutors: 5 };
    const { driver, executor } = podsOf(application({ ...spec, executor: {}, dynamicAllocation }));
    expect(driver.metadata.annotations?.['yunikorn.apache.org/task-groups']).not.toContain('spark-executor');
    expect(executor.metadata.annotations).toBeUndefined();
  });
});

describe('the room for a group', () => {
  test.each<{
    readonly name: string;
    readonly spec: Partial<SparkApplicationSpec>;
    readonly needs: Readonly<Record<string, string>>;
  }>([
    {
      name: 'is what the application says',
      spec: { batchSchedulerOptions: { resources: { cpu: 2, memory: '4Gi' } } },
      needs: { cpu: '2', memory: '4Gi' },
    },
    {
      name: "counts Python's own memory, and the larger overhead beside it",
      spec: {
        mainApplicationFile: 'local:///pi.py',
        sparkConf: { 'spark.executor.pyspark.memory': '100m' },
      },
      needs: { cpu: '6500m', memory: '5495Mi' },
    },
    {
      name: 'counts memory outside of the heap',
      spec: { sparkConf: { 'spark.memory.offHeap.enabled': 'true', 'spark.memory.offHeap.size': '100m' } },
      needs: { cpu: '6500m', memory: '5420Mi' },
    },
    {
      name: 'counts overheads as they are set',
      spec: {
        driver: { ...SIZES.driver, memoryOverhead: '512m' },
        executor: { ...SIZES.executor, memoryOverhead: '1g' },
      },
      needs: { cpu: '6500m', memory: '7168Mi' },
    },
    {
      name: 'counts devices and sidecars',
      spec: {
        executor: {
          ...SIZES.executor,
          gpu: { name: 'nvidia.com/gpu', quantity: 1 },
          sidecars: [{ name: 'proxy', image: 'p', resources: { requests: { cpu: '100m' } } }],
        },
      },
      needs: { cpu: '6800m', memory: '5120Mi', 'nvidia.com/gpu': '3' },
    },
    {
      name: 'is that of the executors that dynamic allocation begins with',
      spec: { dynamicAllocation: { enabled: true, initialExecutors: 4, maxExecutors: 100 } },
      needs: { cpu: '8500m', memory: '6528Mi' },
    },
  ])('$name', ({ spec, needs }) => {
    expect(groupsOf({ batchScheduler: 'volcano', ...spec })).toMatchObject([
      { spec: { minResources: needs } },
    ]);
  });
});

test.each<{
  readonly name: string;
  readonly spec: Partial<SparkApplicationSpec>;
  readonly faults: readonly (readonly [string, string])[];
}>([
  {
    name: 'a scheduler that nobody knows',
    spec: { batchScheduler: 'slurm' },
    faults: [['spec.batchScheduler', '"slurm" is no batch scheduler that the operator knows.']],
  },
  {
    name: 'amounts that are none',
    spec: { batchScheduler: 'volcano', batchSchedulerOptions: { resources: { cpu: 1, memory: '1 GB' } } },
    faults: [['spec.batchSchedulerOptions.resources[memory]', '"1 GB" is no quantity.']],
  },
  { name: 'not the empty name, which is none', spec: { batchScheduler: '' }, faults: [] },
])('refuses $name', ({ spec, faults }) => {
  const found = validateApplication(application(spec));
  expect(found.map(({ path }) => path)).toEqual(faults.map(([path]) => path));
  faults.forEach(([, text], index) => expect(found[index]?.message).toContain(text));
});

test('an application without a scheduler has no group', () => {
  expect(groupsOf({})).toEqual([]);
  expect(podsOf(sized({})).driver.spec.schedulerName).toBeUndefined();
});
