/** What must hold of executor ids. */
import type { SparkExecutorSet } from '../../../src/api/spark-executor-set.ts';
import { parseExecutorIds } from '../../../src/executors/executor-ids.ts';

/**
 * Ids are taken from a counter that never goes back, in the order it says; one whose end is recorded never comes back;
 * each has one pod, and that not before it was reserved.
 */
export class IdRules {
  /** Ids whose end is not recorded. */
  unfinished: ReadonlySet<number> = new Set();
  #next = 1;
  /** From ids to the moment of their reservation, as the caller counts. */
  readonly #reserved = new Map<number, number>();
  readonly #withPods = new Set<number>();

  /** Says what is wrong with this version of the set; answers the ids whose end it records. */
  check({ status = {} }: SparkExecutorSet, at: number, say: (violation: string) => void): readonly number[] {
    const { nextExecutorId: next = 1, unfinished: text = '' } = status;
    const unfinished = parseExecutorIds(text);
    const taken = [...unfinished].filter((id) => !this.unfinished.has(id));
    for (const id of taken) {
      if (id < this.#next || id >= next) say(`id ${id} was not taken from ${this.#next} to ${next}`);
      this.#reserved.set(id, at);
    }
    if (next < this.#next) say(`nextExecutorId fell from ${this.#next} to ${next}`);
    const recorded = [...this.unfinished].filter((id) => !unfinished.has(id));
    this.#next = next;
    this.unfinished = unfinished;
    return recorded;
  }

  /** The pod of that id is there: says what is wrong with it; answers when the id was reserved. */
  created(id: number, say: (violation: string) => void): number | undefined {
    if (this.#withPods.has(id)) say(`id ${id} was used twice`);
    this.#withPods.add(id);
    const reserved = this.#reserved.get(id);
    if (reserved === undefined) say(`the pod of ${id} came before its id was reserved`);
    return reserved;
  }
}
