/** Rounds of allocation for the one profile of an application, told by what is special about them. */
import { demandOf, type Demand } from '../../src/executors/demand.ts';
import type { ExecutorPod } from '../../src/executors/executor-pod.ts';
import { EMPTY_MEMORY, type ExecutorsMemory } from '../../src/executors/executors-memory.ts';
import { planAllocation, type AllocationPlan } from '../../src/executors/plan-allocation.ts';
import { executorPod, executorSet, settingsWith, snapshotOf } from './executor-pods.ts';

/** What differs from a round in which nothing is wanted and nothing is there. */
export interface Given {
  readonly wants?: Demand | number;
  readonly pods?: readonly ExecutorPod[];
  /** Ids asked for and not seen, with the time. */
  readonly requested?: Readonly<Record<number, number>>;
  readonly memory?: Partial<ExecutorsMemory>;
  readonly conf?: Readonly<Record<string, string>>;
  readonly driverReady?: boolean;
  readonly nextExecutorId?: number;
  readonly lookFailed?: boolean;
  readonly nowMs?: number;
}

export const wanting = (replicas: number, id = 0): Demand =>
  demandOf(executorSet(undefined, {}, { profiles: [{ id, replicas }] }).spec, { ended: false }, 100_000);
export const wantingEach = (wanted: readonly (readonly [number, number])[]): Demand => {
  const profiles = wanted.map(([id, replicas]) => ({ id, replicas }));
  return demandOf(executorSet(undefined, {}, { profiles }).spec, { ended: false }, 100_000);
};
export const STOPPED: Demand = { kind: 'none', because: 'the driver has ended' };
export const UNKNOWN: Demand = { kind: 'unknown', because: 'the driver has not asked yet' };
export const pending = (id: number, createdAtMs = 0): ExecutorPod =>
  executorPod(id, 'Pending', { createdAtMs });
export const running = (...ids: readonly number[]): readonly ExecutorPod[] =>
  ids.map((id) => executorPod(id));

export function plan(given: Given): AllocationPlan {
  const { pods = [], requested = {}, wants = 0, conf = {} } = given;
  const requests = Object.entries(requested).map(
    ([id, atMs]) => [Number(id), { profileId: 0, atMs }] as const,
  );
  const memory = { ...EMPTY_MEMORY, requested: new Map(requests), ...given.memory };
  const ids = [...pods.map(({ executorId }) => executorId), ...requests.map(([id]) => id), ...memory.spare];
  const nextExecutorId = given.nextExecutorId ?? ids.reduce((highest, id) => Math.max(highest, id), 0) + 1;
  return planAllocation({
    demand: typeof wants === 'number' ? wanting(wants) : wants,
    driverReady: given.driverReady ?? true,
    snapshot: snapshotOf(...pods),
    ledger: { nextExecutorId, unfinished: new Set(ids) },
    memory,
    settings: settingsWith({
      'spark.kubernetes.allocation.batch.size': '5',
      'spark.dynamicAllocation.executorIdleTimeout': '10s',
      ...conf,
    }),
    lookFailed: given.lookFailed,
    nowMs: given.nowMs ?? 0,
  });
}
