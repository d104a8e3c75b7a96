import { describe, expect, test } from '@jest/globals';
import { buildDriver } from '../../../src/pod/build-driver.ts';
import { parseExecutorTemplate } from '../../../src/pod/executor-template.ts';
import { APP_ID, driverInput } from './samples.ts';

const DRIVER = { name: 'd', uid: 'u', ip: '10.0.0.1' };

describe('the template of the executors', () => {
  test('comes back from the ConfigMap of the driver as it was submitted', () => {
    const properties = {
      'spark.kubernetes.namespace': 'jobs',
      'spark.executor.extraJavaOptions': '-Da="b c" \\',
    };
    const { configMap } = buildDriver(driverInput(properties), (submitted) =>
      submitted.with('spark.executor.extraJavaOptions', 'forced'),
    );
    const template = parseExecutorTemplate(configMap.data ?? {}, DRIVER);
    expect(template).toMatchObject({
      appId: APP_ID,
      namespace: 'jobs',
      sparkVersion: '4.3.0',
      sparkUser: 'spark',
      driver: DRIVER,
    });
    expect(template.conf.get('spark.executor.extraJavaOptions')).toBe('-Da="b c" \\');
    expect(template.conf.get('spark.kubernetes.resource.type')).toBe('java');
  });

  test('comes back with the pod template of the executors', () => {
    const executorTemplate = { spec: { nodeSelector: { disk: 'ssd' } } };
    const { configMap } = buildDriver(driverInput({}, { executorTemplate }));
    expect(parseExecutorTemplate(configMap.data ?? {}, DRIVER).podTemplate).toEqual(executorTemplate);
  });

  test('keeps to itself what only the operator needs', () => {
    const { configMap } = buildDriver(driverInput());
    const keys = parseExecutorTemplate(configMap.data ?? {}, DRIVER)
      .conf.entries()
      .map(([key]) => key);
    expect(keys.filter((key) => key.startsWith('spark.operator.'))).toEqual([]);
    expect(configMap.data?.['spark.properties']).not.toContain('spark.operator.');
  });

  test.each([
    { data: {}, problem: 'it has no submitted.properties' },
    {
      data: { ...buildDriver(driverInput()).configMap.data, 'executor-template.json': '{' },
      problem: 'its executor-template.json is not JSON',
    },
    { data: { 'submitted.properties': '' }, problem: 'its submitted.properties has no spark.app.id' },
  ])('of a ConfigMap that somebody else wrote is refused: $problem', ({ data, problem }) => {
    expect(() => parseExecutorTemplate(data as Record<string, string>, DRIVER)).toThrow(
      `ConfigMap of the driver pod d: ${problem}`,
    );
  });
});
