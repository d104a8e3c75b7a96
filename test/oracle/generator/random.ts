/** Values drawn by chance, always the same ones for the same seed. */

/** What a number has to be mixed with so that neighbouring ones give unlike streams: the golden ratio, in 32 bits. */
const SPREAD = 0x9e_37_79_b9;

/** A stream of pseudo-random values (mulberry32): small, quick, and good enough to choose test cases. */
export class Random {
  private state: number;

  constructor(...seeds: readonly number[]) {
    this.state = seeds.reduce((state, seed) => Math.imul(state ^ seed, SPREAD) + 1, SPREAD);
  }

  /** At least 0, less than 1. */
  share(): number {
    this.state = (this.state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return this.share() < probability;
  }

  /** A whole number; both ends are possible. */
  between(least: number, most: number): number {
    return least + Math.floor(this.share() * (most - least + 1));
  }

  /** One of them. Assumes: there is one. */
  pick<T>(items: readonly T[]): T {
    return items[this.between(0, items.length - 1)] as T;
  }

  /** So many of them, each at most once, in any order. */
  some<T>(items: readonly T[], amount: number): readonly T[] {
    const left = [...items];
    const taken: T[] = [];
    while (taken.length < amount && left.length > 0) {
      taken.push(...left.splice(this.between(0, left.length - 1), 1));
    }
    return taken;
  }
}
