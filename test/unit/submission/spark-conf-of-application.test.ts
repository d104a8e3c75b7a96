import { describe, expect, test } from '@jest/globals';
import { attemptOf } from '../../../src/submission/attempt.ts';
import {
  driverPodName,
  mainResourceOf,
  sparkConfOfApplication,
} from '../../../src/submission/spark-conf-of-application.ts';
import type { SparkApplication } from '../../../src/api/spark-application.ts';
import { application } from './samples.ts';

const confOf = (app: SparkApplication, attempt = 1) => sparkConfOfApplication(attemptOf(app, attempt, 5));

describe('the properties of an application', () => {
  test('are those of sparkConf, and typed fields win over them', () => {
    const conf = confOf(
      application({
        sparkConf: { 'spark.driver.memory': '9g', 'spark.sql.shuffle.partitions': '7' },
        driver: { memory: '2g' },
      }),
    );
    expect(conf.get('spark.driver.memory')).toBe('2g');
    expect(conf.get('spark.sql.shuffle.partitions')).toBe('7');
  });

  test("leave sizes and numbers to Spark's own defaults", () => {
    const conf = confOf(application());
    for (const key of [
      'spark.driver.memory',
      'spark.executor.memory',
      'spark.executor.cores',
      'spark.executor.instances',
    ]) {
      expect(conf.get(key)).toBeUndefined();
    }
  });

  test('say which attempt the pods belong to', () => {
    const conf = confOf(application(), 2);
    for (const role of ['driver', 'executor']) {
      const label = (name: string) => conf.get(`spark.kubernetes.${role}.label.sparkoperator.k8s.io/${name}`);
      expect(label('app-name')).toBe('pi');
      expect(label('attempt')).toBe('2');
      expect(label('launched-by-spark-operator')).toBe('true');
      expect(label('submission-id')).toMatch(/^[0-9a-f-]{36}$/u);
    }
  });

  test('cannot take over the labels of the attempt', () => {
    const name = 'sparkoperator.k8s.io/app-name';
    const conf = confOf(application({ driver: { labels: { [name]: 'other' } } }));
    expect(conf.get(`spark.kubernetes.driver.label.${name}`)).toBe('pi');
  });

  test('live in the namespace of the application', () => {
    expect(confOf(application()).get('spark.kubernetes.namespace')).toBe('jobs');
  });

  test('name the application after the resource, unless they have a name', () => {
    expect(confOf(application()).get('spark.app.name')).toBe('pi');
    expect(confOf(application({ sparkConf: { 'spark.app.name': 'My Pi' } })).get('spark.app.name')).toBe(
      'My Pi',
    );
  });

  test.each([
    { attempt: 1, own: undefined, prefix: /^pi-[0-9a-f]{16}$/u },
    { attempt: 1, own: 'mine', prefix: /^mine$/u },
    { attempt: 2, own: 'mine', prefix: /^mine-2$/u },
  ])('never let two attempts share executor names: $own in attempt $attempt', ({ attempt, own, prefix }) => {
    const key = 'spark.kubernetes.executor.podNamePrefix';
    const app = application(own === undefined ? {} : { sparkConf: { [key]: own } });
    expect(confOf(app, attempt).get(key)).toMatch(prefix);
  });
});

describe('the driver pod', () => {
  const key = 'spark.kubernetes.driver.pod.name';
  test.each<{ readonly app: SparkApplication; readonly name: string }>([
    { app: application(), name: 'pi-driver' },
    { app: application({ sparkConf: { [key]: 'conf-name' } }), name: 'conf-name' },
    {
      app: application({ sparkConf: { [key]: 'conf-name' }, driver: { podName: 'field-name' } }),
      name: 'field-name',
    },
  ])('is called $name', ({ app, name }) => {
    expect(driverPodName(app)).toBe(name);
    expect(confOf(app).get(key)).toBe(name);
  });
});

test.each([
  { type: 'Java', file: 'configmap://pi/main', kind: 'java' },
  { type: 'Scala', file: 'spark-internal', kind: 'java' },
  { type: 'Python', file: 'configmap://pi/main', kind: 'python' },
  { type: 'R', file: 'local:///pi', kind: 'r' },
  { type: 'Scala', file: 'local:///pi.py', kind: 'python' },
  { type: 'Scala', file: 's3a://jobs/pi.r', kind: 'r' },
  { type: 'Python', file: 'local:///pi.jar', kind: 'java' },
] as const)('$file of a $type application is of kind $kind', ({ type, file, kind }) => {
  expect(mainResourceOf(application({ type, mainApplicationFile: file })).kind).toBe(kind);
});
