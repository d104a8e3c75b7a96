import { describe, expect, test } from '@jest/globals';
import type { SparkApplicationSpec } from '../../../src/api/spark-application.ts';
import { decideSubmission } from '../../../src/submission/decide-submission.ts';
import { planSubmission, type SubmissionRequest } from '../../../src/submission/plan-submission.ts';
import { application } from './samples.ts';

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
