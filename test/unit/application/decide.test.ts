import { describe, expect, test } from '@jest/globals';
import type { ApplicationState } from '../../../src/api/application-state.ts';
import type { SparkApplication, SparkApplicationSpec } from '../../../src/api/spark-application.ts';
import type { SparkExecutorSet } from '../../../src/api/spark-executor-set.ts';
import type { Action, Decision } from '../../../src/application/action.ts';
import { decide } from '../../../src/application/decide.ts';
import type { DriverState } from '../../../src/application/driver-pod.ts';
import type { Observed, ObservedDriver } from '../../../src/application/observed.ts';
import type { Stored } from '../../../src/manifest/object-meta.ts';
import { applicationIn, driverPodIn } from '../../fakes/applications.ts';

const SETTINGS = { pluginConfigMapName: 'plugin', sparkUser: 'spark', defaultTimeToLiveSeconds: undefined };
const AT = Date.parse('2026-11-23T10:00:00Z');
const FAILED_WITH_1: DriverState = { kind: 'failed', exitCode: 1, reason: 'Error', message: 'boom' };
const EVICTED: DriverState = {
  kind: 'failed',
  exitCode: undefined,
  reason: 'Evicted',
  message: 'low on disk',
};

const FOLLOWED: readonly ApplicationState[] = ['SUBMITTED', 'RUNNING', 'UNKNOWN'];

const present = (state: DriverState): ObservedDriver => ({ kind: 'present', pod: driverPodIn(state) });
const outlived = (state: DriverState): ObservedDriver => ({
  kind: 'present',
  pod: driverPodIn(state, { outlived: true }),
});
const ABSENT: ObservedDriver = { kind: 'absent' };

function observed(state: ApplicationState, more: Partial<Observed> = {}): Observed {
  return {
    application: applicationIn(state),
    driver: { kind: 'not-looked-for' },
    executorSet: FOLLOWED.includes(state) ? executorSet('1-2') : undefined,
    executorPods: 0,
    ...more,
  };
}

function executorSet(unfinished: string): SparkExecutorSet {
  return {
    metadata: { name: 'pi-1' },
    spec: { applicationName: 'pi', attempt: 1, driverPodName: 'pi-driver' },
    status: { unfinished, desired: 2, running: 1, selector: 'spark-app-selector=spark-1' },
  };
}

/** An application nobody has looked at yet, with a part of its spec replaced. */
function applicationWith(spec: Partial<SparkApplicationSpec>): Stored<SparkApplication> {
  const plain = applicationIn('');
  return { ...plain, spec: { ...plain.spec, ...spec } };
}

const decideAt = (given: Observed, nowMs = AT): Decision => decide(given, SETTINGS, nowMs);

const stateAfter = (actions: readonly Action[]): string | undefined =>
  actions.flatMap((action) =>
    action.kind === 'set-status' ? [action.status.applicationState.state] : [],
  )[0];
const errorAfter = (actions: readonly Action[]): string | undefined =>
  actions.flatMap((action) =>
    action.kind === 'set-status' ? [action.status.applicationState.errorMessage] : [],
  )[0];
const kindsOf = (actions: readonly Action[]): readonly string[] =>
  actions.map((action) => (action.kind === 'emit-event' ? action.reason : action.kind));

interface Row {
  readonly name: string;
  readonly given: Observed;
  readonly becomes: ApplicationState | undefined;
  readonly does: readonly string[];
}

describe('decide', () => {
  test.each<Row>([
    {
      name: 'submits an application nobody has looked at yet',
      given: observed(''),
      becomes: undefined,
      does: ['submit'],
    },
    {
      name: 'fails an application whose spec is wrong, without submitting it',
      given: observed('', { application: applicationWith({ mode: 'client' }) }),
      becomes: 'FAILED',
      does: ['set-status', 'SparkApplicationFailed'],
    },
    {
      name: 'gives up after a submission that was refused',
      given: observed('SUBMISSION_FAILED'),
      becomes: 'FAILED',
      does: ['set-status', 'SparkApplicationFailed'],
    },
    {
      name: 'runs the executors while the driver is pending, so that nothing waits once it is ready',
      given: observed('SUBMITTED', { driver: present({ kind: 'pending', waiting: undefined }) }),
      becomes: 'SUBMITTED',
      does: ['set-status', 'run-executors'],
    },
    {
      name: 'is RUNNING once the driver runs',
      given: observed('SUBMITTED', { driver: present({ kind: 'running' }) }),
      becomes: 'RUNNING',
      does: ['set-status', 'SparkDriverRunning', 'run-executors'],
    },
    {
      name: 'sees a short job that ended before it was ever seen running',
      given: observed('SUBMITTED', { driver: present({ kind: 'succeeded' }) }),
      becomes: 'SUCCEEDING',
      does: ['set-status', 'SparkDriverCompleted'],
    },
    {
      name: 'ends the sidecars that run on beside a driver that has succeeded, and then says so',
      given: observed('RUNNING', { driver: outlived({ kind: 'succeeded' }) }),
      becomes: 'SUCCEEDING',
      does: ['stop-driver', 'set-status', 'SparkDriverCompleted'],
    },
    {
      name: 'ends the sidecars that run on beside a driver that has failed, too',
      given: observed('RUNNING', { driver: outlived(FAILED_WITH_1) }),
      becomes: 'FAILING',
      does: ['stop-driver', 'set-status', 'SparkDriverFailed'],
    },
    {
      name: 'is FAILING when the driver failed',
      given: observed('RUNNING', { driver: present(FAILED_WITH_1) }),
      becomes: 'FAILING',
      does: ['set-status', 'SparkDriverFailed'],
    },
    {
      name: 'is FAILING when the driver pod is gone',
      given: observed('RUNNING', { driver: ABSENT }),
      becomes: 'FAILING',
      does: ['set-status', 'SparkDriverNotFound'],
    },
    {
      name: 'is UNKNOWN while the node of the driver does not answer',
      given: observed('RUNNING', { driver: present({ kind: 'unknown' }) }),
      becomes: 'UNKNOWN',
      does: ['set-status', 'SparkDriverUnknown', 'run-executors'],
    },
    {
      name: 'is RUNNING again when the node answers again',
      given: observed('UNKNOWN', { driver: present({ kind: 'running' }) }),
      becomes: 'RUNNING',
      does: ['set-status', 'SparkDriverRunning', 'run-executors'],
    },
    {
      name: 'ends the executors of a driver pod that is being deleted',
      given: observed('RUNNING', {
        driver: { kind: 'present', pod: driverPodIn({ kind: 'running' }, { deleting: true }) },
      }),
      becomes: 'RUNNING',
      does: ['set-status', 'end-executors'],
    },
    {
      name: 'makes the executor set anew when somebody deleted it',
      given: observed('RUNNING', { driver: present({ kind: 'running' }), executorSet: undefined }),
      becomes: 'RUNNING',
      does: ['set-status', 'restore-executor-set', 'run-executors'],
    },
    {
      name: 'completes',
      given: observed('SUCCEEDING'),
      becomes: 'COMPLETED',
      does: ['set-status', 'SparkApplicationCompleted'],
    },
    {
      name: 'fails',
      given: observed('FAILING'),
      becomes: 'FAILED',
      does: ['set-status', 'SparkApplicationFailed'],
    },
    {
      name: 'ends the executors that outlive the application',
      given: observed('COMPLETED', { executorSet: executorSet('1-2') }),
      becomes: 'COMPLETED',
      does: ['set-status', 'end-executors'],
    },
    {
      name: 'waits for executor pods whose end is recorded and which are still there',
      given: observed('COMPLETED', { executorSet: executorSet(''), executorPods: 1 }),
      becomes: 'COMPLETED',
      does: ['set-status', 'end-executors'],
    },
    {
      name: 'removes the side objects once no executor is left',
      given: observed('FAILED', { executorSet: executorSet('') }),
      becomes: 'FAILED',
      does: ['set-status', 'remove-side-objects'],
    },
  ])('$name', ({ given, becomes, does }) => {
    const { actions } = decideAt(given);
    expect(stateAfter(actions)).toBe(becomes);
    expect(kindsOf(actions)).toEqual(does);
  });

  test.each<readonly [string, DriverState, string]>([
    ['the exit code and the last log lines', FAILED_WITH_1, 'ExitCode: 1, Reason: Error\nboom'],
    ['the reason of a pod that never ran', EVICTED, 'driver pod failed with Reason: Evicted\nlow on disk'],
  ])('puts %s into the error message', (_, state, message) => {
    const { actions } = decideAt(observed('RUNNING', { driver: present(state) }));
    expect(errorAfter(actions)).toContain(message);
  });

  test('keeps the error message from FAILING to FAILED', () => {
    const application = applicationIn('FAILING', {
      applicationState: { state: 'FAILING', errorMessage: 'ExitCode: 1' },
    });
    expect(errorAfter(decideAt(observed('FAILING', { application })).actions)).toBe('ExitCode: 1');
  });

  test('names every violation with its path, and after them what it would have warned of', () => {
    const sparkConf = { 'spark.kubernetes.namespac': 'jobs' };
    const application = applicationWith({ mode: 'client', driver: { memory: 'much' }, sparkConf });
    const { actions } = decideAt(observed('', { application }));
    expect(
      errorAfter(actions)
        ?.split('\n')
        .map((line) => /^(?:warning: )?[^:]+/u.exec(line)?.[0]),
    ).toEqual([
      'spec.mode',
      'spec.driver.memory',
      'warning: spec.sparkConf[spark.kubernetes.namespac]',
      'warning: spec.driver.serviceAccount',
    ]);
    expect(actions.at(-1)).toMatchObject({
      reason: 'SparkApplicationFailed',
      message: errorAfter(actions),
    });
  });

  test('plans the attempt that is next, as of now', () => {
    const [action] = decideAt(observed('')).actions;
    expect(action).toMatchObject({ kind: 'submit', attempt: 1, plan: { executorSetName: 'pi-1' } });
    expect(action?.kind === 'submit' && action.plan.configMapData['submitted.properties']).toContain(
      `spark.app.submitTime=${AT}`,
    );
  });

  test('writes nothing when nothing has changed', () => {
    const first = decideAt(observed('RUNNING', { driver: present({ kind: 'running' }) })).actions[0];
    const status = first?.kind === 'set-status' ? first.status : undefined;
    const again = observed('RUNNING', {
      application: applicationIn('RUNNING', status),
      driver: present({ kind: 'running' }),
    });
    expect(kindsOf(decideAt(again, AT + 60_000).actions)).toEqual(['run-executors']);
  });

  test('keeps the time at which the driver was seen to end', () => {
    const application = applicationIn('SUCCEEDING', { terminationTime: '2026-11-23T09:00:00Z' });
    const [action] = decideAt(observed('SUCCEEDING', { application })).actions;
    expect(action).toMatchObject({ status: { terminationTime: '2026-11-23T09:00:00Z' } });
  });

  test('asks for no executors once the driver has ended, whatever its set said last', () => {
    const [action] = decideAt(observed('SUCCEEDING', { executorSet: executorSet('1-2') })).actions;
    expect(action).toMatchObject({ status: { executors: { desired: 0, running: 1 } } });
  });

  test('counts no executors once their set is gone', () => {
    const executors = { desired: 2, pending: 1, running: 1, succeeded: 3, failed: 1, selector: 'a=b' };
    const application = applicationIn('COMPLETED', { executors });
    const [action] = decideAt(observed('COMPLETED', { application, executorSet: undefined })).actions;
    expect(action).toMatchObject({
      status: { executors: { desired: 0, pending: 0, running: 0, succeeded: 3, failed: 1 } },
    });
  });

  test.each<ApplicationState>([
    '',
    'SUBMITTED',
    'RUNNING',
    'UNKNOWN',
    'SUCCEEDING',
    'FAILING',
    'SUBMISSION_FAILED',
  ])('in state "%s" it looks again although nothing wakes it', (state) => {
    for (const driver of [ABSENT, present({ kind: 'running' }), present(FAILED_WITH_1)]) {
      expect(decideAt(observed(state, { driver })).nextLook.kind).toBe('after');
    }
  });

  const FAILURE = {
    reason: 'MaxExecutorFailures',
    message: '4 executors failed, more than spark.executor.maxNumFailures allows (3).',
    exitCode: 11,
    time: '2026-11-23T09:59:00Z',
  };
  const failing: SparkExecutorSet = {
    ...executorSet('1-2'),
    status: { ...executorSet('1-2').status, failure: FAILURE },
  };

  test('says why a driver had to end, between what the container shows and what it said', () => {
    const driver = present({ kind: 'failed', exitCode: 11, reason: 'Error', message: 'last words' });
    const { actions } = decideAt(observed('RUNNING', { driver, executorSet: failing }));
    expect(errorAfter(actions)).toBe(
      `driver container failed with ExitCode: 11, Reason: Error\n${FAILURE.message}\nlast words`,
    );
  });

  test('says it of a driver whose pod is gone, too', () => {
    const { actions } = decideAt(observed('RUNNING', { driver: ABSENT, executorSet: failing }));
    expect(errorAfter(actions)).toBe(FAILURE.message);
  });

  test('ends a driver that does not end itself within two minutes', () => {
    const given = observed('RUNNING', { driver: present({ kind: 'running' }), executorSet: failing });
    const early = decideAt(given);
    expect(kindsOf(early.actions)).toEqual(['set-status', 'run-executors']);
    expect(early.nextLook).toEqual({ kind: 'after', delayMs: 60_000 });
    const late = decideAt(given, AT + 60_000).actions;
    expect([stateAfter(late), errorAfter(late)]).toEqual(['FAILING', FAILURE.message]);
  });

  describe('news of executors', () => {
    const given = observed('RUNNING', { driver: present({ kind: 'running' }) });
    const { actions } = decideAt(given);
    const status = actions.flatMap((action) => (action.kind === 'set-status' ? [action.status] : []))[0];
    const one = { ...executorSet('1-2'), status: { ...executorSet('1-2').status, running: 2 } };
    const later = observed('RUNNING', {
      application: applicationIn('RUNNING', status),
      driver: present({ kind: 'running' }),
      executorSet: one,
      statusWrittenAtMs: AT,
    });

    test('are gathered: they are written a while after the last write', () => {
      const held = decideAt(later, AT + 1_000);
      expect(kindsOf(held.actions)).toEqual(['run-executors']);
      expect(held.nextLook).toEqual({ kind: 'after', delayMs: 2_040 });
      expect(kindsOf(decideAt(later, AT + 3_040).actions)).toEqual(['set-status', 'run-executors']);
    });

    test('do not wait once the driver has ended', () => {
      const ended = observed('COMPLETED', { executorSet: one, statusWrittenAtMs: AT });
      expect(kindsOf(decideAt(ended, AT + 1_000).actions)).toContain('set-status');
    });
  });

  test('says in its condition what keeps executors from coming', () => {
    const held = {
      ...executorSet('1-2'),
      status: { ...executorSet('1-2').status, message: 'exceeded quota' },
    };
    const { actions } = decideAt(
      observed('RUNNING', { driver: present({ kind: 'running' }), executorSet: held }),
    );
    const [status] = actions.flatMap((action) => (action.kind === 'set-status' ? [action.status] : []));
    expect(status?.conditions?.find(({ type }) => type === 'ExecutorsReady')).toMatchObject({
      reason: 'ExecutorsMissing',
      message: '1 of 2 executors run. exceeded quota',
    });
  });

  test('keeps the last losses of an application that fails, and shows the executors that failed', () => {
    const recentLosses = [
      { id: 1, exitCode: 52, causedByApplication: true, reason: 'JVM out of memory', time: FAILURE.time },
    ];
    const lossy = { ...executorSet(''), status: { ...executorSet('').status, recentLosses } };
    const given = observed('RUNNING', {
      application: applicationIn('RUNNING', {
        executorState: { 'pi-exec-1': 'RUNNING', 'pi-exec-2': 'RUNNING' },
      }),
      driver: present(FAILED_WITH_1),
      executorSet: lossy,
      executorStates: new Map([['pi-exec-2', 'RUNNING']]),
    });
    const [status] = decideAt(given).actions.flatMap((action) =>
      action.kind === 'set-status' ? [action.status] : [],
    );
    expect(status).toMatchObject({
      recentLosses,
      executorState: { 'pi-exec-1': 'FAILED', 'pi-exec-2': 'RUNNING' },
    });
  });
});
