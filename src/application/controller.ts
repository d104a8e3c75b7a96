import { APPLICATIONS, type SparkApplication } from '../api/spark-application.ts';
import { isApiError, isRefused, type ApiError } from '../kube/api-error.ts';
import { backoffMs, type Backoff } from '../kube/backoff.ts';
import { keyOf } from '../kube/projection-cache.ts';
import type { NamespacedName, Stored } from '../manifest/object-meta.ts';
import { earlier, type NextLook } from '../clock.ts';
import { OperatorError } from '../operator-error.ts';
import type { LifeSettings } from './after-end.ts';
import { decide } from './decide.ts';
import { observe, type Sight } from './observe.ts';
import type { Hands } from './perform-hands.ts';
import { perform } from './perform.ts';

/** Everything the life of applications works with. */
export interface World extends Sight, Omit<Hands, 'executors'> {
  readonly executors: Sight['executors'] & Hands['executors'];
  readonly life: LifeSettings;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/** Looks in a row at an application that somebody else keeps changing, before it has to wait. */
const MOST_CONFLICTS = 5;

/** The status still tells of what is over. */
const SOON_MS = 1_000;

/** How soon what people have to know of is tried again; the status tells of it with the first try. */
const HELD_UP_REST: Backoff = { baseMs: 2_000, maxMs: 300_000 };

/**
 * Looks, decides, acts: the only place where the three meet. Answers when to look again.
 *
 * Guarantees: safe to repeat at any time, also after it was cut off between two writes. Where the application has
 * moved on meanwhile, it is looked at once more, as it is now. What a person has to know of, an `OperatorError` or a
 * refusal of the API server, is told by an Event and by the status, and tried again with rests that grow: whatever its
 * `retry` says, time limits go on.
 * Fails: with any other `ApiError` of the action that failed.
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
      return world.heldUp.delete(keyOf(name))
        ? earlier(nextLook, { kind: 'after', delayMs: SOON_MS })
        : nextLook;
    } catch (caught) {
      if (caught instanceof OperatorError || isRefused(caught))
        return holdUp(caught, observed.application, nextLook, world);
      if (!isApiError(caught, 'Conflict') || conflicts >= MOST_CONFLICTS) throw caught;
      await refresh(observed.application, world);
    }
  }
}

/** Remembers what is in the way, so that the next look writes it into the status, and tells of it where it is news. */
function holdUp(
  error: OperatorError | ApiError,
  application: Stored<SparkApplication>,
  nextLook: NextLook,
  { heldUp, random, log, emit }: World,
): NextLook {
  const key = keyOf(application.metadata);
  const before = heldUp.get(key);
  const isNews = before?.why !== error.message;
  const looks = isNews ? 1 : before.looks + 1;
  heldUp.set(key, { why: error.message, looks });
  log.warn({ app: key, looks, err: error }, 'an application is held up');
  // What goes away by itself is nothing to warn of.
  const type = error instanceof OperatorError && error.retry === 'backoff' ? 'Normal' : 'Warning';
  if (isNews) emit(application, { type, reason: 'SparkApplicationHeldUp', message: error.message });
  return earlier(nextLook, { kind: 'after', delayMs: backoffMs(HELD_UP_REST, looks, random()) });
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
