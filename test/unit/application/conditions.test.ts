import { expect, test } from '@jest/globals';
import type { ApplicationState } from '../../../src/api/application-state.ts';
import type { SparkApplicationStatus } from '../../../src/api/spark-application.ts';
import { conditionsOf } from '../../../src/application/conditions.ts';
import type { DriverState, Words } from '../../../src/application/driver-pod.ts';
import { followDriver } from '../../../src/application/follow-driver.ts';
import type { Observed, ObservedDriver } from '../../../src/application/observed.ts';
import { applicationIn, driverPodIn } from '../../fakes/applications.ts';

const AT = Date.parse('2026-11-23T10:00:00Z');
const SILENT: DriverState = { kind: 'pending', waiting: undefined };

const observed = (state: ApplicationState, driver: ObservedDriver): Observed => ({
  application: applicationIn(state),
  driver,
  executorSet: undefined,
  executorPods: 0,
});

function conditionIn(
  type: string,
  state: ApplicationState,
  more: Partial<SparkApplicationStatus>,
  driver: ObservedDriver = { kind: 'not-looked-for' },
): readonly [reason: string | undefined, message: string | undefined] {
  const status = { applicationState: { state }, driverInfo: {}, ...more };
  const { reason, message } =
    conditionsOf(status, observed(state, driver), AT).find((each) => each.type === type) ?? {};
  return [reason, message];
}

const POD = { driverInfo: { podName: 'pi-driver' } };
const GONE = { attempt: 1, outcome: 'Failed', reason: 'DriverNotFound' };
const SUCCEEDED = { attempt: 2, outcome: 'Succeeded' };

test.each<{
  readonly name: string;
  readonly state: ApplicationState;
  readonly status: Partial<SparkApplicationStatus>;
  readonly says: readonly [string, string];
}>([
  {
    name: 'of a spec that was refused',
    state: 'FAILED',
    status: {},
    says: ['NoDriver', 'There has been no driver yet.'],
  },
  {
    name: 'of a submission that was refused',
    state: 'SUBMISSION_FAILED',
    status: {},
    says: ['NoDriver', 'There has been no driver yet.'],
  },
  {
    name: 'of an edit that was refused after the end',
    state: 'FAILED',
    status: POD,
    says: ['DriverEnded', 'The driver has ended.'],
  },
  {
    name: 'whose pod was deleted',
    state: 'FAILED',
    status: { ...POD, attempts: [GONE] },
    says: ['DriverNotFound', 'The driver pod is gone; nobody has seen how it ended.'],
  },
  {
    name: 'after one whose pod was deleted',
    state: 'COMPLETED',
    status: { ...POD, attempts: [GONE, SUCCEEDED] },
    says: ['DriverEnded', 'The driver has ended.'],
  },
  {
    name: 'that is suspended before it began',
    state: 'SUSPENDED',
    status: {},
    says: ['Suspended', 'The application is suspended.'],
  },
])('the driver $name', ({ state, status, says }) => {
  expect(conditionIn('DriverReady', state, status)).toEqual(says);
});

test.each([
  { status: {}, message: 'No attempt has begun.' },
  { status: POD, message: 'The attempt has ended.' },
])('executors that do not come any more: $message', ({ status, message }) => {
  expect(conditionIn('ExecutorsReady', 'FAILED', status)).toEqual(['ApplicationEnded', message]);
});

test.each<{
  readonly name: string;
  readonly state: DriverState;
  readonly trouble?: Words;
  readonly message: string;
}>([
  { name: 'without a word', state: SILENT, message: 'The driver pod is pending.' },
  {
    name: 'in the words of its own status',
    state: { kind: 'pending', waiting: { reason: 'ErrImagePull', message: 'no such image' } },
    message: 'ErrImagePull: no such image',
  },
  {
    name: 'in those of an Event',
    state: SILENT,
    trouble: { reason: 'FailedMount', message: 'MountVolume.SetUp failed for volume "v" : timed out' },
    message: 'FailedMount: MountVolume.SetUp failed for volume "v" : timed out',
  },
])('a driver that waits says why $name', ({ state, trouble, message }) => {
  const driver: ObservedDriver = { kind: 'present', pod: driverPodIn(state), trouble };
  expect(conditionIn('DriverReady', 'SUBMITTED', POD, driver)).toEqual(['DriverPending', message]);
});

test('a driver that waits without a word is looked at as soon as Events may tell why', () => {
  const pod = driverPodIn(SILENT, { startedAtMs: AT - 4_000 });
  expect(followDriver(observed('SUBMITTED', { kind: 'present', pod }), AT).nextLook).toEqual({
    kind: 'after',
    delayMs: 6_000,
  });
});
