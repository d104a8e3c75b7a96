import { describe, expect, test } from '@jest/globals';
import { buildDriver } from '../../../src/pod/build-driver.ts';
import { parseProperties } from '../../../src/spark/properties-file.ts';
import { APP_ID, driverInput, UNIQUE_ID } from './samples.ts';

describe('a driver', () => {
  const built = buildDriver(driverInput({ 'spark.kubernetes.namespace': 'jobs' }), (submitted) =>
    submitted.with('spark.forced', 'yes').without('spark.app.name'),
  );

  test('needs a ConfigMap, a service and a network policy', () => {
    expect(built.beside.map(({ resource }) => resource.kind)).toEqual([
      'ConfigMap',
      'Service',
      'NetworkPolicy',
    ]);
    expect(built.beside[0]?.object).toBe(built.configMap);
  });

  test('is told what the steps decided', () => {
    expect(built.properties.toRecord()).toMatchObject({
      'spark.app.id': APP_ID,
      'spark.driver.host': `app-${UNIQUE_ID}-driver-svc.jobs.svc`,
      'spark.driver.port': '7078',
      'spark.kubernetes.driver.pod.name': `app-${UNIQUE_ID}-driver`,
      'spark.kubernetes.submitInDriver': 'true',
      'spark.kubernetes.resource.type': 'java',
    });
  });

  test('finds in its file what is in force, and not what only was submitted', () => {
    const file = parseProperties(built.configMap.data?.['spark.properties'] ?? '');
    expect(Object.fromEntries(file)).toEqual(built.properties.toRecord());
    expect(file.get('spark.forced')).toBe('yes');
    expect(file.has('spark.app.name')).toBe(false);
  });

  test('does not see the properties as they were submitted', () => {
    const submitted = parseProperties(built.configMap.data?.['submitted.properties'] ?? '');
    expect(submitted.get('spark.app.name')).toBe('app');
    expect(submitted.has('spark.forced')).toBe(false);
    expect(JSON.stringify(built.pod)).not.toContain('submitted.properties');
  });

  test('finds the files of SPARK_CONF_DIR beside it', () => {
    const sparkConfFiles = { 'log4j2.properties': Buffer.from('a=b'), 'spark.properties': Buffer.from('x') };
    const { pod, configMap } = buildDriver(driverInput({}, { sparkConfFiles }));
    expect(configMap.data).toMatchObject({ 'log4j2.properties': 'a=b' });
    expect(configMap.data?.['spark.properties']).toContain('spark.app.id');
    const volume = pod.spec.volumes?.find(({ name }) => name === 'spark-conf-volume-driver');
    expect(volume?.configMap?.items).toEqual([
      { key: 'log4j2.properties', path: 'log4j2.properties', mode: 420 },
      { key: 'spark.properties', path: 'spark.properties', mode: 420 },
    ]);
  });

  test('has a ConfigMap that never changes', () => {
    expect(built.configMap).toMatchObject({
      immutable: true,
      metadata: { name: `spark-drv-${UNIQUE_ID}-conf-map`, namespace: 'jobs' },
      data: { 'spark.kubernetes.namespace': 'jobs' },
    });
  });
});
