import { earlier, type NextLook } from '../clock.ts';
import type { SparkExecutorSet } from '../api/spark-executor-set.ts';
import { isApiError, isRefused } from '../kube/api-error.ts';
import type { NamespacedName, Stored } from '../manifest/object-meta.ts';
import type { ManagedExecutors } from './managed-executors.ts';
import type { NamespacePlaces } from './namespace-places.ts';
import { lookAt } from './next-look.ts';
import { observe, refreshSet, withClaims, withLiveExecutors } from './observe.ts';
import type { ObservedExecutors } from './observed-executors.ts';
import { perform } from './perform.ts';
import type { PerformWorld } from './perform-world.ts';
import { planRound, type RoundPlan } from './plan-round.ts';

/** What rounds over the executors of all applications share. */
export interface RoundWorld extends PerformWorld {
  readonly places: NamespacePlaces;
  /** Told when an application is refused something, or is not any more. */
  readonly refusalChanged: (key: NamespacedName) => void;
  readonly signal: AbortSignal;
}

/** Looks in a row at a set that somebody else keeps changing, before the application has to wait. */
const MOST_CONFLICTS = 5;

const ON_CHANGE: NextLook = { kind: 'on-change' };

/**
 * One round over the executors of an application: looks, decides, acts; where the set has moved on meanwhile, once more.
 * Answers when to look again.
 *
 * Guarantees: safe to repeat at any time, also after it was cut off between two writes. An application that is forgotten, or
 * whose set is gone, waits for a change.
 * Assumes: no other round over the same application is under way.
 * Fails: with the `ApiError` of what failed, a set that keeps moving on among it.
 *
 * @param current the executors looked after under that key by now, if any
 */
export async function performRound(
  key: string,
  current: () => ManagedExecutors | undefined,
  world: RoundWorld,
): Promise<NextLook> {
  for (let conflicts = 0; ; conflicts += 1) {
    const executors = current();
    const observed = executors && (await observe(executors, world));
    if (executors === undefined || observed === undefined) return ON_CHANGE;
    const { plan, basis } = await planWithin(key, observed, executors, world);
    try {
      const retryAtMs = await perform(plan, basis, executors, world);
      noteRefusal(executors, undefined, world);
      const retriesMs = [retryAtMs].filter((atMs) => atMs !== undefined);
      const nextLook = earlier(plan.nextLook, lookAt(retriesMs, world.clock.now()));
      world.places.rests(key, executors, nextLook);
      return nextLook;
    } catch (caught) {
      if (isApiError(caught, 'NotFound')) return ON_CHANGE;
      tellRefusal(executors, observed.set, caught, world);
      if (!isApiError(caught, 'Conflict') || conflicts >= MOST_CONFLICTS) throw caught;
      if (!(await refreshSet(executors, world, observed.set))) return ON_CHANGE;
    } finally {
      executors.planned = undefined;
    }
  }
}

/**
 * Decides; where executors are given up, or claims matter to what comes of it, once more with what there is of them;
 * where its namespace does not leave places for all, once more with those it leaves.
 */
async function planWithin(
  key: string,
  observed: ObservedExecutors,
  executors: ManagedExecutors,
  world: RoundWorld,
): Promise<{ readonly plan: RoundPlan; readonly basis: ObservedExecutors }> {
  const first = planRound(observed, world.clock.now());
  const looks = first.giveUp.length > 0;
  const seen = looks ? await withLiveExecutors(observed, executors, world) : observed;
  const plan = seen === observed ? first : planRound(seen, world.clock.now());
  const basis = await withClaims(seen, executors, world, plan.create.length > 0);
  const nowMs = world.clock.now();
  const last = basis === seen ? plan : planRound(basis, nowMs);
  const places = world.places.grant(key, last, executors, nowMs);
  const granted = places === undefined ? last : planRound({ ...basis, places }, nowMs);
  // In the same breath as the places were granted, so that nobody else is granted them.
  executors.planned = granted.memory;
  return { plan: granted, basis };
}

/** What the API server refuses a person has to know of: trying again, as the queue does, does not mend it. */
function tellRefusal(
  executors: ManagedExecutors,
  set: Stored<SparkExecutorSet>,
  caught: unknown,
  world: RoundWorld,
): void {
  if (!isRefused(caught)) return;
  noteRefusal(executors, caught.message, world);
  world.warn?.(set, 'SparkApplicationHeldUp', caught.message);
}

/** For the status of the application. */
function noteRefusal(
  executors: ManagedExecutors,
  because: string | undefined,
  { refusalChanged }: RoundWorld,
): void {
  if (executors.refusedBecause === because) return;
  executors.refusedBecause = because;
  refusalChanged(executors.of.key);
}
