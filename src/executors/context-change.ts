import type { ExecutorSetSpec, ExecutorSetStatus } from '../api/spark-executor-set.ts';
import type { ExecutorEnd } from './executor-losses.ts';
import { withLost, type ExecutorsMemory } from './executors-memory.ts';

/**
 * Whether another SparkContext of the same driver speaks in `spec` than the one that `status` answers. The first one
 * to speak changes nothing.
 */
export function contextHasChanged(
  { context }: Pick<ExecutorSetSpec, 'context'>,
  status: Pick<ExecutorSetStatus, 'context'>,
): boolean {
  return context !== undefined && status.context !== undefined && context !== status.context;
}

/**
 * The status as a new SparkContext finds it: it knows none of the executors that the one before has lost, and Spark
 * counts failures anew for each.
 */
export function statusForNewContext(status: ExecutorSetStatus): ExecutorSetStatus {
  const { countedFailures: _, ...rest } = status;
  return { ...rest, losses: [] };
}

/**
 * The memory as a new SparkContext finds it: executors of the one before are over. They don't know its address, and
 * nobody waits for them any more; their pods go like those of executors whose end is recorded. Those that have failed
 * and are recorded only now count as given back: their failures are not those of the new one.
 */
export function memoryForNewContext(memory: ExecutorsMemory, unfinished: Iterable<number>): ExecutorsMemory {
  const over = { outcome: 'given-back', reason: 'its SparkContext has ended' } as const;
  const known = [...memory.ended].map(([id, end]): readonly [number, ExecutorEnd] => [
    id,
    end.outcome === 'failed' ? { ...end, outcome: 'given-back' } : end,
  ]);
  return { ...withLost({ ...memory, ended: new Map(known) }, unfinished, over), cleanExits: [] };
}
