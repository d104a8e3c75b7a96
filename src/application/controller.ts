import { APPLICATIONS, type SparkApplication } from '../api/spark-application.ts';
import { isApiError } from '../kube/api-error.ts';
import { keyOf } from '../kube/projection-cache.ts';
import type { NamespacedName, Stored } from '../manifest/object-meta.ts';
import type { NextLook } from '../clock.ts';
import type { LifeSettings } from './after-end.ts';
import { decide } from './decide.ts';
import { observe, type Sight } from './observe.ts';
import type { Hands } from './perform-hands.ts';
import { perform } from './perform.ts';

/** Everything the life of applications works with. */
export interface World extends Sight, Omit<Hands, 'executors'> {
  readonly executors: Sight['executors'] & Hands['executors'];
  readonly life: LifeSettings;
}

/** Looks in a row at an application that somebody else keeps changing, before it has to wait. */
const MOST_CONFLICTS = 5;

/**
 * Looks, decides, acts: the only place where the three meet. Answers when to look again.
 *
 * Guarantees: safe to repeat at any time, also after it was cut off between two writes. Where the application has
 * moved on meanwhile, it is looked at once more, as it is now.
 * Fails: with the error of the action that failed; its `retry` says whether another try helps.
 */
export async function reconcile(name: NamespacedName, world: World): Promise<NextLook> {
  for (let conflicts = 0; ; conflicts += 1) {
    const observed = await observe(name, world);
    if (observed === undefined) {
      world.forget(name);
      return { kind: 'on-change' };
    }
    const { actions, nextLook } = decide(
      observed,
      { ...world.submissions, ...world.life },
      world.clock.now(),
    );
    try {
      await perform(actions, observed, world);
      return nextLook;
    } catch (caught) {
      if (!isApiError(caught, 'Conflict') || conflicts >= MOST_CONFLICTS) throw caught;
      await refresh(observed.application, world);
    }
  }
}

/**
 * Has the next look rest on the application as it is on the API server, whether the cache shows what was looked at or
 * something newer by now. One that is gone is left to the cache: its deletion wakes us.
 */
async function refresh(outdated: Stored<SparkApplication>, world: World): Promise<void> {
  const key = keyOf(outdated.metadata);
  // Read before the answer comes, so that it is not newer than the answer.
  const shown = world.applications.get(outdated.metadata)?.metadata.resourceVersion;
  const live = await world.api.get(APPLICATIONS, outdated.metadata);
  if (live === undefined) return;
  for (const before of [shown, outdated.metadata.resourceVersion]) {
    if (before !== undefined) world.ownWrites.wrote(key, before, live);
  }
}
