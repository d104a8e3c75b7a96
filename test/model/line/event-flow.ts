/** How the events of one resource get from the API server to an operator, and what goes wrong on the way. */
import type { ApiError } from '../../../src/kube/api-error.ts';

/**
 * The faults of all watches of one resource over one line, present and future ones.
 *
 * What a watch has not handed over when it ends is not lost: whoever opens it anew goes on from what it has seen. Only
 * `loseNext` makes an event vanish for good, as a bug somewhere on the way would.
 */
export class EventFlow {
  /** How long an event is on its way. */
  lateMs = 0;
  /** Nothing comes through any more, and nobody is told: a connection that is half open. */
  isHeld = false;
  #lose = 0;
  #double = 0;
  readonly #watches = new Set<OpenWatch>();

  loseNext(events: number): void {
    this.#lose += events;
  }

  doubleNext(events: number): void {
    this.#double += events;
  }

  /** All goes well from now on, and what was held up arrives. */
  heal(): void {
    this.lateMs = 0;
    this.isHeld = false;
    this.#lose = 0;
    this.#double = 0;
    for (const watch of this.#watches) watch.deliver();
  }

  /** The connections are reset, or the server ends the watches with an error. */
  breakAll(error: ApiError): void {
    for (const watch of this.#watches) watch.fail(error);
  }

  /** How often the next event arrives. */
  copies(): number {
    if (this.#lose > 0) {
      this.#lose -= 1;
      return 0;
    }
    if (this.#double === 0) return 1;
    this.#double -= 1;
    return 2;
  }

  enter(watch: OpenWatch): void {
    this.#watches.add(watch);
  }

  leave(watch: OpenWatch): void {
    this.#watches.delete(watch);
  }
}

/** A watch that a flow can hurry or end. */
export interface OpenWatch {
  deliver(): void;
  fail(error: ApiError): void;
}
