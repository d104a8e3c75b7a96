/** How large a status may become. */
import { expect, test } from '@jest/globals';
import type { SparkApplicationStatus } from '../../../src/api/spark-application.ts';
import type { ExecutorState } from '../../../src/api/executor-state.ts';
import { failureOfDriver } from '../../../src/application/driver-failure.ts';
import { projectDriverPod } from '../../../src/application/driver-pod.ts';
import { followDriver } from '../../../src/application/follow-driver.ts';
import type { Observed } from '../../../src/application/observed.ts';
import { nextStatus } from '../../../src/application/status.ts';
import type { Stored } from '../../../src/manifest/object-meta.ts';
import type { PodManifest } from '../../../src/manifest/pod.ts';
import { applicationIn, driverPodIn } from '../../fakes/applications.ts';

const AT = Date.parse('2026-11-23T10:00:00Z');
const MOST_BYTES = 64 * 1024;

/** Quotes and line breaks take two bytes each in JSON. */
const MANY_WORDS = 'it said "no"\n'.repeat(5_000);

const nameOf = (attempt: number, id: number): string =>
  `${'n'.repeat(230)}${attempt}-exec-${String(id).padStart(10, '0')}`;

function executors(attempt: number): ReadonlyMap<string, ExecutorState> {
  const ids = Array.from({ length: 5_000 }, (_, index) => attempt * 5_000 + index + 1);
  return new Map(ids.map((id) => [nameOf(attempt, id), 'COMPLETED']));
}

/** A pod of which everybody says as much as the API server lets them. */
function failedPod(name: string): Stored<PodManifest> {
  const terminated = { exitCode: 137, reason: 'R'.repeat(4_096), message: MANY_WORDS };
  return {
    metadata: { namespace: 'jobs', name, uid: 'u', resourceVersion: '1' },
    spec: { containers: [{ name: 'spark-kubernetes-driver', image: 'spark' }] },
    status: {
      phase: 'Failed',
      reason: 'Evicted',
      containerStatuses: [{ name: 'spark-kubernetes-driver', state: { terminated } }],
    },
  };
}

const set = {
  metadata: { name: 'pi-1' },
  spec: { applicationName: 'pi', attempt: 1, driverPodName: 'pi-driver' },
  status: {
    unfinished: '1',
    desired: 5_000,
    running: 4_999,
    selector: `spark-app-selector=${'s'.repeat(63)},spark-role=executor,spark-exec-inactive!=true`,
    message: 'm'.repeat(1_024),
    scaledTo: 2_147_483_647,
    recentLosses: Array.from({ length: 10 }, (_, index) => ({
      id: 2_147_483_000 + index,
      exitCode: -2_147_483_648,
      causedByApplication: true,
      reason: '"'.repeat(120),
      time: '2026-11-23T10:00:00Z',
    })),
  },
};

/** Ten attempts, each with 5,000 executors of its own, and each worse than what is met. */
function worstStatus(): SparkApplicationStatus {
  let status: SparkApplicationStatus | undefined;
  for (let attempt = 1; attempt <= 12; attempt += 1) {
    const pod = projectDriverPod(failedPod('d'.repeat(253)));
    const driver = { ...driverPodIn(pod.state), name: pod.name, attempt, submissionId: 'u'.repeat(63) };
    const seen: Observed = {
      application: applicationIn('RUNNING', status),
      driver: { kind: 'present', pod: driver },
      executorSet: set,
      executorPods: 5_000,
      executorStates: executors(attempt),
      heldUp: MANY_WORDS,
    };
    const accepted = nextStatus(seen, { state: 'SUBMITTED', news: { kind: 'accepted', driver } }, AT);
    const { actions } = followDriver({ ...seen, application: applicationIn('RUNNING', accepted) }, AT);
    status = actions.flatMap((action) => (action.kind === 'set-status' ? [action.status] : []))[0];
  }
  const failure = failureOfDriver(
    { kind: 'failed', exitCode: 1, reason: 'E', message: '' },
    driverPodIn({ kind: 'running' }),
  );
  return nextStatus(
    {
      application: applicationIn('FAILING', status),
      driver: { kind: 'not-looked-for' },
      executorSet: set,
      executorPods: 5_000,
      executorStates: new Map([...executors(12)].slice(0, 2_500)),
      heldUp: MANY_WORDS,
    },
    { state: 'FAILED', errorMessage: MANY_WORDS, news: { kind: 'ended', failure } },
    AT,
  );
}

test('a status stays below 64 kB with 5,000 executors, ten attempts and everything as long as it may be', () => {
  const status = worstStatus();
  expect(status.attempts).toHaveLength(10);
  expect(Object.keys(status.executorState ?? {}).length).toBeGreaterThan(50);
  expect(Buffer.byteLength(JSON.stringify(status))).toBeLessThan(MOST_BYTES);
});
