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

  test.each([
    { key: 'spark.kubernetes.executor.pod.featureSteps', role: 'executors', found: 0 },
    { key: 'spark.kubernetes.executor.pod.excludedFeatureSteps', role: 'executors', found: 0 },
    { key: 'spark.kubernetes.driver.pod.featureSteps', role: 'the driver', found: 1 },
  ])('$key counts in Driver mode, for it is about $role: $found refused', ({ key, found }) => {
    const spec = { executorManagement: 'Driver', sparkConf: { [key]: 'org.example.Step' } } as const;
    expect(validateApplication(application(spec))).toHaveLength(found);
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

describe('places for pods that do not run yet', () => {
  const all = 'spark.kubernetes.allocation.maxPendingPods';
  const each = `${all}PerRp`;
  test.each([
    { name: 'of one profile alone', conf: { [each]: '5' }, found: [] },
    { name: 'as many for one profile as for all', conf: { [each]: '5', [all]: '5' }, found: [] },
    {
      name: 'more for one profile than for all',
      conf: { [each]: '6', [all]: '5' },
      found: [{ path: `spec.sparkConf[${each}]`, message: `${each} is 6, more than ${all}, 5. Lower it.` }],
    },
    {
      name: 'of which one is no number: said once',
      conf: { [each]: '6', [all]: 'few' },
      found: [{ path: `spec.sparkConf[${all}]`, message: expect.stringContaining('is not') }],
    },
  ])('$name', ({ conf, found }) => {
    expect(violations(conf)).toEqual(found);
  });
});

test('authentication needs a secret in a file, unless the driver tells its executors', () => {
  expect(violations({ 'spark.authenticate': 'true' })).toHaveLength(1);
  expect(
    violations({ 'spark.authenticate': 'true', 'spark.authenticate.secret.file': '/mnt/secret' }),
  ).toEqual([]);
  const inDriverMode = application({
    executorManagement: 'Driver',
    sparkConf: { 'spark.authenticate': 'true' },
  });
  expect(validateApplication(inDriverMode)).toEqual([]);
});
