import { describe, expect, test } from '@jest/globals';
import type { ApplicationState } from '../../../src/api/application-state.ts';
import type { SparkApplicationStatus } from '../../../src/api/spark-application.ts';
import type { Action } from '../../../src/application/action.ts';
import { decide } from '../../../src/application/decide.ts';
import { withManagement } from '../../../src/application/driver-mode.ts';
import type { DriverState } from '../../../src/application/driver-pod.ts';
import type { Observed } from '../../../src/application/observed.ts';
import { withFailure } from '../../../src/application/next-attempt.ts';
import { applicationIn, driverPodIn } from '../../fakes/applications.ts';

const SETTINGS = { pluginConfigMapName: 'plugin', sparkUser: 'spark', defaultTimeToLiveSeconds: undefined };
const AT = Date.parse('2026-11-23T10:00:00Z');
const COUNTED = {
  desired: 3,
  pending: 1,
  running: 2,
  succeeded: 0,
  failed: 0,
  selector: 'spark-app-selector=spark-1,spark-role=executor',
};

const REFUSED = applicationIn('SUBMISSION_FAILED', {
  executorManagement: 'Driver',
  failures: withFailure(undefined, { kind: 'submission', reason: 'SubmissionRefused' }, 0, AT),
});

const FAILED: DriverState = { kind: 'failed', exitCode: 137, reason: 'Error', message: '' };
const plain = applicationIn('FAILING', {
  executorManagement: 'Driver',
  failures: withFailure(undefined, { kind: 'application', reason: 'Error' }, 0, AT),
});
const AGAIN = { ...plain, spec: { ...plain.spec, restartPolicy: { type: 'Always' as const } } };

const NEW = { applicationState: { state: 'SUBMITTED' as const }, driverInfo: {} };

/** An application whose driver makes the executors, in this state. */
function observed(state: ApplicationState, driver?: DriverState, more: Partial<Observed> = {}): Observed {
  return {
    application: applicationIn(state, { executorManagement: 'Driver' }),
    driver: driver === undefined ? { kind: 'not-looked-for' } : { kind: 'present', pod: driverPodIn(driver) },
    executorSet: undefined,
    executorPods: 2,
    ...more,
  };
}

const actionsOf = (given: Observed): readonly Action[] => decide(given, SETTINGS, AT).actions;
const kindsOf = (actions: readonly Action[]): readonly string[] =>
  actions.map((action) => (action.kind === 'emit-event' ? action.reason : action.kind));
const statusIn = (actions: readonly Action[]): SparkApplicationStatus | undefined =>
  actions.flatMap((action) => (action.kind === 'set-status' ? [action.status] : []))[0];

describe('an application in Driver mode', () => {
  test.each<{ readonly name: string; readonly given: Observed; readonly does: readonly string[] }>([
    {
      name: 'is followed and counted, and its executor set not missed',
      given: observed('RUNNING', { kind: 'running' }),
      does: ['set-status', 'follow-executors'],
    },
    {
      name: 'leaves a driver that is being deleted its executors: they go with its pod',
      given: observed('RUNNING', undefined, {
        driver: { kind: 'present', pod: driverPodIn({ kind: 'running' }, { deleting: true }) },
      }),
      does: ['set-status', 'follow-executors'],
    },
    {
      name: 'ends when its driver ends',
      given: observed('RUNNING', { kind: 'succeeded' }),
      does: ['set-status', 'SparkDriverCompleted'],
    },
    {
      name: 'is cleared before it counts as completed',
      given: observed('SUCCEEDING'),
      does: ['remove-leftovers', 'set-status', 'SparkApplicationCompleted'],
    },
    {
      name: 'is cleared before it counts as failed',
      given: observed('FAILING'),
      does: ['remove-leftovers', 'set-status', 'SparkApplicationFailed'],
    },
    {
      name: 'is cleared at once where it runs again later and executors are left',
      given: observed('FAILING', FAILED, { application: AGAIN, undeletedExecutors: 2 }),
      does: ['set-status', 'remove-leftovers'],
    },
    {
      name: 'waits for executors that were deleted, and deletes none twice',
      given: observed('FAILING', FAILED, { application: AGAIN, undeletedExecutors: 0 }),
      does: ['set-status'],
    },
    {
      name: 'needs no driver to be cleared after a refused submission',
      given: observed('SUBMISSION_FAILED', undefined, { application: REFUSED }),
      does: ['remove-side-objects', 'set-status', 'SparkApplicationFailed'],
    },
    {
      name: 'is left alone once it has ended',
      given: observed('COMPLETED'),
      does: ['set-status'],
    },
  ])('$name', ({ given, does }) => {
    expect(kindsOf(actionsOf(given))).toEqual(does);
  });

  test('is one by what its driver was submitted with, whatever an edit says', () => {
    const running = applicationIn('RUNNING', { executorManagement: 'Driver' });
    const edited = { ...running, spec: { ...running.spec, executorManagement: 'Operator' as const } };
    const given = observed('RUNNING', { kind: 'running' }, { application: edited });
    expect(kindsOf(actionsOf(given))).toEqual(['set-status', 'follow-executors']);
  });

  test('says why in at most 2 KiB, whatever is written in the spec', () => {
    const needs = [{ path: 'spec.sparkConf[x]', what: 'x'.repeat(100_000), remedy: 'Remove it.' }];
    const status = { ...NEW, executorManagement: 'Driver' as const };
    const shown = withManagement(status, { kind: 'driver-as-needed', needs }, AT).conditions ?? [];
    const message = shown.find(({ type }) => type === 'DriverMode')?.message ?? '';
    expect(message).toMatch(/^Spark makes the executors itself, in the driver: x+…$/u);
    expect(Buffer.byteLength(message)).toBe(2_048);
  });

  test('shows the executors that are counted', () => {
    const running = statusIn(actionsOf(observed('RUNNING', { kind: 'running' }, { counted: COUNTED })));
    expect(running?.executors).toEqual(COUNTED);
    const ended = statusIn(actionsOf(observed('SUCCEEDING', undefined, { counted: COUNTED })));
    expect(ended?.executors).toMatchObject({ desired: 0, pending: 0, running: 0 });
  });
});
