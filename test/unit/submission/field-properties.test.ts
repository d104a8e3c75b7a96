import { describe, expect, test } from '@jest/globals';
import type { SparkApplicationSpec } from '../../../src/api/spark-application.ts';
import {
  fieldOf,
  fieldProperties,
  isWritten,
  PROPERTY_FIELDS,
  PROPERTY_MAP_FIELDS,
} from '../../../src/submission/field-properties.ts';
import { application } from './samples.ts';

const propertiesOf = (spec: Partial<SparkApplicationSpec>): Record<string, string> =>
  Object.fromEntries(fieldProperties(application({ image: 'i', ...spec }).spec));

describe('a typed field is a property', () => {
  test.each<{ readonly spec: Partial<SparkApplicationSpec>; readonly properties: Record<string, string> }>([
    {
      spec: { imagePullPolicy: 'Always' },
      properties: { 'spark.kubernetes.container.image.pullPolicy': 'Always' },
    },
    {
      spec: { imagePullSecrets: ['a', 'b'] },
      properties: { 'spark.kubernetes.container.image.pullSecrets': 'a,b' },
    },
    { spec: { memoryOverheadFactor: '0.3' }, properties: { 'spark.kubernetes.memoryOverheadFactor': '0.3' } },
    { spec: { hadoopConf: { 'fs.s3a.endpoint': 'e' } }, properties: { 'spark.hadoop.fs.s3a.endpoint': 'e' } },
    { spec: { nodeSelector: { disk: 'ssd' } }, properties: { 'spark.kubernetes.node.selector.disk': 'ssd' } },
    {
      spec: {
        deps: {
          jars: ['a', 'b'],
          pyFiles: ['c'],
          packages: ['g:a:1'],
          repositories: ['r'],
          excludePackages: ['x:y'],
          files: ['f'],
          archives: ['z'],
        },
      },
      properties: {
        'spark.jars': 'a,b',
        'spark.submit.pyFiles': 'c',
        'spark.jars.packages': 'g:a:1',
        'spark.jars.repositories': 'r',
        'spark.jars.excludes': 'x:y',
        'spark.files': 'f',
        'spark.archives': 'z',
      },
    },
    {
      spec: {
        driver: {
          cores: 2,
          coreLimit: '3',
          coreRequest: '500m',
          memory: '1g',
          memoryOverhead: '1m',
          image: 'd',
          javaOptions: '-Da',
          serviceAccount: 's',
          labels: { a: 'b' },
          annotations: { c: 'd' },
          envVars: { E: 'f' },
          nodeSelector: { g: 'h' },
          serviceLabels: { i: 'j' },
          serviceAnnotations: { k: 'l' },
        },
      },
      properties: {
        'spark.driver.cores': '2',
        'spark.kubernetes.driver.limit.cores': '3',
        'spark.kubernetes.driver.request.cores': '500m',
        'spark.driver.memory': '1g',
        'spark.driver.memoryOverhead': '1m',
        'spark.kubernetes.driver.container.image': 'd',
        'spark.driver.extraJavaOptions': '-Da',
        'spark.kubernetes.authenticate.driver.serviceAccountName': 's',
        'spark.kubernetes.driver.label.a': 'b',
        'spark.kubernetes.driver.annotation.c': 'd',
        'spark.kubernetes.driverEnv.E': 'f',
        'spark.kubernetes.driver.node.selector.g': 'h',
        'spark.kubernetes.driver.service.label.i': 'j',
        'spark.kubernetes.driver.service.annotation.k': 'l',
      },
    },
    {
      spec: {
        executor: {
          instances: 3,
          cores: 2,
          deleteOnTermination: false,
          envVars: { E: 'f' },
          javaOptions: '-Db',
        },
      },
      properties: {
        'spark.executor.instances': '3',
        'spark.executor.cores': '2',
        'spark.kubernetes.executor.deleteOnTermination': 'false',
        'spark.executorEnv.E': 'f',
        'spark.executor.extraJavaOptions': '-Db',
      },
    },
    {
      spec: {
        dynamicAllocation: {
          enabled: true,
          minExecutors: 1,
          maxExecutors: 9,
          initialExecutors: 2,
          shuffleTrackingTimeout: 60_000,
        },
      },
      properties: {
        'spark.dynamicAllocation.enabled': 'true',
        'spark.dynamicAllocation.minExecutors': '1',
        'spark.dynamicAllocation.maxExecutors': '9',
        'spark.dynamicAllocation.initialExecutors': '2',
        'spark.dynamicAllocation.shuffleTracking.enabled': 'true',
        'spark.dynamicAllocation.shuffleTracking.timeout': '60000',
      },
    },
    { spec: { dynamicAllocation: { minExecutors: 1 } }, properties: {} },
  ])('$spec', ({ spec, properties }) => {
    expect(propertiesOf(spec)).toEqual({ 'spark.kubernetes.container.image': 'i', ...properties });
  });
});

describe('the place of a property', () => {
  const { spec } = application({
    driver: { memory: '1g', labels: { team: 'a' } },
    sparkConf: { 'spark.driver.cores': '1' },
  });

  test.each([
    { key: 'spark.driver.memory', path: 'spec.driver.memory' },
    { key: 'spark.driver.cores', path: 'spec.sparkConf[spark.driver.cores]' },
    { key: 'spark.kubernetes.driver.label.team', path: 'spec.driver.labels[team]' },
    {
      key: 'spark.kubernetes.driver.label.other',
      path: 'spec.sparkConf[spark.kubernetes.driver.label.other]',
    },
  ])('$key is $path', ({ key, path }) => {
    expect(fieldOf(key, spec)).toBe(path);
  });
});

test('a property is written in a field or in sparkConf, or not at all', () => {
  const { spec } = application({ driver: { memory: '1g' }, sparkConf: { 'spark.driver.cores': '1' } });
  expect(['spark.driver.memory', 'spark.driver.cores'].every((key) => isWritten(key, spec))).toBe(true);
  expect(isWritten('spark.executor.memory', spec)).toBe(false);
});

test('no field and no property comes twice', () => {
  const fields = [...PROPERTY_FIELDS, ...PROPERTY_MAP_FIELDS].map(({ field }) => field);
  const keys = [...PROPERTY_FIELDS.map(({ key }) => key), ...PROPERTY_MAP_FIELDS.map(({ prefix }) => prefix)];
  expect(new Set(fields).size).toBe(fields.length);
  expect(new Set(keys).size).toBe(keys.length);
});
