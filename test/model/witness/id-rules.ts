/** What must hold of executor ids. */
import type { ExecutorSetStatus, SparkExecutorSet } from '../../../src/api/spark-executor-set.ts';
import { parseExecutorIds } from '../../../src/executors/executor-ids.ts';
import type { StatusStep } from './status-step.ts';

type Say = (violation: string) => void;

/**
 * Ids are taken from a counter that never goes back, in the order it says; one whose end is recorded never comes back;
 * each has one pod, and that not before it was reserved. The ids of a SparkContext that has ended are over with it.
 *
 * After requests had failed, a set that is made anew may forget ids that never had a pod, and remember executors whose
 * end was recorded, until it records that again. Where no operator is left that knew the one before, the driver knows of
 * ids whose pods are gone.
 */
export class IdRules {
  /** Ids whose end is not recorded. */
  unfinished: ReadonlySet<number> = new Set();
  next = 1;
  /** That any set has reserved. */
  highest = 0;
  /** Ids below are those of SparkContexts that have ended. */
  ofContextFrom = 1;
  /** From ids to the moment of their reservation, as the caller counts. */
  readonly #reserved = new Map<number, number>();
  readonly #withPods = new Set<number>();

  /** Says what is wrong with this version of the set; answers the ids whose end it records. */
  check({ status = {} }: SparkExecutorSet, step: StatusStep, say: Say): readonly number[] {
    const said = ledgerIn(status);
    if (step.isFirst) this.#madeAnew(said, step, say);
    if (step.isAnew) this.ofContextFrom = step.isFirst ? 1 : this.next;
    for (const id of said.unfinished) {
      if (!this.unfinished.has(id)) this.#taken(id, said, step, say);
      if (id < this.ofContextFrom && !step.isLast)
        say(`executor ${id} counts although its SparkContext has ended`);
    }
    if (said.next < this.next) say(`nextExecutorId fell from ${this.next} to ${said.next}`);
    const recorded = [...this.unfinished].filter((id) => !said.unfinished.has(id));
    this.next = said.next;
    this.highest = Math.max(this.highest, said.next - 1);
    this.unfinished = said.unfinished;
    return recorded;
  }

  /** The pod of that id is there: says what is wrong with it; answers when the id was reserved. */
  created(id: number, say: Say): number | undefined {
    if (this.#withPods.has(id)) say(`id ${id} was used twice`);
    this.#withPods.add(id);
    const reserved = this.#reserved.get(id);
    if (reserved === undefined) say(`the pod of ${id} came before its id was reserved`);
    return reserved;
  }

  /** Whether a pod was ever created under that id. */
  hadPod(id: number): boolean {
    return this.#withPods.has(id);
  }

  #taken(id: number, { next }: Said, { at }: StatusStep, say: Say): void {
    if (id < this.next || id >= next) say(`id ${id} was not taken from ${this.next} to ${next}`);
    this.#reserved.set(id, at);
  }

  /** Goes on as if the set had said all along what it says now. */
  #madeAnew(said: Said, step: StatusStep, say: Say): void {
    const { next, unfinished } = said;
    if (step.isRemembered) {
      this.#mustRemember(said, step, say);
      for (const id of this.#reserved.keys()) if (id >= next) this.#reserved.delete(id);
    } else {
      // A pod that an operator has asked for before it was killed may still be on its way.
      this.ofContextFrom = 1;
    }
    for (const id of unfinished) if (!this.#reserved.has(id)) this.#reserved.set(id, step.at);
    this.next = next;
    this.unfinished = unfinished;
  }

  #mustRemember({ next, known }: Said, { isHeard }: StatusStep, say: Say): void {
    const highest = Math.max(0, ...this.#withPods);
    if (next <= highest) say(`the set was made anew with nextExecutorId ${next}, ${highest} was used`);
    const forgotten = [...this.unfinished].filter((id) => this.#withPods.has(id) && !known.has(id));
    for (const id of isHeard ? forgotten : []) say(`the set was made anew without executor ${id}`);
  }
}

/** What a status says of ids. */
interface Said {
  readonly next: number;
  readonly unfinished: ReadonlySet<number>;
  /** Those, and those whose end the driver has still to hear of. */
  readonly known: ReadonlySet<number>;
}

function ledgerIn({ nextExecutorId = 1, unfinished: text = '', losses = [] }: ExecutorSetStatus): Said {
  const unfinished = parseExecutorIds(text);
  const known = new Set([...unfinished, ...losses.map(({ id }) => id)]);
  return { next: nextExecutorId, unfinished, known };
}
