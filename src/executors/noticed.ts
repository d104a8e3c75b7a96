import type { SparkExecutorSet } from '../api/spark-executor-set.ts';
import { holdMs, wantedOf, type Demand } from './demand.ts';
import type { ExecutorLedger } from './executor-ledger.ts';
import {
  withEnds,
  withLost,
  withoutRecorded,
  withRetired,
  withSeen,
  type ExecutorsMemory,
} from './executors-memory.ts';
import { withKilled } from './killed-executors.ts';
import type { ObservedExecutors } from './observed-executors.ts';
import { overdueExecutors } from './overdue-deletions.ts';
import { retiringExecutors } from './plan-retirements.ts';
import { statesIn, type ExecutorPodsSnapshot } from './snapshot.ts';

/**
 * The memory with all ends since the last round, also of pods that are gone by now, with executors whose nodes don't
 * answer, with those that the driver has killed, and without the requests that were answered, or given up by another
 * operator.
 *
 * Guarantees: an end is noticed once, whatever states show it afterwards. A driver that speaks of a schema to come, or
 * wants nothing any more, kills nobody here.
 */
export function noticed(
  { set, snapshot, changes, memory, settings }: ObservedExecutors,
  demand: Demand,
  ledger: ExecutorLedger,
  nowMs: number,
): ExecutorsMemory {
  const { unfinished } = ledger;
  const open = [...changes.flatMap(statesIn), ...snapshot.executors.values()].filter(({ pod }) =>
    unfinished.has(pod.executorId),
  );
  const wanted = (profileId: number): number => wantedOf(demand, profileId);
  const rules = { ...settings, driverStopped: demand.kind === 'none', wanted };
  const retiring = retiringExecutors(set.status ?? {}, ledger, memory);
  const said = demand.kind === 'wanted' ? set.spec : {};
  const begun = {
    ...withoutRecorded(memory, ledger),
    firstBatchFromMs: memory.firstBatchFromMs ?? firstBatchFrom(set, snapshot, nowMs),
    retiring: withKilled({ ...memory, retiring }, said, ledger, nowMs),
  };
  const withShown = withEnds(withSeen(begun, snapshot), open, rules, nowMs);
  const overdue = overdueExecutors([...snapshot.executors.values()], nowMs);
  const withOverdue = overdue.reduce(
    (before, { id, reason }) => withLost(before, [id], { outcome: 'failed', reason }),
    withShown,
  );
  return withRetired(withOverdue);
}

/** An operator that was started anew does not know when executors ended cleanly: it goes by the worst, just now. */
function firstBatchFrom(
  { status }: SparkExecutorSet,
  { executors }: ExecutorPodsSnapshot,
  nowMs: number,
): number {
  if ((status?.succeeded ?? 0) === 0) return nowMs;
  const running = [...executors.values()].filter(({ kind }) => kind === 'running').length;
  return nowMs + holdMs(running);
}
