import type { ExecutorSetStatus } from '../api/spark-executor-set.ts';
import type { ExecutorEnd } from './executor-losses.ts';
import type { ExecutorSettings } from './executor-settings.ts';

/** Exit codes of a JVM without memory, and of a process that was killed, for which that is the likely reason. */
const OUT_OF_MEMORY: readonly number[] = [52, 137];

/**
 * Whether new executors take one task at a time, because one has run out of memory in this attempt: what several tasks
 * together had no room for, one alone may have. Stays so until the attempt ends.
 *
 * Executors that the cluster took away do not count, nor those that were ended because nobody wanted them: they are
 * killed with the same exit code.
 *
 * @see Spark `ExecutorPodsAllocator.setRecoveryMode` (since 4.2)
 */
export function isRecovering(
  before: Pick<ExecutorSetStatus, 'recoveryMode'>,
  ends: Iterable<ExecutorEnd>,
  settings: Pick<ExecutorSettings, 'recoversFromLackOfMemory'>,
): boolean {
  if (!settings.recoversFromLackOfMemory) return false;
  return before.recoveryMode === true || [...ends].some(ranOutOfMemory);
}

function ranOutOfMemory({ outcome, causedByApplication, exitCode, reason }: ExecutorEnd): boolean {
  if (outcome !== 'failed' || !causedByApplication) return false;
  return OUT_OF_MEMORY.includes(exitCode) || reason.startsWith('OOMKilled');
}
