import type { ExecutorSetFailure, FailureCount, RecentLoss } from '../api/spark-executor-set.ts';
import { timeText } from '../manifest/time.ts';
import { CONF } from '../spark/conf-keys.ts';
import type { SparkConf } from '../spark/spark-conf.ts';
import type { ExecutorEnd } from './executor-losses.ts';

/** How many executors may fail before the application is ended. */
export interface FailureLimit {
  /** More of them end it. */
  readonly maximum: number;
  /** How long a failure counts; undefined: for ever. */
  readonly validForMs: number | undefined;
}

/** @see Spark `SparkExitCode.EXCEED_MAX_EXECUTOR_FAILURES` */
const EXIT_CODE = 11;

/** Never less, however few executors there are. */
const LEAST_MAXIMUM = 3;

const NO_LIMIT = 2_147_483_647;

/** Moments that the schema lets a set hold. */
const MOST_MOMENTS = 100;

/** Losses that the message quotes. */
const QUOTED = 3;

/** What the limit follows from. Code may set them, so what the driver reports counts. */
const KEYS: readonly string[] = [
  CONF.maxExecutorFailures.key,
  CONF.executorFailuresValidity.key,
  CONF.streamingAllocation.key,
  CONF.streamingMaxExecutors.key,
  CONF.dynamicAllocation.key,
  CONF.maxExecutors.key,
  CONF.executorInstances.key,
];

/**
 * Reads the limit from the properties: twice the executors, at least 3, where nobody sets one.
 *
 * @param scaledTo executors that somebody has scaled the application to since; more of them may fail more often
 *
 * Fails: with an OperatorError that names the property to mend.
 *
 * @see Spark `ExecutorFailureTracker.maxNumExecutorFailures`
 */
export function parseFailureLimit(conf: SparkConf, scaledTo = 0): FailureLimit {
  const validForMs = conf.read(CONF.executorFailuresValidity);
  return {
    maximum: conf.read(CONF.maxExecutorFailures) ?? usualMaximum(conf, scaledTo),
    validForMs: validForMs > 0 ? validForMs : undefined,
  };
}

/** The limit in force in the driver: what it reports wins, unless it is no value of the property at all. */
export function failureLimitOf(
  submitted: SparkConf,
  reported: Readonly<Record<string, string>> | undefined,
  scaledTo?: number,
): FailureLimit {
  const known = Object.entries(reported ?? {}).filter(([key]) => KEYS.includes(key));
  try {
    return parseFailureLimit(submitted.withAll(known), scaledTo);
  } catch {
    // Spark itself has not got so far: only a driver that writes its set by hand says such things.
    return parseFailureLimit(submitted, scaledTo);
  }
}

/**
 * Counts the failures among `ends` to those before, and forgets what counts no more.
 *
 * Counted is what the application caused. Spark counts evicted pods, too, where they come to be seen as failed; here a
 * cluster that takes executors away ends no application.
 *
 * @see Spark `ExecutorFailureTracker`
 */
export function countFailures(
  before: readonly FailureCount[],
  ends: readonly ExecutorEnd[],
  { validForMs }: FailureLimit,
  nowMs: number,
): readonly FailureCount[] {
  const failures = ends.filter((end) => end.outcome === 'failed' && end.causedByApplication);
  const valid = before.filter(({ at }) => validForMs === undefined || Date.parse(at) >= nowMs - validForMs);
  if (failures.length === 0) return valid;
  const all = [...valid, { at: new Date(nowMs).toISOString(), count: failures.length }];
  // Moments that are merged count as long as the latest of them: too long rather than too short.
  return withAtMost(validForMs === undefined ? 1 : MOST_MOMENTS, all);
}

/** Why the driver has to end, once more executors have failed than may. */
export function failureOf(
  counted: readonly FailureCount[],
  recent: readonly RecentLoss[],
  limit: FailureLimit,
  nowMs: number,
): ExecutorSetFailure | undefined {
  const failures = totalOf(counted);
  if (failures <= limit.maximum) return undefined;
  const within = limit.validForMs === undefined ? '' : ` within ${limit.validForMs / 1_000} s`;
  const last = recent
    .filter(({ causedByApplication }) => causedByApplication)
    .slice(-QUOTED)
    .map(({ id, reason }) => `executor ${id}: ${reason}`);
  const message =
    `${failures} ${failures === 1 ? 'executor' : 'executors'} failed${within}, more than ${CONF.maxExecutorFailures.key} allows (${limit.maximum}).` +
    ` The last: ${last.join('; ')}`;
  return { reason: 'MaxExecutorFailures', message, exitCode: EXIT_CODE, time: timeText(nowMs) };
}

function usualMaximum(conf: SparkConf, scaledTo: number): number {
  return Math.max(LEAST_MAXIMUM, Math.min(NO_LIMIT, 2 * mostExecutors(conf, scaledTo)));
}

/** Dynamic allocation of streams goes before the usual one. */
function mostExecutors(conf: SparkConf, scaledTo: number): number {
  if (conf.read(CONF.streamingAllocation)) return conf.read(CONF.streamingMaxExecutors);
  if (conf.read(CONF.dynamicAllocation)) return conf.read(CONF.maxExecutors);
  if (!conf.has(CONF.executorInstances.key)) return scaledTo;
  return Math.max(scaledTo, conf.read(CONF.executorInstances));
}

function withAtMost(most: number, counted: readonly FailureCount[]): readonly FailureCount[] {
  const tooMany = counted.slice(0, Math.max(0, counted.length - most + 1));
  const merged = tooMany.at(-1);
  if (tooMany.length < 2 || merged === undefined) return counted;
  return [{ at: merged.at, count: totalOf(tooMany) }, ...counted.slice(tooMany.length)];
}

const totalOf = (counted: readonly FailureCount[]): number =>
  counted.reduce((sum, { count }) => sum + count, 0);
