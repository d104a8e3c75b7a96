/** What is done in each state when each thing is observed: one row for every pair. */
import { describe, expect, test } from '@jest/globals';
import { APPLICATION_STATES, isTerminal, type ApplicationState } from '../../../src/api/application-state.ts';
import type { SparkApplicationSpec } from '../../../src/api/spark-application.ts';
import type { SparkExecutorSet } from '../../../src/api/spark-executor-set.ts';
import type { Decision } from '../../../src/application/action.ts';
import { decide } from '../../../src/application/decide.ts';
import type { DriverPod, DriverState } from '../../../src/application/driver-pod.ts';
import { withFailure } from '../../../src/application/next-attempt.ts';
import { dependsOnDriver } from '../../../src/application/observe.ts';
import type { Observed, ObservedDriver } from '../../../src/application/observed.ts';
import { specFingerprint } from '../../../src/application/spec-changes.ts';
import { applicationIn, driverPodIn } from '../../fakes/applications.ts';

const AT = Date.parse('2026-11-23T10:00:00Z');
const MINUTE = 60_000;
const SETTINGS = { pluginConfigMapName: 'plugin', sparkUser: 'spark', defaultTimeToLiveSeconds: undefined };

/** What is observed beside the state, and how the application differs from one that was submitted as it is. */
interface Sight {
  readonly driver?: DriverState;
  readonly pod?: Partial<DriverPod>;
  readonly spec?: Partial<SparkApplicationSpec>;
  /** What was edited since the operator looked last. */
  readonly edit?: Partial<SparkApplicationSpec>;
  /** Executors of which the set tells that they have not ended; undefined: there is no set. */
  readonly set?: string;
}

const RUNNING: DriverState = { kind: 'running' };
const failed = (reason: string): DriverState => ({ kind: 'failed', exitCode: 1, reason, message: '' });

const SIGHTS = {
  'driver pending': { driver: { kind: 'pending', waiting: undefined }, set: '' },
  'driver running': { driver: RUNNING, set: '1' },
  'driver succeeded': { driver: { kind: 'succeeded' }, set: '1' },
  'driver failed': { driver: failed('Error'), set: '1' },
  'driver evicted': { driver: failed('Evicted'), set: '1' },
  'driver unknown': { driver: { kind: 'unknown' }, set: '1' },
  'driver missing': { set: '1' },
  'driver being deleted': { driver: RUNNING, pod: { deleting: true, deletionAtMs: AT }, set: '1' },
  'driver lost': { driver: RUNNING, pod: { deleting: true, deletionAtMs: AT - MINUTE }, set: '1' },
  'nothing left': {},
  'set gone': { driver: RUNNING },
  'executors ended': { set: '' },
  'spec edited': { driver: RUNNING, set: '1', edit: { arguments: ['7'] } },
  'spec edited wrongly': { driver: RUNNING, set: '1', edit: { mode: 'client' } },
  'spec edited in place': { driver: RUNNING, set: '1', edit: { failureRetries: 1 } },
  suspended: { driver: RUNNING, set: '1', edit: { suspend: true } },
  'deadline passed': {
    driver: RUNNING,
    pod: { startedAtMs: AT - MINUTE },
    set: '1',
    spec: { timeouts: { runSeconds: 60 } },
  },
  'to run again, now': { spec: { restartPolicy: { type: 'Always' } } },
  'to run again, later': {
    set: '',
    spec: {
      restartPolicy: { type: 'Always', onFailureRetryInterval: 90, onSubmissionFailureRetryInterval: 90 },
    },
  },
  'time to live passed': { spec: { timeToLiveSeconds: 60 } },
} as const satisfies Record<string, Sight>;

type SightName = keyof typeof SIGHTS;
const NAMES = Object.keys(SIGHTS) as readonly SightName[];

/** The state it moves to, if it does, and what is done, in this order. */
type Row = Readonly<Record<SightName, string>>;
const row = (usual: string, others: Partial<Row>): Row =>
  ({ ...Object.fromEntries(NAMES.map((name) => [name, usual])), ...others }) as Row;

/** SUBMITTED, RUNNING and UNKNOWN follow the driver in the same way. */
const followed = (own: Partial<Row>): Row => {
  const isRunning = own['driver running'] ?? '→ RUNNING, run-executors';
  return row(isRunning, {
    'driver pending': '→ SUBMITTED, run-executors',
    'driver succeeded': '→ SUCCEEDING',
    'driver failed': '→ FAILING',
    'driver evicted': '→ FAILING',
    'driver unknown': '→ UNKNOWN, run-executors',
    'driver missing': '→ FAILING',
    'driver being deleted': '→ RUNNING, end-executors',
    'driver lost': '→ FAILING',
    'nothing left': '→ FAILING',
    'set gone': '→ RUNNING, restore-executor-set, run-executors',
    'executors ended': '→ FAILING',
    'spec edited': '→ INVALIDATING',
    suspended: '→ SUSPENDING',
    'deadline passed': '→ FAILING',
    'to run again, now': '→ FAILING',
    'to run again, later': '→ FAILING',
    'time to live passed': '→ FAILING',
    ...own,
  });
};

const NOT_SUBMITTED = row('submit', { 'spec edited wrongly': '→ FAILED', suspended: '→ SUSPENDING' });

const ENDED = row('end-executors', {
  'driver pending': 'remove-side-objects',
  'nothing left': '',
  'set gone': '',
  'executors ended': 'remove-side-objects',
  'spec edited': '→ INVALIDATING',
  'spec edited wrongly': '',
  'to run again, now': '',
  'to run again, later': 'remove-side-objects',
  'time to live passed': 'delete-application',
});

const TAKEN_DOWN = row('delete-driver, end-executors', {
  'driver missing': 'end-executors',
  'driver being deleted': 'end-executors',
  'driver lost': 'end-executors',
  'set gone': 'delete-driver',
  'executors ended': 'remove-side-objects',
  'to run again, later': 'remove-side-objects',
});

/** What is to be done in each state; first what is done at most sights. */
const TABLE: Readonly<Record<ApplicationState, Row>> = {
  '': NOT_SUBMITTED,
  SUBMITTED: followed({ 'driver pending': 'run-executors' }),
  RUNNING: followed({
    'driver running': 'run-executors',
    'driver being deleted': 'end-executors',
    'set gone': 'restore-executor-set, run-executors',
  }),
  UNKNOWN: followed({ 'driver unknown': 'run-executors' }),
  SUCCEEDING: row('→ COMPLETED', {
    'spec edited': '→ INVALIDATING',
    'to run again, now': '→ PENDING_RERUN',
    'to run again, later': 'remove-side-objects',
  }),
  FAILING: row('→ FAILED', {
    'driver pending': 'delete-driver',
    'driver running': 'stop-driver',
    'driver unknown': 'stop-driver',
    'driver being deleted': '',
    'set gone': 'stop-driver',
    'spec edited': '→ INVALIDATING',
    'spec edited wrongly': 'stop-driver',
    'spec edited in place': 'stop-driver',
    suspended: 'stop-driver',
    'deadline passed': 'stop-driver',
    'to run again, now': '→ PENDING_RERUN',
    'to run again, later': 'remove-side-objects',
  }),
  SUBMISSION_FAILED: row('remove-side-objects, → FAILED', {
    'spec edited': 'remove-side-objects, → INVALIDATING',
    'to run again, now': '→ PENDING_RERUN',
    'to run again, later': '',
  }),
  PENDING_RERUN: {
    ...TAKEN_DOWN,
    'nothing left': 'submit',
    'spec edited': '→ INVALIDATING',
    suspended: '→ SUSPENDING',
    'to run again, now': 'submit',
    'time to live passed': 'submit',
  },
  INVALIDATING: row('→ PENDING_RERUN', {}),
  SUSPENDING: {
    ...TAKEN_DOWN,
    'nothing left': '→ SUSPENDED',
    'to run again, now': '→ SUSPENDED',
    'time to live passed': '→ SUSPENDED',
  },
  SUSPENDED: row('→ RESUMING', { suspended: '' }),
  RESUMING: NOT_SUBMITTED,
  COMPLETED: ENDED,
  FAILED: ENDED,
};

function observed(state: ApplicationState, { driver, pod, spec, edit = {}, set }: Sight): Observed {
  const isWaiting = state === 'FAILING' || state === 'SUBMISSION_FAILED';
  const kind = state === 'FAILING' ? ('application' as const) : ('submission' as const);
  const submitted = { ...applicationIn('').spec, ...spec };
  const before = applicationIn(state, {
    observedGeneration: 1,
    submittedSpec: specFingerprint(submitted),
    terminationTime: new Date(AT - MINUTE).toISOString(),
    ...(isWaiting ? { failures: withFailure(undefined, { kind, reason: 'Error' }, 0, AT - MINUTE) } : {}),
  });
  return {
    application: {
      ...before,
      metadata: { ...before.metadata, generation: Object.keys(edit).length === 0 ? 1 : 2 },
      spec: { ...submitted, ...edit },
    },
    driver: dependsOnDriver(state) ? observedDriver(driver, pod) : { kind: 'not-looked-for' },
    executorSet: set === undefined ? undefined : executorSet(set),
    executorPods: 0,
  };
}

const observedDriver = (driver: DriverState | undefined, pod: Partial<DriverPod> = {}): ObservedDriver =>
  driver === undefined ? { kind: 'absent' } : { kind: 'present', pod: driverPodIn(driver, pod) };

const executorSet = (unfinished: string): SparkExecutorSet => ({
  metadata: { name: 'pi-1' },
  spec: { applicationName: 'pi', attempt: 1, driverPodName: 'pi-driver' },
  status: { unfinished },
});

const decideAt = (state: ApplicationState, sight: Sight): Decision =>
  decide(observed(state, sight), SETTINGS, AT);

function outcomeOf(state: ApplicationState, sight: Sight): string {
  const deeds = decideAt(state, sight).actions.flatMap((action) => {
    if (action.kind === 'emit-event') return [];
    if (action.kind !== 'set-status') return [action.kind];
    const { state: next } = action.status.applicationState;
    return next === state ? [] : [`→ ${next}`];
  });
  return deeds.join(', ');
}

test('every state has its rows', () => {
  expect(Object.keys(TABLE).toSorted()).toEqual([...APPLICATION_STATES].toSorted());
});

describe.each(APPLICATION_STATES)('in state "%s"', (state) => {
  test('each sight leads to what its row says', () => {
    const outcomes = Object.fromEntries(NAMES.map((name) => [name, outcomeOf(state, SIGHTS[name])]));
    expect(outcomes).toEqual(TABLE[state]);
  });

  test('the status is written before the Event that tells of it', () => {
    const early = NAMES.filter((name) => {
      const kinds = decideAt(state, SIGHTS[name]).actions.map(({ kind }) => kind);
      return kinds.includes('emit-event') && kinds.indexOf('emit-event') < kinds.indexOf('set-status');
    });
    expect(early).toEqual([]);
  });

  test('it looks again by itself, unless it is the last state and nothing is left to do', () => {
    const waiting = NAMES.filter((name) => decideAt(state, SIGHTS[name]).nextLook.kind === 'on-change');
    const idle = NAMES.filter((name) => TABLE[state][name] === '');
    expect(waiting.filter((name) => !isTerminal(state) || !idle.includes(name))).toEqual([]);
  });
});
