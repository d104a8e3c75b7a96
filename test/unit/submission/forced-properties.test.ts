import { describe, expect, test } from '@jest/globals';
import { SparkConf } from '../../../src/spark/spark-conf.ts';
import { FORCED_PROPERTIES, withForcedProperties } from '../../../src/submission/forced-properties.ts';

const forced = (submitted: Record<string, string> = {}) =>
  withForcedProperties(SparkConf.from(submitted), 'pi-1');

describe('what is forced in the properties of a driver', () => {
  test.each([
    {
      key: 'spark.kubernetes.allocation.pods.allocator',
      value: 'io.k8s.sparkoperator.driver.ExecutorSetPodsAllocator',
    },
    { key: 'spark.operator.executorSet.name', value: 'pi-1' },
    { key: 'spark.kubernetes.executor.enableApiWatcher', value: 'false' },
    { key: 'spark.kubernetes.executor.enableApiPolling', value: 'false' },
    { key: 'spark.kubernetes.executor.disableConfigMap', value: 'true' },
    { key: 'spark.kubernetes.executor.deleteOnTermination', value: 'true' },
    { key: 'spark.kubernetes.driver.service.deleteOnTermination', value: 'false' },
    { key: 'spark.kubernetes.driver.ownPersistentVolumeClaim', value: 'false' },
    { key: 'spark.kubernetes.dynamicAllocation.deleteGracePeriod', value: '3650d' },
    { key: 'spark.kubernetes.driver.annotateExitException', value: 'false' },
  ])('$key is $value, whatever was submitted', ({ key, value }) => {
    expect(forced({ [key]: 'other' }).get(key)).toBe(value);
  });

  test('no label for executors that are decommissioned', () => {
    expect(
      forced({ 'spark.kubernetes.executor.decommissionLabel': 'x' }).has(
        'spark.kubernetes.executor.decommissionLabel',
      ),
    ).toBe(false);
  });

  test.each([
    { submitted: {}, classPath: '/opt/spark-operator/driver-plugin.jar' },
    {
      submitted: { 'spark.driver.extraClassPath': '/a:/b' },
      classPath: '/a:/b:/opt/spark-operator/driver-plugin.jar',
    },
  ])('the class path ends in the jar: $classPath', ({ submitted, classPath }) => {
    expect(forced(submitted as Record<string, string>).get('spark.driver.extraClassPath')).toBe(classPath);
  });

  test('everything else stays', () => {
    expect(forced({ 'spark.sql.ansi.enabled': 'true' }).get('spark.sql.ansi.enabled')).toBe('true');
  });

  test('each property has a reason and comes once', () => {
    expect(FORCED_PROPERTIES.every(({ because }) => because.length > 10)).toBe(true);
    expect(new Set(FORCED_PROPERTIES.map(({ key }) => key)).size).toBe(FORCED_PROPERTIES.length);
  });
});
