/** What is kept of executors that come and go for weeks. */
import { expect, test } from '@jest/globals';
import type { ExecutorSetStatus } from '../../src/api/spark-executor-set.ts';
import { nextExecutorState, type ExecutorStates } from '../../src/application/executor-state.ts';
import type { ExecutorPod } from '../../src/executors/executor-pod.ts';
import type { ManagedExecutors } from '../../src/executors/managed-executors.ts';
import { planRound } from '../../src/executors/plan-round.ts';
import { shownStates } from '../../src/executors/shown-states.ts';
import { executorPod, executorSet } from '../fakes/executor-pods.ts';
import { managedExecutors } from '../fakes/managed-executors.ts';

/** Entries of everything that is kept of one application's executors, wherever it is kept. */
function sizeOf({ memory, changes, store }: ManagedExecutors): number {
  const kept = Object.values(memory).map((part: unknown) => {
    if (part instanceof Map || part instanceof Set) return part.size;
    return Array.isArray(part) ? part.length : 0;
  });
  return kept.reduce((sum, size) => sum + size, changes.length + store.current.executors.size);
}

/** A merge patch, as the API server applies it to a status. */
const patched = (before: object, patch: object): ExecutorSetStatus =>
  Object.fromEntries(Object.entries({ ...before, ...patch }).filter(([, value]) => value !== null));

/** By what the operator learns that pods are gone. */
type Told = 'by full lists' | 'by a watch alone';

/** An application whose executors live for a round; half of them fail. */
class Churn {
  readonly setUp = managedExecutors();
  readonly #told: Told;
  status: ExecutorSetStatus = {};
  shown: ExecutorStates = {};
  /** Executors there are, by the names of their pods. */
  readonly #there = new Map<string, ExecutorPod>();

  constructor(told: Told) {
    this.#told = told;
  }

  /** Plans, and does what was planned; then all executors end. */
  round(replicas: number): void {
    const { executors, clock } = this.setUp;
    const { of, memory, changes, store } = executors;
    const words = { context: 'c', acknowledgedLoss: this.status.lastLoss ?? 0, conf: NO_LIMIT };
    const set = executorSet(replicas, this.status, words);
    const { driver, settings, appId } = of;
    const observed = { set, appId, driver, settings, snapshot: store.current, changes, memory };
    const plan = planRound({ ...observed, mostExecutors: replicas }, clock.now());
    this.status = patched(this.status, plan.status ?? {});
    executors.commit(changes, plan);
    for (const { id } of plan.create) this.#put(executorPod(id));
    for (const { name } of plan.remove) this.#remove(name);
    const lost = new Set(this.status.recentLosses?.map(({ id }) => id));
    this.shown = nextExecutorState(this.shown, shownStates(this.#there.values(), settings), lost);
    clock.advance(15_000);
    for (const { executorId } of this.#there.values()) {
      this.#put(executorPod(executorId, executorId % 2 === 0 ? 'Failed' : 'Succeeded'));
    }
    if (this.#told === 'by full lists') store.replaceSnapshot([...this.#there.values()]);
    clock.advance(15_000);
  }

  #remove(name: string): void {
    const pod = this.#there.get(name);
    this.#there.delete(name);
    if (pod !== undefined && this.#told === 'by a watch alone') this.setUp.executors.store.deletePod(pod);
  }

  #put(pod: ExecutorPod): void {
    this.#there.set(pod.name, pod);
    this.setUp.executors.store.updatePod(pod);
  }
}

const NO_LIMIT = { 'spark.executor.maxNumFailures': '2147483647' };

test.each<{ readonly many: number; readonly told: Told }>([
  { many: 100_000, told: 'by full lists' },
  { many: 20_000, told: 'by a watch alone' },
])('$many executors that come and go, told $told, leave no more behind than those of an hour', (given) => {
  const { many, told } = given;
  const churn = new Churn(told);
  const largest = { entries: 0, statusBytes: 0, shown: 0 };
  while ((churn.status.nextExecutorId ?? 0) < many) {
    churn.round(500);
    largest.entries = Math.max(largest.entries, sizeOf(churn.setUp.executors));
    largest.statusBytes = Math.max(largest.statusBytes, Buffer.byteLength(JSON.stringify(churn.status)));
    largest.shown = Math.max(largest.shown, Object.keys(churn.shown).length);
  }
  expect(churn.status.failed).toBeGreaterThan(0.49 * many);
  expect(largest.entries).toBeLessThan(5_000);
  expect(largest.statusBytes).toBeLessThan(128 * 1_024);
  expect(largest.shown).toBeLessThanOrEqual(550);
});
