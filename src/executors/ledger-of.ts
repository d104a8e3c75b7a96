import type { ExecutorSetSpec, ExecutorSetStatus } from '../api/spark-executor-set.ts';
import { parseExecutorIds } from './executor-ids.ts';
import type { ExecutorLedger } from './executor-ledger.ts';
import type { ExecutorsMemory } from './executors-memory.ts';
import type { ExecutorPodsSnapshot } from './snapshot.ts';

/**
 * Reads the ledger from the executor set. Executors beyond its counter are taken in: they are those of a set that
 * somebody deleted and that was made again empty. Of such a set the driver says which ids were used before, so that none
 * of an executor whose pod is gone is used twice; before it has spoken, nobody asks for executors.
 */
export function ledgerOf(
  status: Pick<ExecutorSetStatus, 'nextExecutorId' | 'unfinished'>,
  snapshot: ExecutorPodsSnapshot,
  memory: ExecutorsMemory,
  { highestExecutorId = 0 }: Pick<ExecutorSetSpec, 'highestExecutorId'> = {},
): ExecutorLedger {
  const counter = status.nextExecutorId ?? 1;
  const unfinished = parseExecutorIds(status.unfinished ?? '');
  let nextExecutorId = Math.max(counter, memory.nextExecutorId, highestExecutorId + 1);
  const takeIn = (id: number): void => {
    if (id < counter) return;
    unfinished.add(id);
    nextExecutorId = Math.max(nextExecutorId, id + 1);
  };
  for (const [id, { kind }] of snapshot.executors) if (kind !== 'deleted') takeIn(id);
  for (const known of [memory.requested, memory.spare, memory.ended]) {
    for (const id of known.keys()) takeIn(id);
  }
  return { nextExecutorId, unfinished };
}
