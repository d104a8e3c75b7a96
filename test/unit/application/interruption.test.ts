import { describe, expect, test } from '@jest/globals';
import type { ApplicationState } from '../../../src/api/application-state.ts';
import type { SparkApplicationSpec } from '../../../src/api/spark-application.ts';
import { decide } from '../../../src/application/decide.ts';
import type { DriverState } from '../../../src/application/driver-pod.ts';
import type { Observed } from '../../../src/application/observed.ts';
import { specFingerprint } from '../../../src/application/spec-changes.ts';
import { applicationIn, driverPodIn } from '../../fakes/applications.ts';
import { FAILED, Life, statusOf } from '../../fakes/application-life.ts';

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

describe('an edit of what another operator has submitted', () => {
  const RUNS: Observed = {
    ...edited('RUNNING', {}, { kind: 'running' }),
    application: applicationIn('RUNNING'),
  };
  const seen = decide(RUNS, SETTINGS, AT).actions.flatMap((action) =>
    action.kind === 'set-status' ? [action.status] : [],
  )[0];

  test.each<{
    readonly name: string;
    readonly spec: Partial<SparkApplicationSpec>;
    readonly leadsTo: string;
  }>([
    { name: 'begins it anew', spec: { arguments: ['100'] }, leadsTo: 'INVALIDATING' },
    { name: 'applies in place where it can', spec: { timeToLiveSeconds: 60 }, leadsTo: 'RUNNING' },
  ])('$name, from the first look on', ({ spec, leadsTo }) => {
    const { application, ...rest } = edited('RUNNING', spec, { kind: 'running' });
    const after = { ...rest, application: { ...application, ...(seen && { status: seen }) } };
    expect(statesOf(after)[0]).toBe(leadsTo);
  });
});

describe('suspension', () => {
  test('ends the attempt, holds the application, and begins a new attempt after', () => {
    const life = new Life();
    life.settle();
    life.edit({ suspend: true });
    expect(life.settle()).toBe(300);
    expect(life.state).toBe('SUSPENDED');
    expect([life.driver, [...life.sets]]).toEqual([undefined, []]);
    life.edit({ suspend: false });
    life.settle();
    expect(life.state).toBe('RUNNING');
    expect(life.driver?.attempt).toBe(2);
    expect(life.states.slice(-5)).toEqual(['SUSPENDING', 'SUSPENDED', 'RESUMING', 'SUBMITTED', 'RUNNING']);
    expect(statusOf(life)?.attempts).toMatchObject([{ attempt: 1, outcome: 'CutOff' }]);
  });

  test('of an application that was never submitted submits nothing', () => {
    const life = new Life({ suspend: true });
    life.settle();
    expect(life.state).toBe('SUSPENDED');
    expect(life.driver).toBeUndefined();
    life.edit({ suspend: false });
    life.settle();
    expect(life.driver?.attempt).toBe(1);
  });

  test('begins with what was edited meanwhile', () => {
    const life = new Life({ suspend: true });
    life.settle();
    life.edit({ arguments: ['7'] });
    life.settle();
    life.edit({ suspend: false });
    life.settle();
    expect([life.state, life.driver?.attempt]).toEqual(['RUNNING', 1]);
  });

  test('lets an application that has ended be', () => {
    const life = new Life();
    life.settle();
    life.driverIs({ kind: 'succeeded' });
    life.settle();
    life.edit({ suspend: true });
    life.settle();
    expect(life.state).toBe('COMPLETED');
  });
});

describe('an edit', () => {
  test.each<readonly [string, DriverState]>([
    ['while it runs', { kind: 'running' }],
    ['after it completed', { kind: 'succeeded' }],
    ['after it failed', FAILED],
  ])('of what pods are made from begins anew %s, with counts of its own', (_, state) => {
    const life = new Life();
    life.settle();
    life.driverIs(state);
    life.settle();
    life.edit({ arguments: ['7'] });
    life.settle();
    expect(life.state).toBe('RUNNING');
    expect(life.states.slice(-4)).toEqual(['INVALIDATING', 'PENDING_RERUN', 'SUBMITTED', 'RUNNING']);
    expect(life.driver?.attempt).toBe(2);
    expect(statusOf(life)).toMatchObject({ attempt: 2, executionAttempts: 1, submissionAttempts: 1 });
  });

  test('of an application that has ended and is suspended counts once it goes on', () => {
    const life = new Life();
    life.settle();
    life.driverIs({ kind: 'succeeded' });
    life.settle();
    life.edit({ suspend: true, arguments: ['7'] });
    life.settle();
    expect([life.state, life.driver]).toEqual(['SUSPENDED', undefined]);
    life.edit({ suspend: false });
    life.settle();
    expect([life.state, life.driver?.attempt]).toEqual(['RUNNING', 2]);
  });

  test('that came between the driver pod and the status that tells of it is not lost', () => {
    const life = new Life();
    life.isCutOffAfterPod = true;
    life.settle();
    expect(life.state).toBe('');
    life.edit({ arguments: ['7'] });
    life.isCutOffAfterPod = false;
    life.settle();
    expect([life.state, life.driver?.attempt]).toEqual(['RUNNING', 2]);
  });

  test('corrects an application that was refused', () => {
    const life = new Life({ mode: 'client' });
    life.settle();
    expect(life.state).toBe('FAILED');
    life.edit({ mode: 'cluster' });
    life.settle();
    expect([life.state, life.driver?.attempt]).toEqual(['RUNNING', 1]);
  });

  test('that is wrong ends nothing, and is said once', () => {
    const life = new Life();
    life.settle();
    life.edit({ mode: 'client' });
    life.settle();
    life.settle();
    expect([life.state, life.driver?.attempt]).toEqual(['RUNNING', 1]);
    expect(life.deeds.filter((deed) => deed === 'SparkApplicationSpecUpdateFailed')).toHaveLength(1);
  });

  test('of what applies in place ends nothing', () => {
    const life = new Life();
    life.settle();
    life.edit({ timeToLiveSeconds: 60, executor: { instances: 9 } });
    life.settle();
    expect([life.state, life.driver?.attempt]).toEqual(['RUNNING', 1]);
  });
});
