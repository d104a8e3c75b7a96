import { describe, expect, test } from '@jest/globals';
import type { ApplicationState } from '../../../src/api/application-state.ts';
import type { SparkApplicationSpec } from '../../../src/api/spark-application.ts';
import { decide } from '../../../src/application/decide.ts';
import type { DriverState } from '../../../src/application/driver-pod.ts';
import type { Observed } from '../../../src/application/observed.ts';
import { specFingerprint } from '../../../src/application/spec-changes.ts';
import { applicationIn, driverPodIn } from '../../fakes/applications.ts';

const AT = Date.parse('2026-11-23T10:00:00Z');
const SETTINGS = { pluginConfigMapName: 'plugin', sparkUser: 'spark', defaultTimeToLiveSeconds: undefined };

/** An application that was edited since the operator looked at it last. */
function edited(
  state: ApplicationState,
  spec: Partial<SparkApplicationSpec>,
  driver?: DriverState,
): Observed {
  const before = applicationIn(state, {
    observedGeneration: 1,
    submittedSpec: specFingerprint(applicationIn('').spec),
  });
  return {
    application: {
      ...before,
      metadata: { ...before.metadata, generation: 2 },
      spec: { ...before.spec, ...spec },
    },
    driver: driver === undefined ? { kind: 'absent' } : { kind: 'present', pod: driverPodIn(driver) },
    executorSet: undefined,
    executorPods: 0,
  };
}

const statesOf = (observed: Observed): readonly string[] =>
  decide(observed, SETTINGS, AT).actions.flatMap((action) =>
    action.kind === 'set-status' ? [action.status.applicationState.state] : [],
  );
const eventsOf = (observed: Observed): readonly string[] =>
  decide(observed, SETTINGS, AT).actions.flatMap((action) =>
    action.kind === 'emit-event' ? [action.reason] : [],
  );

describe('an edit that comes between the end of a driver and its record', () => {
  test.each<{ readonly name: string; readonly state: ApplicationState; readonly driver?: DriverState }>([
    { name: 'after a success', state: 'SUCCEEDING' },
    { name: 'after a failure', state: 'FAILING' },
    { name: 'while a driver that was given up on is stopped', state: 'FAILING', driver: { kind: 'running' } },
    { name: 'after a refused submission', state: 'SUBMISSION_FAILED' },
  ])('begins the application anew $name', ({ state, driver }) => {
    expect(statesOf(edited(state, { arguments: ['100'] }, driver))).toEqual(['INVALIDATING']);
  });

  test.each<{ readonly state: ApplicationState; readonly ends: string }>([
    { state: 'SUCCEEDING', ends: 'COMPLETED' },
    { state: 'FAILING', ends: 'FAILED' },
  ])('is said to be wrong in $state, where it is', ({ state, ends }) => {
    const observed = edited(state, { driver: { memory: 'much' } });
    expect(statesOf(observed)).toEqual([ends]);
    expect(eventsOf(observed)).toContain('SparkApplicationSpecUpdateFailed');
  });

  test('waits for its turn where the application is suspended, too', () => {
    const observed = edited('SUCCEEDING', { arguments: ['100'], suspend: true });
    expect(statesOf(observed)).toEqual(['SUSPENDING']);
  });
});
