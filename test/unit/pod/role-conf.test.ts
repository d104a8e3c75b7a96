import { describe, expect, test } from '@jest/globals';
import {
  environmentOf,
  imageOf,
  rightsToGain,
  substituted,
  substituteIds,
  withReservedLabels,
} from '../../../src/pod/role-conf.ts';
import { CONF } from '../../../src/spark/conf-keys.ts';
import { SparkConf } from '../../../src/spark/spark-conf.ts';
import { driverConf, executorConf } from './samples.ts';

const IMAGE = 'spark.kubernetes.container.image';
const IDS = { appId: 'spark-1', executorId: '7' };

describe('the image of a role', () => {
  test.each([
    { conf: { [IMAGE]: 'all:1' }, image: 'all:1' },
    { conf: { [IMAGE]: 'all:1', 'spark.kubernetes.driver.container.image': 'drv:1' }, image: 'drv:1' },
    { conf: { [IMAGE]: 'spark:{{SPARK_VERSION}}' }, image: 'spark:4.3.0' },
  ])('of $conf is $image', ({ conf, image }) => {
    expect(imageOf(SparkConf.from(conf as Record<string, string>), 'driver', CONF.driverImage, '4.3.0')).toBe(
      image,
    );
  });

  test('that is missing is an error that names the field', () => {
    expect(() => imageOf(SparkConf.EMPTY, 'executor', CONF.executorImage, '4.3.0')).toThrow(
      'No image for the executor: neither spec.image nor spec.executor.image is set. Set spec.image',
    );
  });
});

describe('labels', () => {
  test("are the user's and Spark's, with the ids filled in", () => {
    const conf = SparkConf.from({ 'l.a': 'x-{{APP_ID}}-{{EXECUTOR_ID}}' });
    expect(withReservedLabels(conf, 'l.', IDS, { 'spark-role': 'executor' })).toEqual({
      a: 'x-spark-1-7',
      'spark-role': 'executor',
    });
  });

  test('that Spark sets itself are refused', () => {
    const conf = SparkConf.from({ 'l.spark-role': 'x' });
    expect(() => withReservedLabels(conf, 'l.', IDS, { 'spark-role': 'driver' })).toThrow(
      'l.spark-role may not be set: Spark sets this label itself',
    );
  });
});

test('ids are filled in wherever they stand', () => {
  expect(substituteIds('{{APP_ID}}/{{EXECUTOR_ID}}/{{APP_ID}}', IDS)).toBe('spark-1/7/spark-1');
  expect(substituted(SparkConf.from({ 'a.b': '{{APP_ID}}' }), 'a.', IDS)).toEqual({ b: 'spark-1' });
});

test('variables keep their order', () => {
  expect(
    environmentOf([
      ['b', '1'],
      ['a', ''],
    ]),
  ).toEqual([
    { name: 'b', value: '1' },
    { name: 'a', value: '' },
  ]);
});

test.each<{
  readonly name: string;
  readonly conf: Record<string, string>;
  readonly driver: boolean;
  readonly executor: boolean;
}>([
  { name: 'by default', conf: {}, driver: false, executor: false },
  {
    name: 'for both',
    conf: { 'spark.kubernetes.securityContext.allowPrivilegeEscalation': 'true' },
    driver: true,
    executor: true,
  },
  {
    name: 'for the driver',
    conf: { 'spark.kubernetes.driver.securityContext.allowPrivilegeEscalation': 'true' },
    driver: true,
    executor: false,
  },
])('processes may gain rights as the properties say: $name', ({ conf, driver, executor }) => {
  expect(rightsToGain(driverConf(conf))).toEqual({ securityContext: { allowPrivilegeEscalation: driver } });
  expect(rightsToGain(executorConf(conf))).toEqual({
    securityContext: { allowPrivilegeEscalation: executor },
  });
});
