/** What must hold of executors that the operator parts with by itself. */
import type { SparkExecutorSet } from '../../../src/api/spark-executor-set.ts';
import { parseExecutorIds } from '../../../src/executors/executor-ids.ts';
import type { StatusStep } from './status-step.ts';

/** The set says since when in whole seconds. */
const ROUNDING_MS = 1_000;

/**
 * Executors are asked to end before they are made to, are given their time, and stay asked until they have. Those that
 * their driver has killed are among them.
 */
export class RetirementRules {
  readonly #graceMs: number;
  /** Since when those are listed that are. */
  #since: ReadonlyMap<number, number> = new Map();
  /** All that a driver has ever said to have killed. */
  readonly #killed = new Set<number>();

  /** @param graceMs how long an executor may take to end once it was asked */
  constructor(graceMs: number) {
    this.#graceMs = graceMs;
  }

  /** Takes note of this version of the set; answers those that the operator asks from now on, and not any more. */
  see(
    { spec, status = {} }: SparkExecutorSet,
    { isFirst }: StatusStep,
    nowMs: number,
  ): { readonly asked: readonly number[]; readonly letOff: readonly number[] } {
    for (const id of spec.killed ?? []) this.#killed.add(id);
    const listed = (status.retire ?? []).map(({ id }) => id);
    const asked = listed.filter((id) => !this.#since.has(id) && !this.#killed.has(id));
    const unfinished = parseExecutorIds(status.unfinished ?? '');
    const letOff = [...this.#since.keys()].filter((id) => unfinished.has(id) && !listed.includes(id));
    const kept = isFirst ? [...this.#since] : [];
    this.#since = new Map([...kept, ...listed.map((id) => [id, this.#since.get(id) ?? nowMs] as const)]);
    return { asked, letOff: isFirst ? [] : letOff };
  }

  /** Whether it was asked to end. */
  isAsked(id: number): boolean {
    return this.#since.has(id);
  }

  /** Whether its driver has said that it has killed it. */
  isKilled(id: number): boolean {
    return this.#killed.has(id);
  }

  /** Whether it has had its time. */
  isDue(id: number, nowMs: number): boolean {
    const sinceMs = this.#since.get(id);
    return sinceMs !== undefined && nowMs >= sinceMs + this.#graceMs - ROUNDING_MS;
  }
}
