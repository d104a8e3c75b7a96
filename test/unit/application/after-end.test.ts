/** Lives of applications under restart policies, suspension, edits and times to live, one decision after the other. */
import { describe, expect, test } from '@jest/globals';
import { SUBMITTED_SPEC_ANNOTATION } from '../../../src/api/labels.ts';
import type { ApplicationState } from '../../../src/api/application-state.ts';
import type { SparkApplication, SparkApplicationSpec } from '../../../src/api/spark-application.ts';
import { executorSetName, type SparkExecutorSet } from '../../../src/api/spark-executor-set.ts';
import type { Action, Decision } from '../../../src/application/action.ts';
import {
  decideAfterSubmission,
  type SubmissionOutcome,
} from '../../../src/application/decide-after-submission.ts';
import { decide } from '../../../src/application/decide.ts';
import type { DriverPod, DriverState } from '../../../src/application/driver-pod.ts';
import { currentAttempt, type Observed } from '../../../src/application/observed.ts';
import type { SubmissionPlan } from '../../../src/submission/plan-submission.ts';
import type { Stored } from '../../../src/manifest/object-meta.ts';
import { applicationIn, driverPodIn } from '../../fakes/applications.ts';

const S = 1_000;
const FAILED: DriverState = { kind: 'failed', exitCode: 1, reason: 'Error', message: '' };
const EVICTED: DriverState = { kind: 'failed', exitCode: undefined, reason: 'Evicted', message: '' };

/** An application and all that belongs to it, as the API server and a kubelet would keep them. */
class Life {
  application: Stored<SparkApplication> = applicationIn('');
  driver: DriverPod | undefined;
  sets = new Set<string>();
  /** What the API server says to a submission; undefined: yes. */
  refusal: string | undefined;
  /** The operator ends between the driver pod and the status. */
  isCutOffAfterPod = false;
  nowMs = Date.parse('2026-11-23T10:00:00Z');
  readonly states: string[] = [];
  readonly deeds: string[] = [];

  constructor(spec: Partial<SparkApplicationSpec> = {}) {
    this.edit(spec);
  }

  get state(): ApplicationState {
    return this.application.status?.applicationState.state ?? '';
  }

  edit(spec: Partial<SparkApplicationSpec>): void {
    const { metadata } = this.application;
    const generation = (metadata.generation ?? 0) + 1;
    this.application = {
      ...this.application,
      metadata: { ...metadata, generation },
      spec: { ...this.application.spec, ...spec },
    };
  }

  driverIs(state: DriverState, startedAtMs?: number): void {
    if (this.driver !== undefined) this.driver = { ...this.driver, state, startedAtMs };
  }

  /** Decides and acts until nothing is left to do now; answers in how many seconds it looks again. */
  settle(): number | undefined {
    for (let rounds = 0; rounds < 50; rounds += 1) {
      const { actions, nextLook } = this.#decide();
      const before = JSON.stringify([this.application, this.driver, [...this.sets]]);
      for (const action of actions) this.#perform(action);
      if (JSON.stringify([this.application, this.driver, [...this.sets]]) === before) {
        return nextLook.kind === 'after' ? nextLook.delayMs / S : undefined;
      }
    }
    throw new Error(`does not come to rest in ${this.state}`);
  }

  #decide(): Decision {
    const settings = {
      pluginConfigMapName: 'plugin',
      sparkUser: 'spark',
      defaultTimeToLiveSeconds: undefined,
    };
    return decide(this.#observed(), settings, this.nowMs);
  }

  #observed(): Observed {
    const attempt = currentAttempt(this.application);
    const isThere = this.sets.has(executorSetName('pi', attempt));
    return {
      application: this.application,
      driver: this.driver?.attempt === attempt ? { kind: 'present', pod: this.driver } : { kind: 'absent' },
      executorSet: isThere ? emptySet(attempt) : undefined,
      executorPods: 0,
    };
  }

  #perform(action: Action): void {
    const { application } = this;
    switch (action.kind) {
      case 'submit': {
        const outcome = this.#submit(action.attempt, action.plan);
        if (this.isCutOffAfterPod) return;
        for (const next of decideAfterSubmission(this.#observed(), { kind: 'operator' }, outcome, this.nowMs))
          this.#perform(next);
        return;
      }
      case 'set-status':
        if (action.status.applicationState.state !== this.state)
          this.states.push(action.status.applicationState.state);
        this.application = { ...application, status: action.status };
        return;
      case 'delete-driver':
        this.driver = undefined;
        return;
      case 'stop-driver':
        this.driverIs({ kind: 'failed', exitCode: undefined, reason: 'DeadlineExceeded', message: '' });
        return;
      case 'remove-side-objects':
        this.sets.delete(executorSetName('pi', action.attempt));
        return;
      case 'delete-application':
        this.deeds.push(action.kind);
        return;
      case 'emit-event':
        this.deeds.push(action.reason);
        return;
      default:
    }
  }

  #submit(attempt: number, { driverPod }: SubmissionPlan): SubmissionOutcome {
    if (this.driver?.attempt === attempt) return { kind: 'accepted', driver: this.driver };
    if (this.driver !== undefined) throw new Error('two drivers');
    this.sets.add(executorSetName('pi', attempt));
    if (this.refusal !== undefined) return { kind: 'refused', why: this.refusal };
    const submittedSpec = driverPod.metadata.annotations?.[SUBMITTED_SPEC_ANNOTATION];
    const more = { attempt, submissionId: `submission-${attempt}`, submittedSpec };
    this.driver = driverPodIn({ kind: 'running' }, more);
    return { kind: 'accepted', driver: this.driver };
  }
}

function emptySet(attempt: number): SparkExecutorSet {
  return {
    metadata: { name: executorSetName('pi', attempt) },
    spec: { applicationName: 'pi', attempt, driverPodName: 'pi-driver' },
    status: { unfinished: '', selector: 'a=b', desired: 2, succeeded: attempt },
  };
}

const statusOf = (life: Life) => life.application.status;

describe('a restart policy', () => {
  test('runs a failed application again, from the failure on, under new ids', () => {
    const life = new Life({
      restartPolicy: { type: 'OnFailure', onFailureRetries: 1, onFailureRetryInterval: 60 },
    });
    life.settle();
    life.nowMs += 3_000 * S;
    life.driverIs(FAILED);
    expect(life.settle()).toBeGreaterThanOrEqual(60);
    expect(life.state).toBe('FAILING');
    expect(life.driver?.attempt).toBe(1);
    expect(life.sets).toEqual(new Set());
    expect(statusOf(life)?.nextAttemptTime).toBe('2026-11-23T10:51:00Z');
    life.nowMs += 72 * S;
    life.settle();
    expect(life.state).toBe('RUNNING');
    expect(life.driver?.attempt).toBe(2);
    expect(statusOf(life)).toMatchObject({ attempt: 2, executionAttempts: 2, submissionID: 'submission-2' });
    expect(statusOf(life)?.terminationTime).toBeUndefined();
    expect(statusOf(life)?.applicationState.errorMessage).toBeUndefined();
  });

  test('gives up when the retries are used up, and remembers each attempt', () => {
    const life = new Life({ restartPolicy: { type: 'OnFailure', onFailureRetries: 1 } });
    life.settle();
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      life.driverIs(FAILED);
      life.settle();
      life.nowMs += 20 * S;
      life.settle();
    }
    expect(life.state).toBe('FAILED');
    expect(statusOf(life)?.attempts).toMatchObject([
      { attempt: 1, outcome: 'Failed', reason: 'Error', submissionID: 'submission-1' },
      { attempt: 2, outcome: 'Failed', reason: 'Error', submissionID: 'submission-2' },
    ]);
    expect(life.driver?.attempt).toBe(2);
  });

  test('remembers the last ten attempts and no more', () => {
    const life = new Life({ restartPolicy: { type: 'Always' } });
    for (let attempt = 1; attempt <= 14; attempt += 1) {
      life.settle();
      life.driverIs(attempt % 2 === 0 ? FAILED : { kind: 'succeeded' });
      life.settle();
      life.nowMs += 3_600 * S;
    }
    const numbers = statusOf(life)?.attempts?.map(({ attempt }) => attempt);
    expect(numbers).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
  });

  test('tries a refused submission again as the same attempt', () => {
    const life = new Life({ restartPolicy: { type: 'OnFailure', onSubmissionFailureRetries: 2 } });
    life.refusal = 'exceeded quota';
    life.settle();
    expect(life.state).toBe('SUBMISSION_FAILED');
    life.refusal = undefined;
    life.nowMs += 6 * S;
    life.settle();
    expect(life.state).toBe('RUNNING');
    expect(statusOf(life)).toMatchObject({ attempt: 1, executionAttempts: 1, submissionAttempts: 2 });
  });

  test('leaves nothing behind when the submission is refused for good', () => {
    const life = new Life();
    life.refusal = 'exceeded quota';
    life.settle();
    expect(life.state).toBe('FAILED');
    expect(life.sets).toEqual(new Set());
  });

  test('counts an eviction apart', () => {
    const life = new Life({ restartPolicy: { type: 'Never', onInfrastructureFailureRetries: 1 } });
    life.settle();
    life.driverIs(EVICTED);
    life.settle();
    life.nowMs += 6 * S;
    life.settle();
    expect(life.state).toBe('RUNNING');
    life.driverIs(FAILED);
    life.settle();
    expect(life.state).toBe('FAILED');
  });
});

describe('a time limit', () => {
  test('ends a driver that cannot start, with the reason', () => {
    const life = new Life();
    life.settle();
    life.driverIs({ kind: 'pending', waiting: { reason: 'InvalidImageName', message: 'bad' } }, life.nowMs);
    life.settle();
    expect(life.state).toBe('FAILED');
    expect(life.driver).toBeUndefined();
    expect(life.deeds).toContain('SparkDriverImageInvalid');
    expect(statusOf(life)?.applicationState.errorMessage).toContain(
      'InvalidImageName: bad. Correct spec.image.',
    );
  });

  test('stops a driver that runs too long, and keeps its log', () => {
    const life = new Life({ timeouts: { runSeconds: 60 } });
    life.settle();
    life.driverIs({ kind: 'running' }, life.nowMs);
    expect(life.settle()).toBe(60);
    life.nowMs += 60 * S;
    life.settle();
    expect(life.state).toBe('FAILED');
    expect(life.driver?.state.kind).toBe('failed');
    expect(statusOf(life)?.failures?.last?.reason).toBe('RunTimeout');
  });
});

describe('suspension', () => {
  test('ends the attempt, holds the application, and begins a new attempt after', () => {
    const life = new Life();
    life.settle();
    life.edit({ suspend: true });
    expect(life.settle()).toBeUndefined();
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

describe('a time to live', () => {
  test.each([
    ['a success', { kind: 'succeeded' } as const, 'COMPLETED'],
    ['a failure', FAILED, 'FAILED'],
  ])('counts from the end, after %s', (_, state, end) => {
    const life = new Life({ timeToLiveSeconds: 100 });
    life.settle();
    life.driverIs(state);
    expect(life.settle()).toBe(100);
    expect(life.state).toBe(end);
    life.nowMs += 99 * S;
    expect(life.settle()).toBe(1);
    expect(life.deeds).not.toContain('delete-application');
    life.nowMs += S;
    life.settle();
    expect(life.deeds).toContain('delete-application');
  });

  test('counts from the first look, where another operator recorded no end', () => {
    const life = new Life({ timeToLiveSeconds: 100 });
    life.application = {
      ...life.application,
      status: { applicationState: { state: 'FAILED' }, driverInfo: {} },
    };
    expect(life.settle()).toBe(100);
    expect(life.deeds).not.toContain('delete-application');
    life.nowMs += 100 * S;
    life.settle();
    expect(life.deeds).toContain('delete-application');
  });

  test('of zero deletes at once', () => {
    const life = new Life({ timeToLiveSeconds: 0, mode: 'client' });
    life.settle();
    expect(life.deeds).toContain('delete-application');
  });
});
