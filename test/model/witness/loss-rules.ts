/** What must hold of the losses that a driver is told. */
import type { ExecutorLoss, SparkExecutorSet } from '../../../src/api/spark-executor-set.ts';
import type { StatusStep } from './status-step.ts';

/**
 * Each loss under the next sequence, each executor once, nothing changed afterwards, nothing dropped before the driver
 * has acknowledged it. A SparkContext hears of none but its own executors.
 *
 * After requests had failed, a set that is made anew may tell once more what its driver had not acknowledged.
 */
export class LossRules {
  /** What this set has told, by sequence. */
  readonly #told = new Map<number, ExecutorLoss>();
  /** The executors in it, with their sequences. */
  readonly #ids = new Map<number, number>();
  /** All that drivers were told of by any set, and those whose end nobody had to be told. */
  readonly #over = new Set<number>();
  #last = 0;
  #open: ReadonlySet<number> = new Set();

  /** Its driver was told of its end, or did not have to be. */
  isTold(id: number): boolean {
    return this.#over.has(id);
  }

  /** Nobody has to be told. */
  excuse(id: number): void {
    this.#over.add(id);
  }

  /** Its end is not recorded, or not any more. */
  reopen(id: number): void {
    this.#over.delete(id);
  }

  /** Says what is wrong with this version of the set; answers the losses that are new in it. */
  check(
    { spec, status = {} }: SparkExecutorSet,
    step: StatusStep,
    say: (violation: string) => void,
  ): readonly ExecutorLoss[] {
    const { losses = [], lastLoss = 0 } = status;
    if (step.isFirst) this.#begin(lastLoss - losses.length);
    this.#last = Math.max(this.#last, spec.acknowledgedLoss ?? 0);
    const news = losses.filter((loss) => this.#isNew(loss, say));
    const there = new Set(losses.map(({ sequence }) => sequence));
    const dropped = [...this.#open].filter(
      (sequence) => step.isHeard && !there.has(sequence) && sequence > (spec.acknowledgedLoss ?? 0),
    );
    for (const sequence of dropped) say(`loss ${sequence} was dropped before the driver acknowledged it`);
    this.#open = there;
    if (lastLoss < Math.max(0, ...this.#told.keys())) say(`lastLoss fell to ${lastLoss}`);
    return news;
  }

  #begin(last: number): void {
    this.#told.clear();
    this.#ids.clear();
    this.#last = last;
    this.#open = new Set();
  }

  #isNew(loss: ExecutorLoss, say: (violation: string) => void): boolean {
    const before = this.#told.get(loss.sequence);
    if (before !== undefined) {
      if (JSON.stringify(before) !== JSON.stringify(loss))
        say(`loss ${loss.sequence} was changed afterwards`);
      return false;
    }
    if (loss.sequence !== this.#last + 1) say(`loss ${loss.sequence} came after ${this.#last}`);
    const earlier = this.#ids.get(loss.id);
    if (earlier !== undefined) say(`executor ${loss.id} was lost twice, as ${earlier} and ${loss.sequence}`);
    this.#last = loss.sequence;
    this.#told.set(loss.sequence, loss);
    this.#ids.set(loss.id, loss.sequence);
    this.#over.add(loss.id);
    return true;
  }
}
