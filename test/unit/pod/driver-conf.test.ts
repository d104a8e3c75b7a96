import { describe, expect, test } from '@jest/globals';
import { nodeSelectorOf } from '../../../src/pod/driver-conf.ts';
import { SparkConf } from '../../../src/spark/spark-conf.ts';
import { APP_ID, driverConf, UNIQUE_ID } from './samples.ts';

describe('the conf of a driver', () => {
  test('names what belongs to it after the application', () => {
    expect(driverConf()).toMatchObject({
      role: 'driver',
      namePrefix: `app-${UNIQUE_ID}`,
      podName: `app-${UNIQUE_ID}-driver`,
      serviceName: `app-${UNIQUE_ID}-driver-svc`,
      configMapName: `spark-drv-${UNIQUE_ID}-conf-map`,
    });
  });

  test('keeps a pod name of its own', () => {
    expect(driverConf({ 'spark.kubernetes.driver.pod.name': 'mine' }).podName).toBe('mine');
  });

  test('carries the labels that Spark selects by', () => {
    expect(driverConf({ 'spark.kubernetes.driver.label.team': 'a' }).labels).toEqual({
      team: 'a',
      'spark-version': '4.3.0',
      'spark-app-selector': APP_ID,
      'spark-app-name': 'app',
      'spark-role': 'driver',
    });
  });

  test('prefers its own scheduler', () => {
    const general = { 'spark.kubernetes.scheduler.name': 'all' };
    expect(driverConf(general).schedulerName).toBe('all');
    expect(driverConf({ ...general, 'spark.kubernetes.driver.scheduler.name': 'own' }).schedulerName).toBe(
      'own',
    );
  });

  test.each([
    { sparkVersion: '3.5.9', image: 'spark:{{SPARK_VERSION}}', label: '{{APP_ID}}' },
    { sparkVersion: '4.0.5', image: 'spark:{{SPARK_VERSION}}', label: APP_ID },
    { sparkVersion: '4.1.4', image: 'spark:4.1.4', label: APP_ID },
  ])('fills in what Spark $sparkVersion fills in', ({ sparkVersion, image, label }) => {
    const properties = {
      'spark.kubernetes.container.image': 'spark:{{SPARK_VERSION}}',
      'spark.kubernetes.driver.label.id': '{{APP_ID}}',
    };
    const conf = driverConf(properties, { sparkVersion });
    expect(conf.image).toBe(image);
    expect(conf.labels['id']).toBe(label);
  });
});

test('a node selector of a role wins over that of all pods', () => {
  const conf = SparkConf.from({
    'spark.kubernetes.node.selector.disk': 'ssd',
    'spark.kubernetes.node.selector.zone': 'a',
    'own.disk': 'hdd',
  });
  expect(nodeSelectorOf(conf, 'own.')).toEqual({ disk: 'hdd', zone: 'a' });
});
