import type { ExecutorSetSpec } from '../api/spark-executor-set.ts';
import type { ExecutorLedger } from './executor-ledger.ts';
import type { ExecutorsMemory, Retiring } from './executors-memory.ts';
import { MOST_RETIRING } from './plan-retirements.ts';

/** What people, and the log of the driver, read of their end. */
const REASON = 'killed by its driver';

/**
 * Who is on the way out, together with those whose drivers say that they have killed them: idle ones, by dynamic
 * allocation, and those that do not answer. Such an executor is told to exit and forgotten by its driver at once, so it
 * counts no more from then on; whether another one takes its place is what the driver's demand says.
 *
 * Guarantees: their time begins when they are first seen here, and does not begin anew, also over restarts, once the
 * executor set says since when; one that was asked to end before gets no more of the longer time of those. Ids that
 * nobody has reserved, and executors whose end was noticed before, count for nothing, whatever a driver writes. Those
 * beyond what a set holds wait for others to end.
 *
 * @see Spark `KubernetesClusterSchedulerBackend.doKillExecutors`
 */
export function withKilled(
  { retiring, ended }: Pick<ExecutorsMemory, 'retiring' | 'ended'>,
  { killed = [] }: Pick<ExecutorSetSpec, 'killed'>,
  { unfinished }: Pick<ExecutorLedger, 'unfinished'>,
  nowMs: number,
): ReadonlyMap<number, Retiring> {
  const news = killed.filter(
    (id) => unfinished.has(id) && !ended.has(id) && retiring.get(id)?.killed !== true,
  );
  if (news.length === 0) return retiring;
  const all = new Map(retiring);
  for (const id of news) {
    if (all.has(id) || all.size < MOST_RETIRING)
      all.set(id, { sinceMs: nowMs, reason: REASON, killed: true });
  }
  return all;
}
