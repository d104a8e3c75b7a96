import type { Clock } from '../clock.ts';

/**
 * Aborts its signal once nothing was heard for `limitMs`.
 *
 * Guarantees: hearing something costs no timer, however often it happens; there is one alarm at a time.
 */
export class Silence {
  readonly #clock: Clock;
  readonly #limitMs: number;
  readonly #controller = new AbortController();
  #lastAtMs: number;
  #cancel: () => void;

  constructor(clock: Clock, limitMs: number) {
    this.#clock = clock;
    this.#limitMs = limitMs;
    this.#lastAtMs = clock.now();
    this.#cancel = clock.after(limitMs, () => this.#look());
  }

  /** Aborts when it has been silent for too long. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Something arrived. */
  heard(): void {
    this.#lastAtMs = this.#clock.now();
  }

  /** Nobody listens any more. */
  end(): void {
    this.#cancel();
  }

  #look(): void {
    const leftMs = this.#lastAtMs + this.#limitMs - this.#clock.now();
    if (leftMs <= 0) this.#controller.abort();
    else this.#cancel = this.#clock.after(leftMs, () => this.#look());
  }
}
