import { unreachable } from '../unreachable.ts';
import type { Demand } from './demand.ts';
import { MOST_LOSSES } from './executor-losses.ts';
import type { ExecutorsMemory } from './executors-memory.ts';
import type { AllocationPlan } from './plan-allocation.ts';
import type { ObservedExecutors } from './observed-executors.ts';

/** What counts as the demand while the driver is behind: what runs is kept, nothing is added. */
export const BEHIND = {
  kind: 'unknown',
  because: 'the driver does not acknowledge the executors it has lost',
} as const satisfies Demand;

/**
 * Whether so many ends wait to be recorded, because the driver does not acknowledge those before, that their pods, which
 * stay that long, are enough.
 */
export const isBehind = ({ ended }: ExecutorsMemory): boolean => ended.size > MOST_LOSSES;

/** What keeps executors from coming, unless their pods say it themselves. */
export function holdingMessage(
  observed: ObservedExecutors,
  demand: Demand,
  allocation: AllocationPlan,
): string | undefined {
  const { set } = observed;
  switch (demand.kind) {
    case 'unknown':
      return set.spec.profiles === undefined ? undefined : demand.because;
    case 'none':
      return set.status?.failure?.message;
    case 'wanted':
      return isBehind(allocation.memory) ? BEHIND.because : limitMessage(observed, allocation);
    default:
      return unreachable(demand);
  }
}

const WAITS_FOR_CLAIMS =
  'there are claims for as many executors as there may be: the next wait for a claim that is free';

function limitMessage(
  { settings, set, mostExecutors }: ObservedExecutors,
  { ledger, memory, missing, waitsForClaims }: AllocationPlan,
): string | undefined {
  if (memory.refusal !== undefined) return memory.refusal.message;
  if (waitsForClaims) return WAITS_FOR_CLAIMS;
  if (missing > 0 && ledger.nextExecutorId > settings.maximum) {
    return `all ${settings.maximum} executors that spark.kubernetes.allocation.maximum allows were used`;
  }
  if (memory.heldTo !== undefined) {
    const limit = `${memory.heldTo} executors in namespace ${set.metadata.namespace} (--max-executors-per-namespace)`;
    return `this operator allows ${limit}: the next wait until others have ended`;
  }
  const asked = (set.spec.profiles ?? []).reduce((sum, { replicas }) => sum + replicas, 0);
  return asked > mostExecutors
    ? `the driver wants ${asked} executors, this operator allows an application ${mostExecutors} (--max-executors-per-application)`
    : undefined;
}
