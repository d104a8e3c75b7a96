import { describe, expect, test } from '@jest/globals';
import { fieldOf, fieldProperties } from '../../../src/submission/field-properties.ts';
import type { DriverSpec } from '../../../src/api/spark-application.ts';
import { application, podsOf, sparkContainer } from './samples.ts';

type Fields = Pick<DriverSpec, 'secrets' | 'envSecretKeyRefs' | 'schedulerName' | 'envVars'>;

describe('a field that Spark has a property for is that property, in both roles', () => {
  test.each<{ readonly field: Fields; readonly properties: Record<string, string> }>([
    {
      field: { schedulerName: 'yunikorn' },
      properties: { 'spark.kubernetes.ROLE.scheduler.name': 'yunikorn' },
    },
    {
      field: { envSecretKeyRefs: { PASSWORD: { name: 'db', key: 'pw' } } },
      properties: { 'spark.kubernetes.ROLE.secretKeyRef.PASSWORD': 'db:pw' },
    },
    {
      field: { secrets: [{ name: 's', path: '/s', secretType: 'Generic' }] },
      properties: { 'spark.kubernetes.ROLE.secrets.s': '/s' },
    },
    {
      field: { secrets: [{ name: 'gcp', path: '/gcp/', secretType: 'GCPServiceAccount' }] },
      properties: {
        'spark.kubernetes.ROLE.secrets.gcp': '/gcp/',
        'ENV.GOOGLE_APPLICATION_CREDENTIALS': '/gcp/key.json',
      },
    },
    {
      field: {
        secrets: [{ name: 't', path: '/t', secretType: 'HadoopDelegationToken' }],
        envVars: { HADOOP_TOKEN_FILE_LOCATION: '/mine' },
      },
      properties: {
        'spark.kubernetes.ROLE.secrets.t': '/t',
        'ENV.HADOOP_TOKEN_FILE_LOCATION': '/mine',
      },
    },
  ])('$field', ({ field, properties }) => {
    for (const role of ['driver', 'executor'] as const) {
      const { spec } = application({ [role]: field });
      const { 'spark.kubernetes.container.image': _, ...found } = Object.fromEntries(fieldProperties(spec));
      const env = role === 'driver' ? 'spark.kubernetes.driverEnv' : 'spark.executorEnv';
      const expected = Object.entries(properties).map(([key, value]) => [
        key.replace('ROLE', role).replace('ENV', env),
        value,
      ]);
      expect(found).toEqual(Object.fromEntries(expected));
    }
  });
});

test('the grace period of executors is a property', () => {
  const { spec } = application({ executor: { terminationGracePeriodSeconds: 0 } });
  expect(Object.fromEntries(fieldProperties(spec))).toMatchObject({
    'spark.kubernetes.executor.terminationGracePeriodSeconds': '0s',
  });
});

test('an entry is found where it is written', () => {
  const { spec } = application({ executor: { envSecretKeyRefs: { PASSWORD: { name: 'db', key: 'pw' } } } });
  expect(fieldOf('spark.kubernetes.executor.secretKeyRef.PASSWORD', spec)).toBe(
    'spec.executor.envSecretKeyRefs[PASSWORD]',
  );
});

test.each(['driver', 'executor'] as const)('they reach the pod: %s', (role) => {
  const secrets = [{ name: 'gcp', path: '/gcp', secretType: 'GCPServiceAccount' }];
  const envSecretKeyRefs = { PASSWORD: { name: 'db', key: 'pw' } };
  const pod = podsOf(application({ [role]: { secrets, envSecretKeyRefs, schedulerName: 'yunikorn' } }))[role];
  expect(pod.spec.schedulerName).toBe('yunikorn');
  expect(pod.spec.volumes).toContainEqual({ name: 'gcp-volume', secret: { secretName: 'gcp' } });
  const { env } = sparkContainer(pod);
  expect(env).toContainEqual({ name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'pw' } } });
  expect(env).toContainEqual({ name: 'GOOGLE_APPLICATION_CREDENTIALS', value: '/gcp/key.json' });
});
