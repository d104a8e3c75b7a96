import { SUBMITTED_SPEC_ANNOTATION } from '../../src/api/labels.ts';
import type { ApplicationState } from '../../src/api/application-state.ts';
import type {
  SparkApplication,
  SparkApplicationSpec,
  SparkApplicationStatus,
} from '../../src/api/spark-application.ts';
import { executorSetName, type SparkExecutorSet } from '../../src/api/spark-executor-set.ts';
import type { Action, Decision } from '../../src/application/action.ts';
import {
  decideAfterSubmission,
  type SubmissionOutcome,
} from '../../src/application/decide-after-submission.ts';
import { decide } from '../../src/application/decide.ts';
import type { DriverPod, DriverState } from '../../src/application/driver-pod.ts';
import { currentAttempt, type Observed } from '../../src/application/observed.ts';
import type { SubmissionPlan } from '../../src/submission/plan-submission.ts';
import type { Stored } from '../../src/manifest/object-meta.ts';
import { applicationIn, driverPodIn } from './applications.ts';

/** A second, in milliseconds. */
export const S = 1_000;

/** A driver that ended with exit code 1. */
export const FAILED: DriverState = { kind: 'failed', exitCode: 1, reason: 'Error', message: '' };

/** An application and all that belongs to it, as the API server and a kubelet would keep them. */
export class Life {
  application: Stored<SparkApplication> = applicationIn('');
  driver: DriverPod | undefined;
  sets = new Set<string>();
  /** What the API server says to a submission; undefined: yes. */
  refusal: string | undefined;
  /** The operator ends between the driver pod and the status. */
  isCutOffAfterPod = false;
  nowMs = Date.parse('2026-11-23T10:00:00Z');
  readonly states: string[] = [];
  /** The application as each write of its status left it. */
  readonly seen: Stored<SparkApplication>[] = [];
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

  /** Somebody deletes the pod, and it stays: its node says nothing. */
  deleteDriver(deletionAtMs: number): void {
    if (this.driver !== undefined) this.driver = { ...this.driver, deleting: true, deletionAtMs };
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
        this.seen.push(this.application);
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

export const statusOf = (life: Life): SparkApplicationStatus | undefined => life.application.status;
