import { describe, expect, test } from '@jest/globals';
import { applicationOf, sparkVersionOfImage } from '../../../../src/cli/submit/application-of.ts';
import { SparkConf } from '../../../../src/spark/spark-conf.ts';
import { attemptOf } from '../../../../src/submission/attempt.ts';
import { sparkConfOfApplication } from '../../../../src/submission/spark-conf-of-application.ts';

const CHOICES = { name: 'pi', namespace: 'jobs', sparkVersion: '4.3.0' };

/** Everything that has a field, and some that have none. */
const CONF = {
  'spark.app.name': 'My Pi',
  'spark.kubernetes.container.image': 'spark:4.3.0',
  'spark.files': 's3a://b/one.txt,s3a://b/two.zip#x',
  'spark.jars.packages': 'a:b:1',
  'spark.driver.cores': '2',
  'spark.driver.memory': '2g',
  'spark.executor.instances': '3',
  'spark.executor.cores': '4',
  'spark.kubernetes.authenticate.driver.serviceAccountName': 'spark',
  'spark.eventLog.enabled': 'true',
};

const application = (conf: Readonly<Record<string, string>>) =>
  applicationOf(
    {
      conf: SparkConf.from(conf),
      main: { kind: 'python', uri: 'local:///a.py' },
      mainClass: undefined,
      arguments: ['10'],
      proxyUser: 'alice',
    },
    CHOICES,
  );

describe('the application of a submission', () => {
  test('has fields for what is often looked at, and properties for the rest', () => {
    expect(application(CONF)).toEqual({
      apiVersion: 'sparkoperator.k8s.io/v1beta2',
      kind: 'SparkApplication',
      metadata: { name: 'pi', namespace: 'jobs' },
      spec: {
        type: 'Python',
        sparkVersion: '4.3.0',
        mode: 'cluster',
        image: 'spark:4.3.0',
        mainApplicationFile: 'local:///a.py',
        arguments: ['10'],
        proxyUser: 'alice',
        deps: { files: ['s3a://b/one.txt', 's3a://b/two.zip#x'], packages: ['a:b:1'] },
        sparkConf: { 'spark.app.name': 'My Pi', 'spark.eventLog.enabled': 'true' },
        driver: { cores: 2, memory: '2g', serviceAccount: 'spark' },
        executor: { instances: 3, cores: 4 },
      },
    });
  });

  test('is submitted with the same properties', () => {
    const made = application(CONF);
    const stored = { ...made, metadata: { ...made.metadata, namespace: 'jobs', uid: 'u' } };
    const conf = sparkConfOfApplication(attemptOf(stored, 1, 0));
    expect(conf.toRecord()).toMatchObject(CONF);
  });

  test('says nothing of where it was submitted, and keeps what its fields cannot hold', () => {
    const { sparkConf, executor } = application({
      'spark.master': 'k8s://x',
      'spark.kubernetes.authenticate.submission.oauthToken': 'secret',
      'spark.executor.cores': '007',
    }).spec;
    expect(sparkConf).toEqual({ 'spark.executor.cores': '007' });
    expect(executor).toEqual({});
  });
});

test.each([
  ['apache/spark:4.3.0', '4.3.0'],
  ['host:5000/spark:v3.5.9-java17', '3.5.9'],
  ['spark-docker-example:0.1.0', undefined],
  ['spark:latest', undefined],
  ['spark@sha256:0123', undefined],
  [undefined, undefined],
])('the image %s has Spark %s', (image, version) => {
  expect(sparkVersionOfImage(image)).toBe(version);
});
