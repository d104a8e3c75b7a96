import { expect, test } from '@jest/globals';
import type { ApplicationState } from '../../../src/api/application-state.ts';
import type { SparkApplicationStatus } from '../../../src/api/spark-application.ts';
import { EXECUTOR_SETS, type SparkExecutorSet } from '../../../src/api/spark-executor-set.ts';
import { managedBy } from '../../../src/application/observed.ts';
import { observe, type Sight } from '../../../src/application/observe.ts';
import { EVENTS, type EventManifest } from '../../../src/kube/event.ts';
import type { Stored } from '../../../src/manifest/object-meta.ts';
import { applicationIn, driverPodIn } from '../../fakes/applications.ts';
import { InMemoryApiServer } from '../../fakes/in-memory-api-server.ts';
import { executorSet } from '../../fakes/executor-pods.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';

const PI = { namespace: 'jobs', name: 'pi' };

test.each([
  { name: 'is observed', ownerUid: 'uid-of-pi', there: true },
  { name: 'of an earlier application of that name is not', ownerUid: 'uid-of-another-pi', there: false },
])("the application's executor set $name", async ({ ownerUid, there }) => {
  const observed = await observe(PI, sight('RUNNING', { executorSets: { get: () => setOf(ownerUid) } }));
  expect(observed?.executorSet !== undefined).toBe(there);
});

test.each<readonly [ApplicationState, 'Operator' | 'Driver', boolean]>([
  ['PENDING_RERUN', 'Operator', true],
  ['SUSPENDING', 'Operator', true],
  ['RUNNING', 'Operator', false],
  ['COMPLETED', 'Operator', false],
  ['PENDING_RERUN', 'Driver', false],
])(
  'in %s, executors by the %s, a set that no cache shows is looked for: %p',
  async (state, executorManagement, there) => {
    const server = new InMemoryApiServer(new ManualClock());
    await server.create(EXECUTOR_SETS, setOf('uid-of-pi'));
    const observed = await observe(PI, sight(state, { api: server }, { executorManagement }));
    expect(observed?.executorSet !== undefined).toBe(there);
  },
);

test.each<{ readonly name: string; readonly submissionId: string; readonly kind: 'present' | 'absent' }>([
  { name: 'is followed', submissionId: 'theirs', kind: 'present' },
  { name: 'before the one that the status names is not', submissionId: 'theirs-before', kind: 'absent' },
])('a driver that another operator has submitted $name', async ({ submissionId, kind }) => {
  const pod = driverPodIn({ kind: 'running' }, { attempt: 0, submissionId });
  const observed = await observe(
    PI,
    sight('RUNNING', { drivers: { get: () => pod } }, { submissionID: 'theirs' }),
  );
  expect(observed?.driver.kind).toBe(kind);
  expect(observed === undefined ? undefined : managedBy(observed.application)).toBe('Driver');
});

test.each([
  { name: 'asked why a driver does not start', afterMs: 10_000, message: 'configmap "x" not found' },
  { name: 'not asked before', afterMs: 9_999, message: undefined },
])('after $afterMs ms Events are $name', async ({ afterMs, message }) => {
  const clock = new ManualClock(60_000 + afterMs);
  const api = new InMemoryApiServer(clock);
  const note = { type: 'Warning', reason: 'FailedMount', message: 'configmap "x" not found' };
  const event = { ...note, metadata: { namespace: 'jobs', name: 'told' }, lastTimestamp: '' };
  await api.create(EVENTS, event as EventManifest);
  const pod = driverPodIn({ kind: 'pending', waiting: undefined }, { startedAtMs: 60_000 });
  const observed = await observe(PI, sight('SUBMITTED', { api, clock, drivers: { get: () => pod } }));
  const told = observed?.driver.kind === 'present' ? observed.driver.trouble : undefined;
  expect(told?.message).toBe(message);
});

test('what the API server refuses the executors holds the application up', async () => {
  const { executors } = sight('RUNNING', {});
  const refused = { ...executors, refusalOf: () => 'no right' };
  expect((await observe(PI, sight('RUNNING', { executors: refused })))?.heldUp).toBe('no right');
});

function sight(
  state: ApplicationState,
  more: Partial<Sight>,
  status: Partial<SparkApplicationStatus> = {},
): Sight {
  const driverInfo = { podName: 'pi-driver' };
  return {
    api: new InMemoryApiServer(new ManualClock()),
    clock: new ManualClock(),
    applications: { get: () => applicationIn(state, { driverInfo, ...status }) },
    drivers: { get: () => driverPodIn({ kind: 'running' }) },
    executorSets: { get: () => undefined },
    executors: {
      podsOf: () => 0,
      undeletedPodsOf: () => 0,
      statesOf: () => new Map(),
      countsOf: () => undefined,
      refusalOf: () => undefined,
    },
    statusWrites: new Map(),
    heldUp: new Map(),
    ...more,
  };
}

function setOf(ownerUid: string): Stored<SparkExecutorSet> {
  const set = executorSet();
  const owner = { apiVersion: 'v1beta2', kind: 'SparkApplication', name: 'pi', uid: ownerUid };
  return {
    ...set,
    metadata: {
      ...set.metadata,
      namespace: 'jobs',
      uid: 'u',
      resourceVersion: '1',
      ownerReferences: [owner],
    },
  };
}
