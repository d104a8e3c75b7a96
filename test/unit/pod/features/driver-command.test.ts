import { describe, expect, test } from '@jest/globals';
import { driverCommand } from '../../../../src/pod/features/driver-command.ts';
import type { MainResource } from '../../../../src/spark/main-resource.ts';
import { driverConf, STARTED } from '../samples.ts';

describe('the command of a driver', () => {
  test.each<{ readonly main: MainResource; readonly mainClass: string }>([
    { main: { kind: 'java', uri: 'local:///a.jar' }, mainClass: 'org.example.App' },
    { main: { kind: 'java', uri: 'spark-internal' }, mainClass: 'org.example.App' },
    { main: { kind: 'python', uri: 's3a://b/a.py' }, mainClass: 'org.apache.spark.deploy.PythonRunner' },
    { main: { kind: 'r', uri: 'local:///a.R' }, mainClass: 'org.apache.spark.deploy.RRunner' },
  ])('runs $mainClass for $main.uri', ({ main, mainClass }) => {
    const built = driverCommand(STARTED, driverConf({}, { mainResource: main, arguments: ['1', 'a b'] }));
    expect(built.container.args).toEqual([
      'driver',
      '--properties-file',
      '/opt/spark/conf/spark.properties',
      '--class',
      mainClass,
      main.uri,
      '1',
      'a b',
    ]);
    expect(built.properties).toEqual({ 'spark.kubernetes.resource.type': main.kind });
  });

  test('names the user it stands in for', () => {
    const built = driverCommand(STARTED, driverConf({}, { proxyUser: 'bob' }));
    expect(built.container.args?.slice(0, 3)).toEqual(['driver', '--proxy-user', 'bob']);
  });

  test.each<{ readonly properties: Record<string, string>; readonly variables: Record<string, string> }>([
    { properties: {}, variables: {} },
    {
      properties: { 'spark.pyspark.python': 'p3' },
      variables: { PYSPARK_PYTHON: 'p3', PYSPARK_DRIVER_PYTHON: 'p3' },
    },
    {
      properties: { 'spark.pyspark.python': 'p3', 'spark.pyspark.driver.python': 'p4' },
      variables: { PYSPARK_PYTHON: 'p3', PYSPARK_DRIVER_PYTHON: 'p4' },
    },
    { properties: { 'spark.pyspark.driver.python': 'p4' }, variables: { PYSPARK_DRIVER_PYTHON: 'p4' } },
  ])('says which Python to use: $variables', ({ properties, variables }) => {
    const built = driverCommand(
      STARTED,
      driverConf(properties, { mainResource: { kind: 'python', uri: 'a.py' } }),
    );
    expect(built.container.env?.slice(1)).toEqual(
      Object.entries(variables).map(([name, value]) => ({ name, value })),
    );
  });
});
