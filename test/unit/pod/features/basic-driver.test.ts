import { describe, expect, test } from '@jest/globals';
import type { DriverInput } from '../../../../src/pod/driver-conf.ts';
import { basicDriver } from '../../../../src/pod/features/basic-driver.ts';
import { EMPTY_SPARK_POD } from '../../../../src/pod/spark-pod.ts';
import { driverConf } from '../samples.ts';

const build = (conf: Record<string, string>, changes: Partial<DriverInput> = {}) =>
  basicDriver(EMPTY_SPARK_POD, driverConf(conf, changes));

describe('the memory of a driver', () => {
  test.each<{
    readonly name: string;
    readonly conf: Record<string, string>;
    readonly kind?: 'java' | 'python';
    readonly memory: string;
  }>([
    { name: 'is heap and at least 384 MiB', conf: {}, memory: '1408Mi' },
    { name: 'is heap and 40 % for Python', conf: {}, kind: 'python', memory: '1433Mi' },
    {
      name: 'follows the share of the application',
      conf: { 'spark.driver.memory': '2g', 'spark.kubernetes.memoryOverheadFactor': '0.3' },
      memory: '2662Mi',
    },
    {
      name: 'prefers its own share',
      conf: {
        'spark.driver.memory': '2g',
        'spark.kubernetes.memoryOverheadFactor': '0.9',
        'spark.driver.memoryOverheadFactor': '0.25',
      },
      memory: '2560Mi',
    },
    {
      name: 'takes a fixed overhead first',
      conf: { 'spark.driver.memoryOverhead': '100m', 'spark.driver.memoryOverheadFactor': '0.5' },
      memory: '1124Mi',
    },
    {
      name: 'has another least overhead',
      conf: { 'spark.driver.minMemoryOverhead': '500m' },
      memory: '1524Mi',
    },
  ])('$name: $memory', ({ conf, kind = 'java', memory }) => {
    const { container } = basicDriver(
      EMPTY_SPARK_POD,
      driverConf(conf, { mainResource: { kind, uri: 'x' } }),
    );
    expect(container.resources?.limits?.['memory']).toBe(memory);
    expect(container.resources?.requests?.['memory']).toBe(memory);
  });
});

describe('a driver', () => {
  test('asks for its cores, and for a limit only where one is set', () => {
    expect(build({ 'spark.driver.cores': '2' }).container.resources).toMatchObject({
      requests: { cpu: '2' },
    });
    expect(build({}).container.resources?.limits).not.toHaveProperty('cpu');
    expect(
      build({ 'spark.kubernetes.driver.request.cores': '500m', 'spark.kubernetes.driver.limit.cores': '2' })
        .container.resources,
    ).toMatchObject({ requests: { cpu: '500m' }, limits: { cpu: '2' } });
  });

  test('has no cores that cannot be read, even where a request goes before them', () => {
    const conf = { 'spark.driver.cores': '0x10', 'spark.kubernetes.driver.request.cores': '2' };
    expect(() => build(conf)).toThrow('spark.driver.cores: "0x10" is not a whole number');
  });

  test('gets its devices as limits', () => {
    const conf = {
      'spark.driver.resource.gpu.amount': '1',
      'spark.driver.resource.gpu.vendor': 'nvidia.com',
    };
    expect(build(conf).container.resources?.limits).toMatchObject({ 'nvidia.com/gpu': '1' });
  });

  test('is never restarted, and placed where the properties say', () => {
    const { pod } = build({
      'spark.kubernetes.driver.node.selector.disk': 'ssd',
      'spark.kubernetes.container.image.pullSecrets': 'a, b',
      'spark.kubernetes.scheduler.name': 'mine',
    });
    expect(pod.spec).toMatchObject({
      restartPolicy: 'Never',
      nodeSelector: { disk: 'ssd' },
      imagePullSecrets: [{ name: 'a' }, { name: 'b' }],
      schedulerName: 'mine',
    });
  });

  test('says whose processes it runs', () => {
    expect(build({}).container.env?.[0]).toEqual({ name: 'SPARK_USER', value: 'spark' });
    expect(build({}, { proxyUser: 'bob' }).container.env?.[0]).toEqual({ name: 'SPARK_USER', value: 'bob' });
    const before = build({}, { proxyUser: 'bob', sparkVersion: '4.2.1' });
    expect(before.container.env?.[0]).toEqual({ name: 'SPARK_USER', value: 'spark' });
  });

  test('keeps the name that a template gave its container', () => {
    expect(build({}).container.name).toBe('spark-kubernetes-driver');
    const named = { ...EMPTY_SPARK_POD, container: { name: 'main' } };
    expect(basicDriver(named, driverConf()).container.name).toBe('main');
  });

  test.each([
    { factor: undefined, kind: 'java', told: '0.1' },
    { factor: undefined, kind: 'python', told: '0.4' },
    { factor: '1', kind: 'r', told: '1.0' },
  ] as const)(
    'tells its executors the share of memory: $factor for $kind is $told',
    ({ factor, kind, told }) => {
      const conf = factor === undefined ? {} : { 'spark.kubernetes.memoryOverheadFactor': factor };
      const { properties } = build(conf, { mainResource: { kind, uri: 'x' } });
      expect(properties['spark.kubernetes.memoryOverheadFactor']).toBe(told);
    },
  );
});
