import { describe, expect, test } from '@jest/globals';
import { executorPodName, parseExecutorConf } from '../../../src/pod/executor-conf.ts';
import { SparkConf } from '../../../src/spark/spark-conf.ts';
import { APP_ID, executorConf, executorTemplate } from './samples.ts';

test('the name of an executor is known without its conf', () => {
  expect(executorPodName(executorTemplate(), 9)).toBe('app-exec-9');
});

describe('the conf of an executor', () => {
  test('names it after its prefix and id', () => {
    expect(executorConf()).toMatchObject({ role: 'executor', podName: 'app-exec-3', executorId: '3' });
  });

  test('finds a prefix where the properties have none', () => {
    const template = {
      ...executorTemplate(),
      conf: SparkConf.from({ 'spark.app.name': 'My App', 'spark.kubernetes.container.image': 'i' }),
    };
    const { podName } = parseExecutorConf(template, { id: 1, profile: { id: 0 } });
    expect(podName).toBe(`my-app-${APP_ID.slice(-16)}-exec-1`);
  });

  test('finds no prefix in a name that is too long', () => {
    const template = executorTemplate();
    const conf = template.conf
      .without('spark.kubernetes.executor.podNamePrefix')
      .with('spark.app.name', 'x'.repeat(250));
    expect(() => parseExecutorConf({ ...template, conf }, { id: 1, profile: { id: 0 } })).toThrow(
      'is not a DNS subdomain of at most 237 characters',
    );
  });

  test('has no variables with names that no process could have', () => {
    const { environment } = executorConf({ 'spark.executorEnv.1st': 'a', 'spark.executorEnv.b.c-d': 'e' });
    expect(environment).toEqual([{ name: 'b.c-d', value: 'e' }]);
  });

  test('carries the labels that Spark selects by', () => {
    expect(
      executorConf({ 'spark.kubernetes.executor.label.team': 'a' }, { profile: { id: 2 } }).labels,
    ).toEqual({
      team: 'a',
      'spark-version': '4.3.0',
      'spark-app-selector': APP_ID,
      'spark-app-name': 'app',
      'spark-role': 'executor',
      'spark-exec-id': '3',
      'spark-exec-resourceprofile-id': '2',
    });
  });

  test.each([
    { properties: {}, account: undefined },
    { properties: { 'spark.kubernetes.authenticate.driver.serviceAccountName': 'd' }, account: 'd' },
    {
      properties: {
        'spark.kubernetes.authenticate.driver.serviceAccountName': 'd',
        'spark.kubernetes.authenticate.executor.serviceAccountName': 'e',
      },
      account: 'e',
    },
  ])('acts as $account', ({ properties, account }) => {
    expect(executorConf(properties as Record<string, string>).serviceAccount).toBe(account);
  });

  test('follows what its driver reported about sizes, and nothing else', () => {
    const reported = executorConf(
      {},
      {
        reportedConf: {
          'spark.executor.memory': '3g',
          'spark.executorEnv.A': '1',
          'spark.kubernetes.executor.label.team': 'evil',
          'spark.kubernetes.container.image': 'evil',
          'spark.kubernetes.executor.secrets.theirs': '/x',
        },
      },
    );
    expect(reported.size.memoryMiB).toBe(3_072);
    expect(reported.environment).toEqual([{ name: 'A', value: '1' }]);
    expect(reported.labels).not.toHaveProperty('team');
    expect(reported.image).toBe('spark:4.3.0');
    expect(reported.secretMounts.size).toBe(0);
  });
});
