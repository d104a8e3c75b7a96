import { describe, expect, test } from '@jest/globals';
import { validateApplication } from '../../../src/submission/validate-application.ts';
import { REFUSED_PROPERTIES } from '../../../src/submission/refused-properties.ts';
import { application } from './samples.ts';

const violations = (sparkConf: Record<string, string>) => validateApplication(application({ sparkConf }));

describe('a property that is not allowed', () => {
  test.each(
    REFUSED_PROPERTIES.map(({ key, why, remedy }) => ({
      key: key.endsWith('.') ? `${key}x` : key,
      why,
      remedy,
    })),
  )('$key is refused, with the reason and the way out', ({ key, why, remedy }) => {
    expect(violations({ [key]: 'x' })).toContainEqual({
      path: `spec.sparkConf[${key}]`,
      message: `${key} is not allowed: ${why}. ${remedy}`,
    });
  });

  test('is allowed with a value that does no harm', () => {
    expect(violations({ 'spark.kubernetes.allocation.pods.allocator': 'direct' })).toEqual([]);
  });
});

test.each(['driver', 'executor'])('a claim made on demand is allowed for the %s', (role) => {
  const volume = `spark.kubernetes.${role}.volumes.persistentVolumeClaim.data`;
  const properties = {
    [`${volume}.mount.path`]: '/data',
    [`${volume}.options.claimName`]: 'OnDemand',
    [`${volume}.options.storageClass`]: 'fast',
    [`${volume}.options.sizeLimit`]: '5Gi',
  };
  expect(violations(properties)).toEqual([]);
});

test.each([
  { conf: { 'spark.kubernetes.hadoop.configMapName': 'hadoop' }, found: [] },
  { conf: { 'spark.kubernetes.kerberos.krb5.configMapName': 'krb' }, found: [] },
  { conf: { 'spark.kubernetes.authenticate.driver.mounted.caCertFile': '/ca' }, found: [] },
  {
    conf: { 'spark.kubernetes.kerberos.tokenSecret.name': 'tokens' },
    found: [{ path: 'spec.sparkConf', message: expect.stringContaining('is set without') }],
  },
])('Hadoop and Kerberos by $conf: $found', ({ conf, found }) => {
  expect(violations(conf)).toEqual(found);
});

describe('the namespace', () => {
  const key = 'spark.kubernetes.namespace';
  test("may be said again, but is the application's own", () => {
    expect(violations({ [key]: 'jobs' })).toEqual([]);
    expect(violations({ [key]: 'other' })).toEqual([
      { path: `spec.sparkConf[${key}]`, message: expect.stringContaining('is not allowed') },
    ]);
  });
});

test('a plugin that changes pods from the driver is refused', () => {
  const plugins = 'org.example.Mine,org.apache.spark.scheduler.cluster.k8s.ExecutorResizePlugin';
  expect(violations({ 'spark.plugins': plugins })).toEqual([
    { path: 'spec.sparkConf[spark.plugins]', message: expect.stringContaining('ExecutorResizePlugin') },
  ]);
  expect(violations({ 'spark.plugins': 'org.example.Mine' })).toEqual([]);
});

test('authentication needs a secret in a file', () => {
  expect(violations({ 'spark.authenticate': 'true' })).toHaveLength(1);
  expect(
    violations({ 'spark.authenticate': 'true', 'spark.authenticate.secret.file': '/mnt/secret' }),
  ).toEqual([]);
});
