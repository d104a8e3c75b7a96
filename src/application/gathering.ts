import { isDeepStrictEqual } from 'node:util';
import type { SparkApplicationStatus } from '../api/spark-application.ts';

/** How long news of executors alone are gathered, at least. */
const SHORTEST_MS = 3_000;

/** For each executor, so that a large application, whose status is heavy, is not written all the time. */
const PER_EXECUTOR_MS = 20;

const LONGEST_MS = 15_000;

/**
 * How long the status `after` is to wait until it is written in the place of `before`: while nothing but executors has
 * changed, it is written now and then; 0 for everything else.
 *
 * @param writtenAtMs when this process wrote the status last
 */
export function waitBeforeWriting(
  before: SparkApplicationStatus,
  after: SparkApplicationStatus,
  writtenAtMs: number,
  nowMs: number,
): number {
  if (!isDeepStrictEqual(withoutExecutors(before), withoutExecutors(after))) return 0;
  const { pending = 0, running = 0 } = after.executors ?? {};
  const restMs = Math.min(LONGEST_MS, SHORTEST_MS + PER_EXECUTOR_MS * (pending + running));
  return Math.max(0, writtenAtMs + restMs - nowMs);
}

function withoutExecutors(status: SparkApplicationStatus): Partial<SparkApplicationStatus> {
  const { executors: _, executorState: __, conditions = [], ...rest } = status;
  return { ...rest, conditions: conditions.filter(({ type }) => type !== 'ExecutorsReady') };
}
