/** How long to wait after repeated failures. */
export interface Backoff {
  /** The longest wait after the first failure; each further failure doubles it. */
  readonly baseMs: number;
  /** No wait is longer. */
  readonly maxMs: number;
}

/**
 * The wait after the `failures`-th failure in a row (1 = the first), between half and all of
 * `baseMs × 2^(failures − 1)`, so that many who failed at one moment don't come back at one moment.
 *
 * @param jitter where in that range, from 0 up to 1
 */
export function backoffMs(backoff: Backoff, failures: number, jitter: number): number {
  const longestMs = Math.min(backoff.maxMs, backoff.baseMs * 2 ** (failures - 1));
  return Math.round(longestMs * (0.5 + jitter / 2));
}
