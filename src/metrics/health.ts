import type { Clock } from '../clock.ts';
import { unreachable } from '../unreachable.ts';

/** What the operator says about itself; undefined where all is well, else what is wrong, in words. */
export interface Health {
  /** What will not mend itself: the kubelet restarts the process. */
  stuck(): string | undefined;
  /** Why nobody should count on it yet. */
  notReady(): string | undefined;
}

/** How far the process is. */
type Phase =
  /** The API server has not answered yet. */
  | { readonly kind: 'starting' }
  /** Another process leads; this one is ready to. */
  | { readonly kind: 'standby' }
  /** It leads, and looks at what is there. */
  | { readonly kind: 'filling' }
  | { readonly kind: 'working'; readonly sinceMs: number };

/**
 * The health of an operator that leads or stands by.
 *
 * Guarantees: an API server that does not answer makes nothing stuck, however long: a new process would not reach it
 * either. One that is ready stays so while it leads.
 */
export class OperatorHealth implements Health {
  readonly #clock: Clock;
  readonly #overdue: (sinceMs: number) => string | undefined;
  #phase: Phase = { kind: 'starting' };

  /** @param overdue what goes on for too long, counted from `sinceMs` at the earliest */
  constructor(clock: Clock, overdue: (sinceMs: number) => string | undefined) {
    this.#clock = clock;
    this.#overdue = overdue;
  }

  /** The API server has answered: if somebody else leads, this process stands by. */
  answered(): void {
    if (this.#phase.kind === 'starting') this.#phase = { kind: 'standby' };
  }

  /** It leads from now on, and fills its caches. */
  fills(): void {
    this.#phase = { kind: 'filling' };
  }

  /** All caches are filled. */
  works(): void {
    this.#phase = { kind: 'working', sinceMs: this.#clock.now() };
  }

  /** It leads no more. */
  waits(): void {
    this.#phase = { kind: 'standby' };
  }

  stuck(): string | undefined {
    return this.#phase.kind === 'working' ? this.#overdue(this.#phase.sinceMs) : undefined;
  }

  notReady(): string | undefined {
    const { kind } = this.#phase;
    switch (kind) {
      case 'starting':
        return 'the API server has not answered yet';
      case 'filling':
        return 'the caches are not filled yet';
      case 'standby':
      case 'working':
        return undefined;
      default:
        return unreachable(kind);
    }
  }
}
