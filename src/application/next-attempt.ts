import type { FailureKind, Failures, RestartPolicy } from '../api/restart-policy.ts';
import { timeText } from '../manifest/time.ts';

/** Whether an attempt that has ended is followed by another. */
export type NextAttempt =
  | { readonly kind: 'never' }
  /** Not before `atMs`, counted from the end of the one before. */
  | { readonly kind: 'due'; readonly atMs: number };

/** That was the last attempt. */
const NEVER: NextAttempt = { kind: 'never' };

/** Nothing has failed yet. */
export const NO_FAILURES: Failures = { application: 0, infrastructure: 0, submission: 0, inRow: 0 };

/** An attempt that ran so long did well: the wait after it begins anew. */
const GOOD_RUN_MS = 600_000;

/** The wait stops growing here, unless the configured interval is longer. */
const LONGEST_WAIT_MS = 600_000;

/** Share of the wait that spreads applications which failed at the same moment. */
const SPREAD = 0.2;

/** A failure of the attempt at hand. */
export interface Failure {
  readonly kind: FailureKind;
  /** CamelCase, for machines. */
  readonly reason: string;
}

/** The failures with one more; `ranMs`: how long the attempt had run. */
export function withFailure(
  before: Failures | undefined,
  { kind, reason }: Failure,
  ranMs: number,
  nowMs: number,
): Failures {
  const failures = before ?? NO_FAILURES;
  return {
    ...failures,
    [kind]: failures[kind] + 1,
    inRow: ranMs >= GOOD_RUN_MS ? 1 : failures.inRow + 1,
    last: { kind, reason, time: timeText(nowMs) },
  };
}

/** The failures once an attempt was accepted: refusals of the submission are over. */
export function withoutRefusals(failures: Failures): Failures {
  const { last, ...rest } = failures;
  return { ...rest, submission: 0, ...(last === undefined || last.kind === 'submission' ? {} : { last }) };
}

/**
 * Decides whether the application runs again after the failures counted, and when.
 *
 * 1. A refused submission has its own number of retries.
 * 2. So has an attempt that the cluster ended, where the policy says so; else it counts as any other.
 * 3. `n` retries make `n + 1` attempts; `Always` has no limit.
 *
 * @param spread where in the spread of the wait, from 0 up to 1; the same for the same attempt
 */
export function attemptAfterFailure(
  policy: RestartPolicy | undefined,
  failures: Failures,
  spread: number,
): NextAttempt {
  const { last } = failures;
  if (last === undefined || countOf(last.kind, failures, policy) > retriesFor(last.kind, policy))
    return NEVER;
  return {
    kind: 'due',
    atMs: Date.parse(last.time) + waitMs(intervalMs(last.kind, policy), failures, spread),
  };
}

/** After a success only `Always` runs again, once the interval has passed: a job that ends at once must not spin. */
export function attemptAfterSuccess(policy: RestartPolicy | undefined, endedAtMs: number): NextAttempt {
  if (policy?.type !== 'Always') return NEVER;
  return { kind: 'due', atMs: endedAtMs + intervalMs('application', policy) };
}

/** Whether what the cluster ends uses up no retries of the application. */
const isCountedApart = (policy: RestartPolicy | undefined): boolean =>
  policy?.onInfrastructureFailureRetries !== undefined;

/** The failures that use up the same retries. */
function countOf(kind: FailureKind, failures: Failures, policy: RestartPolicy | undefined): number {
  if (kind === 'submission' || isCountedApart(policy)) return failures[kind];
  return failures.application + failures.infrastructure;
}

/** Attempts after the first that may follow failures of this kind. */
function retriesFor(kind: FailureKind, policy: RestartPolicy = {}): number {
  const { type = 'Never', onInfrastructureFailureRetries: apart } = policy;
  if (kind === 'infrastructure' && apart !== undefined) return apart;
  if (type === 'Always') return Number.POSITIVE_INFINITY;
  if (type === 'Never') return 0;
  return (kind === 'submission' ? policy.onSubmissionFailureRetries : policy.onFailureRetries) ?? 0;
}

/** The same as kubeflow's operator has. */
const DEFAULT_INTERVAL_S = 5;

/** What the policy asks for after a failure of this kind, before it grows. */
function intervalMs(kind: FailureKind, policy: RestartPolicy | undefined): number {
  const { onSubmissionFailureRetryInterval, onFailureRetryInterval } = policy ?? {};
  const seconds = kind === 'submission' ? onSubmissionFailureRetryInterval : onFailureRetryInterval;
  return 1_000 * (seconds ?? DEFAULT_INTERVAL_S);
}

/** Never shorter than the interval: people configure it so that something outside recovers. */
function waitMs(baseMs: number, { inRow }: Failures, spread: number): number {
  const grown = Math.min(baseMs * 2 ** Math.max(0, inRow - 1), Math.max(baseMs, LONGEST_WAIT_MS));
  return Math.round(grown * (1 + SPREAD * spread));
}
