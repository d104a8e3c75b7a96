import type { Clock } from '../clock.ts';

/** Something that is being done. */
interface Task {
  readonly what: string;
  readonly begunAtMs: number;
  readonly limitMs: number;
}

/**
 * Knows what is being done that ends by itself, whatever the API server does: every request has a deadline, every watch an
 * end. What goes on beyond its limit will not end any more, and only a new process helps.
 */
export class Watchdog {
  readonly #clock: Clock;
  readonly #tasks = new Set<Task>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Something has begun; the answer is to be called when it has ended. */
  begin(what: string, limitMs: number): () => void {
    const task = { what, begunAtMs: this.#clock.now(), limitMs };
    this.#tasks.add(task);
    return () => this.#tasks.delete(task);
  }

  /** What goes on beyond its limit, in words; undefined where nothing does. What came before `sinceMs` is not counted. */
  overdue(sinceMs: number): string | undefined {
    const nowMs = this.#clock.now();
    for (const { what, begunAtMs, limitMs } of this.#tasks) {
      const lastedMs = nowMs - Math.max(begunAtMs, sinceMs);
      if (lastedMs > limitMs) return `${what} has gone on for ${Math.round(lastedMs / 60_000)} min`;
    }
    return undefined;
  }
}
