/** The time, as something that can be handed in. Tests hand in a clock they move themselves. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /**
   * Runs `wake` once, `delayMs` from now. The answer cancels it; cancelling twice, or after it ran, does nothing.
   * A waiting alarm does not keep the process alive. One further away than 24 days rings after 24 days, one whose time
   * has passed at once.
   */
  after(delayMs: number, wake: () => void): () => void;
}

/** When whoever has just looked at something wants to look at it again. */
export type NextLook =
  /** When something about it changes. */
  | { readonly kind: 'on-change' }
  /** `delayMs` from now, if nothing changes earlier. */
  | { readonly kind: 'after'; readonly delayMs: number };

/** Whichever look comes first. */
export function earlier(one: NextLook, other: NextLook): NextLook {
  if (one.kind === 'on-change') return other;
  return other.kind === 'on-change' || one.delayMs <= other.delayMs ? one : other;
}

/** The longest time a timer of Node takes; a longer one would ring at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, wake) => {
    const timer = setTimeout(wake, Math.max(0, Math.min(delayMs, LONGEST_TIMER_MS)));
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Settles `delayMs` from now, or at once when `signal` aborts. Never rejects: the caller looks at the signal. */
export function sleep(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      cancel();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const cancel = clock.after(delayMs, done);
    signal.addEventListener('abort', done, { once: true });
  });
}
