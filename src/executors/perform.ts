import { EXECUTOR_SETS, type SparkExecutorSet } from '../api/spark-executor-set.ts';
import { keyOf } from '../kube/projection-cache.ts';
import type { Stored } from '../manifest/object-meta.ts';
import type { ManagedExecutors } from './managed-executors.ts';
import { setNameOf } from './observe.ts';
import type { ObservedExecutors } from './observed-executors.ts';
import { EXECUTOR_FAILED } from './loss-telling.ts';
import { handOverAll } from './perform-claims.ts';
import { createAll } from './perform-creations.ts';
import { labelAll } from './perform-labels.ts';
import { removeAll } from './perform-removals.ts';
import { logFields, type PerformWorld } from './perform-world.ts';
import type { RoundPlan } from './plan-round.ts';

/**
 * Carries out a plan: the status first, then pods, many at once. Answers when to look again because something failed;
 * undefined where nothing did.
 *
 * Guarantees: an id is reserved before its pod is asked for, and an end is recorded before its pod is removed; each
 * write can be repeated.
 * Fails: with the `ApiError` of the status, `Conflict` among them; nothing was done then.
 */
export async function perform(
  plan: RoundPlan,
  observed: ObservedExecutors,
  executors: ManagedExecutors,
  world: PerformWorld & { readonly signal: AbortSignal },
): Promise<number | undefined> {
  const set =
    plan.status === undefined ? observed.set : await writeStatus(plan.status, observed, executors, world);
  executors.commit(observed.changes, plan);
  report(plan, executors, world);
  if (plan.warning !== undefined) world.warn?.(set, EXECUTOR_FAILED, plan.warning);
  const looks = await Promise.all([
    createAll(plan.create, set, executors, world),
    removeAll(plan, executors, world),
    handOverAll(plan.handOver, executors, world),
    labelAll(plan, executors, world),
  ]);
  const times = looks.filter((atMs) => typeof atMs === 'number');
  return times.length === 0 ? undefined : Math.min(...times);
}

/** Writes on the very version that was observed, so that a round over an older one changes nothing. */
async function writeStatus(
  status: Readonly<Record<string, unknown>>,
  { set }: ObservedExecutors,
  executors: ManagedExecutors,
  { api, ownWrites }: PerformWorld,
): Promise<Stored<SparkExecutorSet>> {
  const name = setNameOf(executors.of);
  const { resourceVersion } = set.metadata;
  const written = await api.mergePatch(
    EXECUTOR_SETS,
    name,
    { metadata: { resourceVersion }, status },
    'status',
  );
  ownWrites.wrote(keyOf(name), resourceVersion, written);
  executors.lastStatus = written.status;
  executors.writtenVersion = written.metadata.resourceVersion;
  return written;
}

/** Says what the status has made known. */
function report(plan: RoundPlan, executors: ManagedExecutors, { log, metrics }: PerformWorld): void {
  for (const { id, outcome, exitCode, causedByApplication, reason } of plan.ends) {
    log.info({ ...logFields(executors), executor: id, outcome, exitCode, because: reason }, 'executor ended');
    const causedBy = causedByApplication ? 'application' : 'infrastructure';
    if (outcome === 'failed') metrics.add('spark_operator_executors_lost_total', { caused_by: causedBy });
  }
  if (plan.create.length > 0) {
    log.info({ ...logFields(executors), executors: plan.create.length }, 'executors requested');
  }
}
