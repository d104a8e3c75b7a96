import { fromUnknown } from '../kube/api-error.ts';
import { atOnce } from '../kube/at-once.ts';
import { patchSame } from '../kube/patch-same.ts';
import { PODS } from '../manifest/pod.ts';
import type { ManagedExecutors } from './managed-executors.ts';
import { AT_ONCE, logFields, type PerformWorld } from './perform-world.ts';
import type { RoundPlan } from './plan-round.ts';

/** How soon a label that failed is tried again. */
const LABEL_REST_MS = 5_000;

/**
 * Labels the pods of executors that were asked to end or that their driver has killed, where the user wants that; answers when to try again what failed.
 *
 * The executor set has told the driver a moment before, so that no executor is labelled that stays, and none waits for
 * its label. Spark begins with the label, waits for it as little, and tries once. Unlike Spark, which labels whatever a
 * driver lets go, the operator does not hear of those that a driver decommissions.
 *
 * Guarantees: once for each pod and operator; also those that an operator before has asked, and not come to label.
 *
 * @see Spark `KubernetesClusterSchedulerBackend.labelDecommissioningExecs`
 */
export async function labelAll(
  { leaving }: RoundPlan,
  executors: ManagedExecutors,
  { api, log, clock }: PerformWorld,
): Promise<number | undefined> {
  const label = executors.of.settings.decommissionLabel;
  if (label === undefined) return undefined;
  const labelled = new Set(leaving.map(({ uid }) => uid).filter((uid) => executors.labelled.has(uid)));
  const left = leaving.filter(({ uid }) => !labelled.has(uid));
  const metadata = { labels: { [label.name]: label.value } };
  await atOnce(AT_ONCE, left, async ({ namespace, name, uid }) => {
    try {
      await patchSame(api, PODS, { namespace, name, uid }, { metadata });
      labelled.add(uid);
    } catch (caught) {
      log.warn({ ...logFields(executors), name, err: fromUnknown(caught) }, 'a pod was not labelled');
    }
  });
  executors.labelled = labelled;
  return labelled.size === leaving.length ? undefined : clock.now() + LABEL_REST_MS;
}
