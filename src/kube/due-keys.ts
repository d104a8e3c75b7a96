/** A key, and since when it waits. */
export interface DueKey {
  readonly key: string;
  readonly dueAtMs: number;
}

/** Of so many keys taken while both kinds wait, one is not urgent: nobody waits for ever. */
const URGENT_IN_A_ROW = 7;

/** Keys that wait for a worker: the urgent ones go first, each kind in the order it came. */
export class DueKeys {
  readonly #urgent = new Map<string, number>();
  readonly #others = new Map<string, number>();
  /** Urgent keys taken since one of the others was. */
  #inARow = 0;

  get size(): number {
    return this.#urgent.size + this.#others.size;
  }

  /** Has the key wait from now on; one that waits already keeps its place. Answers whether it is new. */
  add(key: string, nowMs: number, urgent: boolean): boolean {
    if (this.#urgent.has(key) || this.#others.has(key)) return false;
    (urgent ? this.#urgent : this.#others).set(key, nowMs);
    return true;
  }

  /** Takes out the next key; undefined where none waits. */
  take(): DueKey | undefined {
    const turnOfOthers = this.#others.size > 0 && this.#inARow >= URGENT_IN_A_ROW;
    const from = this.#urgent.size > 0 && !turnOfOthers ? this.#urgent : this.#others;
    for (const [key, dueAtMs] of from) {
      from.delete(key);
      this.#inARow = from === this.#urgent ? this.#inARow + 1 : 0;
      return { key, dueAtMs };
    }
    return undefined;
  }
}
