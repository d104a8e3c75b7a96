import { describe, expect, test } from '@jest/globals';
import type { SparkApplicationSpec, SparkApplicationStatus } from '../../../src/api/spark-application.ts';
import type { Action } from '../../../src/application/action.ts';
import { decideAfterSubmission } from '../../../src/application/decide-after-submission.ts';
import type { DriverPod } from '../../../src/application/driver-pod.ts';
import type { Observed } from '../../../src/application/observed.ts';
import type { ExecutorManagement } from '../../../src/submission/executor-management.ts';
import { applicationIn, driverPodIn } from '../../fakes/applications.ts';

const AT = Date.parse('2026-11-23T10:00:00Z');
const BY_OPERATOR: ExecutorManagement = { kind: 'operator' };
const AS_ASKED: ExecutorManagement = { kind: 'driver-as-asked' };
const AS_NEEDED: ExecutorManagement = {
  kind: 'driver-as-needed',
  needs: [{ path: 'spec.x', what: 'It is so', remedy: 'Mend it.' }],
};

const NEW = applicationIn('');

const FRESH: Observed = {
  application: { ...NEW, spec: { ...NEW.spec, driver: { serviceAccount: 'spark' } } },
  driver: { kind: 'not-looked-for' },
  executorSet: undefined,
  executorPods: 0,
};

/** What follows once the driver pod, which says by whom its executors are made, is there. */
function accepted(
  management: ExecutorManagement,
  by: DriverPod['executorManagement'],
  observed = FRESH,
): readonly Action[] {
  const driver = driverPodIn({ kind: 'pending', waiting: undefined }, { executorManagement: by });
  return decideAfterSubmission(observed, management, { kind: 'accepted', driver }, AT);
}

const refused = (management: ExecutorManagement, why: string): readonly Action[] =>
  decideAfterSubmission(FRESH, management, { kind: 'refused', why }, AT);

const statusIn = (actions: readonly Action[]): SparkApplicationStatus | undefined =>
  actions.flatMap((action) => (action.kind === 'set-status' ? [action.status] : []))[0];
const conditionIn = (actions: readonly Action[]) =>
  statusIn(actions)?.conditions?.find(({ type }) => type === 'DriverMode');
const kindsOf = (actions: readonly Action[]): readonly string[] =>
  actions.map((action) => (action.kind === 'emit-event' ? action.reason : action.kind));

describe('an accepted submission', () => {
  test('records what the driver pod says about itself', () => {
    const actions = accepted(BY_OPERATOR, 'Operator');
    expect(kindsOf(actions)).toEqual(['set-status', 'SparkApplicationSubmitted']);
    expect(statusIn(actions)).toMatchObject({
      applicationState: { state: 'SUBMITTED' },
      driverInfo: { podName: 'pi-driver' },
      sparkApplicationId: 'spark-1',
      submissionID: 'submission-1',
      lastSubmissionAttemptTime: '2026-11-23T10:00:00Z',
      executionAttempts: 1,
      executorManagement: 'Operator',
    });
    expect(conditionIn(actions)).toBeUndefined();
  });

  test('was not scaled yet, whatever became of the attempt before', () => {
    const scaled = {
      type: 'Scaled',
      status: 'True',
      reason: 'SpecDecides',
      message: '',
      lastTransitionTime: '',
    } as const;
    const application = applicationIn('PENDING_RERUN', { conditions: [scaled] });
    const types = statusIn(accepted(BY_OPERATOR, 'Operator', { ...FRESH, application }))?.conditions;
    expect(types?.map(({ type }) => type)).not.toContain('Scaled');
  });

  test('takes no executor of the attempt before for its own', () => {
    const leaving = new Map([['pi-1-exec-1', 'RUNNING' as const]]);
    const actions = accepted(BY_OPERATOR, 'Operator', { ...FRESH, executorStates: leaving });
    expect(statusIn(actions)?.executorState).toBeUndefined();
  });

  test.each<{
    readonly name: string;
    readonly spec: Partial<SparkApplicationSpec>;
    readonly reason: string;
    readonly says: RegExp;
  }>([
    {
      name: 'properties that nobody reads',
      spec: { sparkConf: { 'spark.kubernetes.namespac': 'jobs' } },
      reason: 'SparkPropertiesIgnored',
      says: /^spec\.sparkConf\[spark\.kubernetes\.namespac\]: .* Did you mean spark\.kubernetes\.namespace\?$/u,
    },
    {
      name: 'a version that this release does not know',
      spec: { sparkVersion: '4.9.0' },
      reason: 'SparkVersionUnknown',
      says: /^spec\.sparkVersion: .* does not know Spark 4\.9:/u,
    },
    {
      name: 'a driver whose account nobody names',
      spec: { driver: {} },
      reason: 'SparkAccountUnnamed',
      says: /^spec\.driver\.serviceAccount: .* runs as "default":/u,
    },
  ])('tells of $name', ({ spec, reason, says }) => {
    const { application } = FRESH;
    const odd = { ...application, spec: { ...application.spec, ...spec } };
    const actions = accepted(BY_OPERATOR, 'Operator', { ...FRESH, application: odd });
    expect(kindsOf(actions)).toEqual(['set-status', 'SparkApplicationSubmitted', reason]);
    expect(actions.at(-1)).toMatchObject({ type: 'Warning', message: expect.stringMatching(says) });
  });

  test('tells of a Driver mode that nobody has asked for, in a condition and an Event', () => {
    const actions = accepted(AS_NEEDED, 'Driver');
    const message =
      'Spark makes the executors itself, in the driver: It is so (spec.x). ' +
      "The driver's account needs the rights of deploy/driver-mode-account.yaml.";
    expect(statusIn(actions)?.executorManagement).toBe('Driver');
    expect(conditionIn(actions)).toMatchObject({ status: 'True', reason: 'AsNeeded', message });
    const event = { kind: 'emit-event', type: 'Warning', reason: 'SparkDriverModeNeeded', message };
    expect(actions).toContainEqual(event);
  });

  test('tells of one that was asked for in a condition', () => {
    const actions = accepted(AS_ASKED, 'Driver');
    expect(statusIn(actions)?.executorManagement).toBe('Driver');
    expect(conditionIn(actions)).toMatchObject({ status: 'True', reason: 'AsAsked' });
    expect(kindsOf(actions)).toEqual(['set-status', 'SparkApplicationSubmitted']);
  });

  test('goes by the driver that is there, though the application was edited before the status was written', () => {
    expect(statusIn(accepted(BY_OPERATOR, 'Driver'))?.executorManagement).toBe('Driver');
    expect(conditionIn(accepted(AS_NEEDED, 'Operator'))).toBeUndefined();
  });
});

describe('a refused submission', () => {
  test("keeps the API server's own sentence", () => {
    expect(statusIn(refused(BY_OPERATOR, 'exceeded quota: pods'))).toMatchObject({
      applicationState: {
        state: 'SUBMISSION_FAILED',
        errorMessage: 'submission failed: exceeded quota: pods',
      },
    });
  });

  test.each([
    { management: BY_OPERATOR, recorded: 'Operator' },
    { management: AS_ASKED, recorded: 'Driver' },
    { management: AS_NEEDED, recorded: 'Driver' },
  ])('of $management.kind records $recorded, by which it is cleared', ({ management, recorded }) => {
    expect(statusIn(refused(management, 'no'))).toMatchObject({
      executorManagement: recorded,
      submissionAttempts: 1,
    });
  });
});
