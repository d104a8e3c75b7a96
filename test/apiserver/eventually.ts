import { scheduler } from 'node:timers/promises';

/** For how long a test looks, and how often. */
export interface Patience {
  readonly limitMs: number;
  readonly everyMs: number;
}

const PATIENCE: Patience = { limitMs: 60_000, everyMs: 25 };

/**
 * What `look` answers, as soon as it answers without failing: put expectations in it.
 *
 * Fails: when it still fails after a generous limit, with its last failure, so that the test says what was missing.
 */
export async function eventually<T>(look: () => Promise<T> | T, { limitMs, everyMs } = PATIENCE): Promise<T> {
  const deadlineMs = Date.now() + limitMs;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() > deadlineMs) throw error;
    }
    await scheduler.wait(everyMs);
  }
}

/** What `look` finds, as soon as there is something. Fails like `eventually`. */
export function found<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  return eventually(async () => {
    const seen = await look();
    if (seen === undefined) throw new Error(`there is no ${what}`);
    return seen;
  });
}
