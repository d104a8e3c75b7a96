import { fromUnknown } from '../kube/api-error.ts';
import { atOnce } from '../kube/at-once.ts';
import { patchSame } from '../kube/patch-same.ts';
import { PODS } from '../manifest/pod.ts';
import { INACTIVE_LABEL } from '../spark/labels.ts';
import { withRemoved } from './executors-memory.ts';
import type { ManagedExecutors } from './managed-executors.ts';
import { AT_ONCE, logFields, type PerformWorld } from './perform-world.ts';
import type { PodRemoval } from './plan-removals.ts';
import type { RoundPlan } from './plan-round.ts';

/** How soon a removal that failed is tried again. */
const REMOVAL_REST_MS = 5_000;

/**
 * Removes what can be removed; what fails is tried again later and holds up none of the others. Once executors have
 * ended of which their driver is to hear first, the rest is left to the next round, which decides on it anew.
 */
export async function removeAll(
  { remove, deleteUnseen }: RoundPlan,
  executors: ManagedExecutors,
  world: PerformWorld,
): Promise<number | undefined> {
  const unseen = deleteUnseen.map((id): PodRemoval => {
    const because = `executor ${id} was asked for and is not wanted any more`;
    return { kind: 'delete', name: executors.of.podName(id), uid: undefined, because };
  });
  const removed: string[] = [];
  let failed = 0;
  await atOnce(AT_ONCE, [...unseen, ...remove], async (removal) => {
    // Nobody decides a second time on a pod that nobody has seen.
    if (executors.endsWait && removal.uid !== undefined) return;
    try {
      await removeOne(removal, executors, world);
      if (removal.uid !== undefined) removed.push(removal.uid);
      world.log.debug({ ...logFields(executors), ...removal }, 'executor pod removed');
    } catch (caught) {
      failed += 1;
      world.log.warn(
        { ...logFields(executors), ...removal, err: fromUnknown(caught) },
        'a pod was not removed',
      );
    }
  });
  executors.memory = withRemoved(executors.memory, removed);
  return failed === 0 ? undefined : world.clock.now() + REMOVAL_REST_MS;
}

/** One removal; that nothing is left to remove is no failure. */
async function removeOne(
  { kind, name, uid }: PodRemoval,
  { of }: ManagedExecutors,
  { api }: PerformWorld,
): Promise<void> {
  const pod = { namespace: of.key.namespace, name };
  if (kind === 'delete') {
    await api.delete(PODS, pod, uid === undefined ? {} : { uid });
    return;
  }
  // Gone, or another pod has the name by now: nothing is left to label.
  if (uid !== undefined) {
    await patchSame(api, PODS, { ...pod, uid }, { metadata: { labels: { [INACTIVE_LABEL]: 'true' } } });
  }
}
