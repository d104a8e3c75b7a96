import { describe, expect, test } from '@jest/globals';
import type { ExecutorSettings } from '../../../src/executors/executor-settings.ts';
import { settingsWith } from '../../fakes/executor-pods.ts';

describe('parseExecutorSettings', () => {
  test("has Spark's defaults", () => {
    const { submitted, ...settings } = settingsWith();
    expect(submitted.entries()).toEqual([]);
    expect(settings).toEqual({
      batchSize: 20,
      batchDelayMs: 1_000,
      maximum: 2_147_483_647,
      maxPendingPods: 2_147_483_647,
      maxPendingPodsPerProfile: 2_147_483_647,
      creationTimeoutMs: 600_000,
      driverReadinessTimeoutMs: 1_000,
      recoversFromLackOfMemory: true,
      deleteOnTermination: true,
      pollingIntervalMs: 30_000,
      eventIntervalMs: 1_000,
      missingPodDeltaMs: 30_000,
      polling: true,
      pollingFromCache: false,
      watching: true,
      idleTimeoutMs: 60_000,
      checkAllContainers: true,
      containerName: 'spark-kubernetes-executor',
      instances: undefined,
      dynamicAllocation: false,
      decommissions: false,
      deleteGraceMs: 5_000,
      decommissionGraceMs: 3_600_000,
    });
  });

  test.each<{ readonly key: string; readonly value: string; readonly expected: Partial<ExecutorSettings> }>([
    { key: 'allocation.batch.size', value: '1000', expected: { batchSize: 1_000 } },
    { key: 'allocation.batch.delay', value: '200', expected: { batchDelayMs: 200 } },
    {
      key: 'allocation.batch.delay',
      value: '5min',
      expected: { batchDelayMs: 300_000, creationTimeoutMs: 1_500_000 },
    },
    { key: 'allocation.maximum', value: '7', expected: { maximum: 7 } },
    { key: 'allocation.maxPendingPods', value: '9', expected: { maxPendingPods: 9 } },
    { key: 'allocation.maxPendingPodsPerRp', value: '4', expected: { maxPendingPodsPerProfile: 4 } },
    { key: 'allocation.executor.timeout', value: '900000', expected: { creationTimeoutMs: 900_000 } },
    { key: 'allocation.driver.readinessTimeout', value: '3', expected: { driverReadinessTimeoutMs: 3_000 } },
    { key: 'executor.enableApiPolling', value: 'false', expected: { polling: false } },
    { key: 'executor.enablePollingWithResourceVersion', value: 'true', expected: { pollingFromCache: true } },
    { key: 'executor.enableApiWatcher', value: 'false', expected: { watching: false } },
    { key: 'executor.checkAllContainers', value: 'false', expected: { checkAllContainers: false } },
    { key: 'executor.apiPollingInterval', value: '300000', expected: { pollingIntervalMs: 300_000 } },
    { key: 'executor.missingPodDetectDelta', value: '120s', expected: { missingPodDeltaMs: 120_000 } },
    { key: 'executor.eventProcessingInterval', value: '500', expected: { eventIntervalMs: 500 } },
    { key: 'executor.deleteOnTermination', value: 'false', expected: { deleteOnTermination: false } },
    { key: 'dynamicAllocation.deleteGracePeriod', value: '1min', expected: { deleteGraceMs: 60_000 } },
    { key: 'executor.podTemplateContainerName', value: 'main', expected: { containerName: 'main' } },
  ])('reads $key=$value', ({ key, value, expected }) => {
    expect(settingsWith({ [`spark.kubernetes.${key}`]: value })).toMatchObject(expected);
  });

  test('reads the properties that are not about Kubernetes', () => {
    const conf = {
      'spark.executor.instances': '7',
      'spark.dynamicAllocation.enabled': 'true',
      'spark.decommission.enabled': 'true',
      'spark.executor.decommission.forceKillTimeout': '90',
    };
    expect(settingsWith(conf)).toMatchObject({
      instances: 7,
      dynamicAllocation: true,
      decommissions: true,
      decommissionGraceMs: 90_000,
    });
  });

  test.each([
    { key: 'spark.kubernetes.dynamicAllocation.deleteGracePeriod', value: '0' },
    { key: 'spark.kubernetes.allocation.batch.delay', value: '100ms' },
    { key: 'spark.kubernetes.allocation.batch.size', value: '0' },
    { key: 'spark.kubernetes.executor.apiPollingInterval', value: '0' },
    { key: 'spark.dynamicAllocation.executorIdleTimeout', value: 'soon' },
  ])('refuses $key=$value and names the property', ({ key, value }) => {
    expect(() => settingsWith({ [key]: value })).toThrow(key);
  });
});
