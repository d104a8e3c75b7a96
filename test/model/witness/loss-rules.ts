/** What must hold of the losses that a driver is told. */
import type { ExecutorLoss, SparkExecutorSet } from '../../../src/api/spark-executor-set.ts';

/**
 * Each loss under the next sequence, each executor once, nothing changed afterwards, nothing dropped before the driver
 * has acknowledged it.
 */
export class LossRules {
  /** Everything the driver was ever told, by sequence. */
  readonly told = new Map<number, ExecutorLoss>();
  readonly #ids = new Map<number, number>();
  #open: ReadonlySet<number> = new Set();
  #driverListens = true;

  get lastSequence(): number {
    return this.told.size;
  }

  isTold(id: number): boolean {
    return this.#ids.has(id);
  }

  /** Says what is wrong with this version of the set; answers the losses that are new in it. */
  check({ spec, status = {} }: SparkExecutorSet, say: (violation: string) => void): readonly ExecutorLoss[] {
    const { losses = [], lastLoss = 0 } = status;
    const news = losses.filter((loss) => this.#isNew(loss, say));
    const there = new Set(losses.map(({ sequence }) => sequence));
    const dropped = [...this.#open].filter(
      (sequence) => !there.has(sequence) && !this.#isDue(sequence, spec),
    );
    for (const sequence of dropped) say(`loss ${sequence} was dropped before the driver acknowledged it`);
    this.#open = there;
    if (lastLoss < this.lastSequence) say(`lastLoss fell to ${lastLoss}`);
    return news;
  }

  /** An ended driver is told nothing more, and nothing has to be kept for it. */
  driverEnded(): void {
    this.#driverListens = false;
  }

  #isDue(sequence: number, { acknowledgedLoss = 0, stopped = false }: SparkExecutorSet['spec']): boolean {
    return sequence <= acknowledgedLoss || stopped || !this.#driverListens;
  }

  #isNew(loss: ExecutorLoss, say: (violation: string) => void): boolean {
    const before = this.told.get(loss.sequence);
    if (before !== undefined) {
      if (JSON.stringify(before) !== JSON.stringify(loss))
        say(`loss ${loss.sequence} was changed afterwards`);
      return false;
    }
    if (loss.sequence !== this.lastSequence + 1) say(`loss ${loss.sequence} came after ${this.lastSequence}`);
    const earlier = this.#ids.get(loss.id);
    if (earlier !== undefined) say(`executor ${loss.id} was lost twice, as ${earlier} and ${loss.sequence}`);
    this.told.set(loss.sequence, loss);
    this.#ids.set(loss.id, loss.sequence);
    return true;
  }
}
