import type { Clock } from '../../src/clock.ts';

interface Alarm {
  readonly atMs: number;
  readonly wake: () => void;
}

/** A clock that stands still until a test moves it. */
export class ManualClock implements Clock {
  #nowMs: number;
  readonly #alarms = new Set<Alarm>();

  constructor(nowMs = 0) {
    this.#nowMs = nowMs;
  }

  now(): number {
    return this.#nowMs;
  }

  after(delayMs: number, wake: () => void): () => void {
    const alarm = { atMs: this.#nowMs + Math.max(0, delayMs), wake };
    this.#alarms.add(alarm);
    return () => void this.#alarms.delete(alarm);
  }

  /** Moves on by `ms`; each alarm on the way, also one set meanwhile, rings at its own time, earliest first. */
  advance(ms: number): void {
    const untilMs = this.#nowMs + ms;
    while (this.#ringNext(untilMs));
    this.#nowMs = untilMs;
  }

  /**
   * Like `advance`, but everything that is set off runs before, between and after the alarms.
   *
   * @param settle waits until nothing happens any more unless the clock moves. @default all settled promises
   */
  async pass(ms: number, settle: () => Promise<void> = nextTurn): Promise<void> {
    const untilMs = this.#nowMs + ms;
    do await settle();
    while (this.#ringNext(untilMs));
    this.#nowMs = untilMs;
    await settle();
  }

  #ringNext(untilMs: number): boolean {
    let next: Alarm | undefined;
    for (const alarm of this.#alarms) if (next === undefined || alarm.atMs < next.atMs) next = alarm;
    if (next === undefined || next.atMs > untilMs) return false;
    this.#alarms.delete(next);
    this.#nowMs = Math.max(this.#nowMs, next.atMs);
    next.wake();
    return true;
  }
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
