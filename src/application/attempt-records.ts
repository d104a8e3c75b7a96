import type { Failures } from '../api/restart-policy.ts';
import type { AttemptRecord, SparkApplication, SparkApplicationStatus } from '../api/spark-application.ts';
import { timeText } from '../manifest/time.ts';
import { unreachable } from '../unreachable.ts';
import type { DriverPod } from './driver-pod.ts';
import { NO_FAILURES, withFailure, withoutRefusals, type Failure } from './next-attempt.ts';
import { specFingerprint } from './spec-changes.ts';

/** Attempts that are remembered: enough to see a pattern, few enough for a status that is written often. */
const MOST_RECORDS = 10;

/** What has become of an attempt, or of the spec it would be made from. */
export type AttemptNews =
  /** Its driver pod is there. */
  | { readonly kind: 'accepted'; readonly driver: DriverPod }
  /** The API server refused something it needs. */
  | { readonly kind: 'refused'; readonly failure: Failure }
  /** Its driver has ended by itself, or is gone. Without a failure it has succeeded. */
  | { readonly kind: 'ended'; readonly failure?: Failure }
  /** It was ended because of an edit or a suspension. */
  | { readonly kind: 'cut-off' }
  /** The spec as it stands is wrong: only an edit leads on. */
  | { readonly kind: 'spec-refused' }
  /** The spec has changed: whatever failed before was another application, so to say. */
  | { readonly kind: 'spec-replaced' };

/**
 * The parts of the status by which attempts are counted and remembered, after `news`; those that stay as they are,
 * are not in it.
 *
 * Guarantees: the number of an attempt grows for ever, since ids and names are made from it; the counts that the
 * restart policy goes by begin anew with each edit.
 */
export function attemptRecords(
  news: AttemptNews,
  { spec, status }: SparkApplication,
  nowMs: number,
): Partial<SparkApplicationStatus> {
  switch (news.kind) {
    case 'accepted':
      return {
        ...acceptance(news.driver, status, nowMs),
        submittedSpec: news.driver.submittedSpec ?? specFingerprint(spec),
      };
    case 'refused':
      return {
        failures: failuresWith(news.failure, status, nowMs),
        submissionAttempts: (status?.submissionAttempts ?? 0) + 1,
        submittedSpec: specFingerprint(spec),
      };
    case 'ended':
      return {
        ...(news.failure === undefined ? {} : { failures: failuresWith(news.failure, status, nowMs) }),
        attempts: remembered(news, status, nowMs),
      };
    case 'cut-off':
      return { attempts: remembered(news, status, nowMs) };
    case 'spec-refused':
      return { submittedSpec: specFingerprint(spec) };
    case 'spec-replaced':
      return { failures: NO_FAILURES, executionAttempts: 0, submissionAttempts: 0 };
    default:
      return unreachable(news);
  }
}

/** Refusals before it are forgotten; the counts go on. */
function acceptance(
  driver: DriverPod,
  status: SparkApplicationStatus = EMPTY_STATUS,
  nowMs: number,
): Partial<SparkApplicationStatus> {
  const { executionAttempts = 0, submissionAttempts = 0, failures } = status;
  return {
    driverInfo: { podName: driver.name },
    ...(driver.sparkApplicationId === undefined ? {} : { sparkApplicationId: driver.sparkApplicationId }),
    ...(driver.submissionId === undefined ? {} : { submissionID: driver.submissionId }),
    lastSubmissionAttemptTime: timeText(nowMs),
    attempt: driver.attempt,
    executorManagement: driver.executorManagement,
    executionAttempts: executionAttempts + 1,
    submissionAttempts: submissionAttempts + 1,
    ...(failures === undefined ? {} : { failures: withoutRefusals(failures) }),
  };
}

/** How long the attempt had run decides whether the failure continues a row. */
function failuresWith(failure: Failure, status: SparkApplicationStatus | undefined, nowMs: number): Failures {
  const ranMs = nowMs - timeOf(status?.lastSubmissionAttemptTime, nowMs);
  return withFailure(status?.failures, failure, ranMs, nowMs);
}

/** The last attempts, the one that has just ended among them. */
function remembered(
  news: Extract<AttemptNews, { kind: 'ended' | 'cut-off' }>,
  status: SparkApplicationStatus = EMPTY_STATUS,
  nowMs: number,
): AttemptRecord[] {
  const { attempts = [], attempt = 1, submissionID, lastSubmissionAttemptTime: startTime } = status;
  const record: AttemptRecord = {
    attempt,
    ...(submissionID === undefined ? {} : { submissionID }),
    ...(startTime === undefined ? {} : { startTime }),
    endTime: timeText(nowMs),
    ...outcomeOf(news),
  };
  return [...attempts, record].slice(-MOST_RECORDS);
}

/** In words for people who look back. */
function outcomeOf(
  news: Extract<AttemptNews, { kind: 'ended' | 'cut-off' }>,
): Pick<AttemptRecord, 'outcome' | 'reason'> {
  if (news.kind === 'cut-off') return { outcome: 'CutOff' };
  return news.failure === undefined
    ? { outcome: 'Succeeded' }
    : { outcome: 'Failed', reason: news.failure.reason };
}

/** The status of an application nobody has looked at yet. */
export const EMPTY_STATUS: SparkApplicationStatus = { applicationState: { state: '' }, driverInfo: {} };

/** When the latest attempt was seen to have ended; now, where no end was recorded, as other operators leave it. */
export const endedAtMs = ({ status }: SparkApplication, nowMs: number): number =>
  timeOf(status?.terminationTime, nowMs);

/** A time of the status; none, or an unreadable one, counts as `otherwise`. */
const timeOf = (text: string | null | undefined, otherwise: number): number =>
  Date.parse(text ?? '') || otherwise;
