import type { RecentLoss } from '../api/spark-executor-set.ts';
import { timeText } from '../manifest/time.ts';
import { LONGEST_REASON_BYTES, shortened, type ExecutorEnd } from './executor-losses.ts';

/** How many stay to be looked at. */
const MOST = 10;

/** The latest executors that failed, oldest first, with those among `ends`. The driver's acknowledgement changes nothing. */
export function withRecentLosses(
  before: readonly RecentLoss[],
  ends: readonly ExecutorEnd[],
  nowMs: number,
): readonly RecentLoss[] {
  const time = timeText(nowMs);
  const lost = ends
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ id, exitCode, causedByApplication, reason }) => ({
      id,
      exitCode,
      causedByApplication,
      reason: shortened(reason, LONGEST_REASON_BYTES),
      time,
    }));
  return [...before, ...lost].slice(-MOST);
}
