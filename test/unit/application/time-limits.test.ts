import { describe, expect, test } from '@jest/globals';
import type { SparkApplicationSpec } from '../../../src/api/spark-application.ts';
import type { ExecutorSetStatus } from '../../../src/api/spark-executor-set.ts';
import type { DriverPod, DriverState, Words } from '../../../src/application/driver-pod.ts';
import type { Observed } from '../../../src/application/observed.ts';
import { nextLimitAtMs, overdueOf } from '../../../src/application/time-limits.ts';
import { applicationIn, driverPodIn } from '../../fakes/applications.ts';

const SUBMITTED = '2026-11-23T10:00:00Z';
const AT = Date.parse(SUBMITTED);
const S = 1_000;

const waitingFor = (reason: string): DriverState => ({
  kind: 'pending',
  waiting: { reason, message: 'words' },
});
const STARTING: DriverState = { kind: 'pending', waiting: undefined };
const RUNNING: DriverState = { kind: 'running' };

interface Given {
  readonly state: DriverState;
  readonly timeouts?: SparkApplicationSpec['timeouts'];
  readonly pod?: Partial<DriverPod>;
  readonly trouble?: Words;
  readonly executors?: ExecutorSetStatus;
}

/** A driver submitted at AT, taken on by its node and ready at the same moment. */
function observed({ state, timeouts, pod, trouble, executors }: Given): Observed {
  const conditions = [
    {
      type: 'DriverReady',
      status: state.kind === 'running' ? ('True' as const) : ('False' as const),
      reason: 'r',
      message: 'what holds it up',
      lastTransitionTime: SUBMITTED,
    },
  ];
  const application = applicationIn('RUNNING', { lastSubmissionAttemptTime: SUBMITTED, conditions });
  const spec = { applicationName: 'pi', attempt: 1, driverPodName: 'pi-driver' };
  return {
    application: { ...application, spec: { ...application.spec, timeouts: timeouts ?? {} } },
    driver: { kind: 'present', pod: driverPodIn(state, { startedAtMs: AT, ...pod }), trouble },
    executorSet: { metadata: { name: 'pi-1' }, spec, status: executors ?? {} },
    executorPods: 0,
  };
}

const reasonAt = (given: Given, seconds: number): string | undefined =>
  overdueOf(observed(given), AT + seconds * S)?.failure.reason;

describe('an attempt fails', () => {
  test.each<readonly [string, Given, string, number]>([
    [
      'at once when its image has no name',
      { state: waitingFor('InvalidImageName') },
      'DriverImageInvalid',
      0,
    ],
    [
      'at once when its image may not be pulled',
      { state: waitingFor('ErrImageNeverPull') },
      'DriverImageMissing',
      0,
    ],
    ['when its image cannot be pulled', { state: waitingFor('ErrImagePull') }, 'DriverImagePullFailed', 120],
    ['between two pulls, too', { state: waitingFor('ImagePullBackOff') }, 'DriverImagePullFailed', 120],
    [
      'when a key of a ConfigMap or secret is missing',
      { state: waitingFor('CreateContainerConfigError') },
      'DriverConfigMissing',
      120,
    ],
    [
      'when a volume is missing, which only an Event says',
      { state: STARTING, trouble: { reason: 'FailedMount', message: 'configmap "x" not found' } },
      'DriverVolumeMissing',
      120,
    ],
    [
      'when its driver does not start in time',
      { state: STARTING, timeouts: { driverStartSeconds: 60 }, pod: { startedAtMs: undefined } },
      'DriverStartTimeout',
      60,
    ],
    ['when it runs too long', { state: RUNNING, timeouts: { runSeconds: 90 } }, 'RunTimeout', 90],
    [
      'when no executor starts in time',
      { state: RUNNING, timeouts: { executorStartSeconds: 30 }, executors: { desired: 2, pending: 2 } },
      'ExecutorStartTimeout',
      30,
    ],
  ])('%s', (_, given, reason, afterS) => {
    expect(reasonAt(given, afterS - 1)).toBeUndefined();
    expect(reasonAt(given, afterS)).toBe(reason);
  });
});

describe('an attempt goes on', () => {
  test.each<readonly [string, Given]>([
    ['while nothing limits it', { state: RUNNING }],
    ['while it waits for a node, without a limit', { state: waitingFor('Unschedulable') }],
    ['while its container is being created', { state: waitingFor('ContainerCreating') }],
    [
      'before it has a node, however long that took',
      { state: waitingFor('ErrImagePull'), pod: { startedAtMs: undefined } },
    ],
    [
      'once an executor has run, whatever became of it',
      { state: RUNNING, timeouts: { executorStartSeconds: 30 }, executors: { desired: 2, failed: 1 } },
    ],
    [
      'while its driver wants no executor',
      { state: RUNNING, timeouts: { executorStartSeconds: 30 }, executors: { desired: 0 } },
    ],
    [
      'while its driver pod is being deleted',
      { state: RUNNING, timeouts: { runSeconds: 1 }, pod: { deleting: true } },
    ],
  ])('%s', (_, given) => {
    expect(reasonAt(given, 1_000_000)).toBeUndefined();
  });
});

test('says what holds the driver up, and what to do', () => {
  expect(overdueOf(observed({ state: waitingFor('ErrImagePull') }), AT + 120 * S)?.message).toBe(
    'the driver cannot start: ErrImagePull: words. Check spec.image and spec.imagePullSecrets.',
  );
});

test('the earliest limit ahead says when to look again', () => {
  const given: Given = { state: waitingFor('ErrImagePull'), timeouts: { driverStartSeconds: 60 } };
  expect(nextLimitAtMs(observed(given), AT)).toBe(AT + 60 * S);
  expect(nextLimitAtMs(observed(given), AT + 60 * S)).toBe(AT + 120 * S);
  expect(nextLimitAtMs(observed({ state: RUNNING }), AT)).toBeUndefined();
});
