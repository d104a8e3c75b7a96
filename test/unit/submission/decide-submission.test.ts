import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { SparkApplicationSpec } from '../../../src/api/spark-application.ts';
import { PREFIX } from '../../../src/spark/conf-keys.ts';
import { PROPERTIES } from '../../../src/spark/properties.ts';
import { decideSubmission } from '../../../src/submission/decide-submission.ts';
import { planSubmission, type SubmissionRequest } from '../../../src/submission/plan-submission.ts';
import { application } from './samples.ts';
import { exceptionTo, nearly } from '../fuzz.ts';

const request = (spec: Partial<SparkApplicationSpec> = {}): SubmissionRequest => ({
  application: application(spec),
  attempt: 2,
  submittedAtMs: 1_700_000_000_000,
  settings: { pluginConfigMapName: 'plugin-abc', sparkUser: 'spark' },
});

describe('the decision about a submission', () => {
  test('has the plan of an application that is right', () => {
    expect(decideSubmission(request())).toEqual({ kind: 'submit', plan: planSubmission(request()) });
  });

  test('has all that is wrong, and what shows in the pods with it', () => {
    const executor = { memoryLimit: '1m', volumeMounts: [{ name: 'data', mountPath: '/data' }] };
    const decision = decideSubmission(request({ mode: 'client', executor }));
    expect(decision.kind === 'refuse' && decision.violations.map(({ path }) => path)).toEqual([
      'spec.mode',
      'spec.executor.volumeMounts[0].name',
      'spec.executor.memoryLimit',
    ]);
  });

  test.each(['client', 'Cluster', ''])('refuses the deploy mode "%s" by its property', (mode) => {
    const decision = decideSubmission(request({ sparkConf: { 'spark.submit.deployMode': mode } }));
    expect(decision).toEqual({
      kind: 'refuse',
      violations: [
        {
          path: 'spec.sparkConf[spark.submit.deployMode]',
          message: 'The driver always runs in a pod of its own. Remove the property, or set it to cluster.',
        },
      ],
    });
  });

  test('takes the deploy mode cluster, which is the only one', () => {
    const sparkConf = { 'spark.submit.deployMode': 'cluster' };
    expect(decideSubmission(request({ sparkConf })).kind).toBe('submit');
  });

  test("has a builder's failure only where no check has found anything: it is told once", () => {
    const decision = decideSubmission(request({ driver: { memory: 'much' } }));
    expect(decision.kind === 'refuse' && decision.violations.map(({ path }) => path)).toEqual([
      'spec.driver.memory',
    ]);
  });

  test('names what only the builders find', () => {
    const sparkConf = { 'spark.kubernetes.driver.podTemplateContainerName': 'other' };
    const template = { spec: { containers: [{ name: 'main' }] } };
    expect(decideSubmission(request({ sparkConf, driver: { template } }))).toMatchObject({
      kind: 'refuse',
      violations: [{ path: 'spec', message: expect.stringContaining('no container named "other"') }],
    });
  });
});

const isDecided = (given: Partial<SparkApplicationSpec>): boolean => {
  const decision = decideSubmission(request(given));
  const violations = decision.kind === 'refuse' ? decision.violations : [];
  return violations.every(({ path, message }) => path.startsWith('spec') && message.endsWith('.'));
};

describe('any application', () => {
  const keys = [...PROPERTIES.map(({ key }) => key), ...Object.values(PREFIX)];
  const uri = nearly(
    'local:///',
    'file:',
    'configmap://a/b',
    's3a://b/',
    'spark-internal',
    ',',
    '/',
    '#',
    '..',
    ':',
  );
  const value = fc.oneof(uri, nearly('1', 'true', 'm', 's', '/a', 'a:b', '{{APP_ID}}', 'OnDemand', 'IPv6'));
  const property = fc
    .tuple(fc.constantFrom(...keys), nearly('a', '.amount', 'nfs.a.mount.path', '/b'), value)
    .map(([key, rest, text]) => [key.endsWith('.') ? key + rest : key, text] as const);
  const text = nearly('1g', '4Gi', '500m', 'a-b');
  const spec = fc.record(
    {
      type: fc.constantFrom('Java', 'Python', 'R', 'Scala'),
      mainApplicationFile: uri,
      mainClass: text,
      arguments: fc.array(text, { maxLength: 2 }),
      sparkVersion: fc.constantFrom('3.4.0', '3.5', '4.3.0-x', '9', ''),
      sparkConf: fc.array(property, { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
      deps: fc.record({ jars: fc.array(uri, { maxLength: 2 }), pyFiles: fc.array(uri, { maxLength: 2 }) }),
      driver: fc.record({
        memory: text,
        coreLimit: text,
        memoryLimit: text,
        labels: fc.dictionary(text, text),
      }),
      executor: fc.record({ memory: text, coreRequest: text, envVars: fc.dictionary(text, text) }),
    },
    { requiredKeys: [] },
  );

  test('is planned, or refused in sentences that say where', () => {
    expect(exceptionTo(spec, isDecided)).toBeUndefined();
  });
});
