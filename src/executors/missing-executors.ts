import type { Demand } from './demand.ts';
import type { ExecutorPodState } from './executor-pod-state.ts';
import { ledgerOf } from './ledger-of.ts';
import type { ObservedExecutors } from './observed-executors.ts';
import { statesIn } from './snapshot.ts';

/**
 * Finds executors that should be there and that neither watch nor list shows. Before one of them counts as lost, a
 * direct look has to confirm it.
 *
 * 1. Nothing but the executor set speaks of it: the operator was started anew after the pod had gone, or before it
 *    came. While the driver lives, pods that are being asked for are not among them.
 * 2. A full list did not show it, and was taken longer after its creation than a list and a watch can disagree.
 *
 * Nobody whose end was noticed, while the driver lives. Once it has ended, an end is recorded after the pod is gone, and of
 * one that a list does not show only this look tells that it is.
 *
 * @see Spark `ExecutorPodsLifecycleManager.onNewSnapshots`, missing executors
 */
export function missingExecutors(observed: ObservedExecutors): readonly number[] {
  const { set, snapshot, changes, memory, driver } = observed;
  const told = new Set(changes.flatMap(statesIn).map(({ pod }) => pod.executorId));
  const expected = (id: number): boolean =>
    told.has(id) || (!driver.ended && (memory.requested.has(id) || memory.spare.has(id)));
  return [...ledgerOf(set.status ?? {}, snapshot, memory).unfinished].filter((id) => {
    const state = snapshot.executors.get(id);
    const isNoticed = memory.ended.has(id);
    if (state === undefined) return !isNoticed && !expected(id);
    return (!isNoticed || driver.ended) && hasVanished(state, observed);
  });
}

/**
 * What counts as the demand while the API server does not list executors that nothing but the set speaks of: they may be
 * there, and of which profile nobody can say. Undefined where there are none.
 */
export function demandWhileUnseen(observed: ObservedExecutors): Demand | undefined {
  if (observed.lookFailed !== true) return undefined;
  const unseen = missingExecutors(observed).filter((id) => !observed.snapshot.executors.has(id));
  return unseen.length === 0 ? undefined : UNSEEN;
}

const UNSEEN: Demand = { kind: 'unknown', because: 'the API server does not list the executors' };

function hasVanished(state: ExecutorPodState, { driver, settings }: ObservedExecutors): boolean {
  if (state.kind !== 'missing') return false;
  return driver.ended || state.listedAtMs - state.pod.createdAtMs > settings.missingPodDeltaMs;
}
