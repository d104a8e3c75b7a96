/** Waits for a condition, and says what was missing if it does not come true in time. */
import { scheduler } from 'node:timers/promises';

export interface WaitOptions {
  readonly timeoutMs: number;
  readonly everyMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * Asks again and again until `condition` answers something else than undefined, which is the result.
 *
 * Fails: when the time is over, with `what` and the last error; when the signal aborts, with its reason.
 */
export async function waitFor<T>(
  what: string,
  condition: () => Promise<T | undefined>,
  { timeoutMs, everyMs = 50, signal }: WaitOptions,
): Promise<T> {
  const deadlineMs = Date.now() + timeoutMs;
  let cause: unknown;
  while (Date.now() < deadlineMs) {
    signal?.throwIfAborted();
    try {
      const result = await condition();
      if (result !== undefined) return result;
    } catch (error) {
      cause = error;
    }
    await scheduler.wait(everyMs, signal === undefined ? {} : { signal });
  }
  throw new Error(`waited ${Math.round(timeoutMs / 1000)} s in vain for ${what}`, { cause });
}
