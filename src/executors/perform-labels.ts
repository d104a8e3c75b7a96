import { fromUnknown } from '../kube/api-error.ts';
import { atOnce } from '../kube/at-once.ts';
import { patchSame } from '../kube/patch-same.ts';
import { PODS } from '../manifest/pod.ts';
import type { ManagedExecutors } from './managed-executors.ts';
import { AT_ONCE, logFields, type PerformWorld } from './perform-world.ts';
import type { RoundPlan } from './plan-round.ts';

/**
 * Labels the pods of executors that are asked to decommission themselves, where the user wants that. As in Spark a label
 * that fails is not tried again, and no executor waits for it.
 *
 * @see Spark `KubernetesClusterSchedulerBackend.labelDecommissioningExecs`
 */
export async function labelAll(
  { decommission }: RoundPlan,
  executors: ManagedExecutors,
  { api, log }: PerformWorld,
): Promise<void> {
  const label = executors.of.settings.decommissionLabel;
  if (label === undefined) return;
  const metadata = { labels: { [label.name]: label.value } };
  await atOnce(AT_ONCE, decommission, async ({ namespace, name, uid }) => {
    try {
      await patchSame(api, PODS, { namespace, name, uid }, { metadata });
    } catch (caught) {
      log.warn({ ...logFields(executors), name, err: fromUnknown(caught) }, 'a pod was not labelled');
    }
  });
}
