import type { NextLook } from '../clock.ts';

/** A moment that never comes, for what needs no look of its own. */
export const NEVER_MS = Number.POSITIVE_INFINITY;

/** However long users make their time-outs: an early look does no harm, and timers have limits. */
const LONGEST_MS = 3_600_000;

/** A look at the earliest of `timesMs`; only on a change where none of them ever comes. */
export function lookAt(timesMs: readonly number[], nowMs: number): NextLook {
  const earliestMs = timesMs.reduce((earliest, atMs) => Math.min(earliest, atMs), NEVER_MS);
  if (earliestMs === NEVER_MS) return { kind: 'on-change' };
  return { kind: 'after', delayMs: Math.min(LONGEST_MS, Math.max(0, earliestMs - nowMs)) };
}
