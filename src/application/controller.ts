import type { NamespacedName } from '../manifest/object-meta.ts';
import type { NextLook } from './action.ts';
import { decide } from './decide.ts';
import { observe, type Sight } from './observe.ts';
import { perform, type Hands } from './perform.ts';

/** Everything the life of applications works with. */
export interface World extends Sight, Omit<Hands, 'executors'> {
  readonly executors: Sight['executors'] & Hands['executors'];
  /** Called for an application that is gone: whatever is remembered of it can go, too. */
  forget(name: NamespacedName): void;
}

/**
 * Looks, decides, acts: the only place where the three meet. Answers when to look again.
 *
 * Guarantees: safe to repeat at any time, also after it was cut off between two writes.
 * Fails: with the error of the action that failed; its `retry` says whether another try helps.
 */
export async function reconcile(name: NamespacedName, world: World): Promise<NextLook> {
  const observed = await observe(name, world);
  if (observed === undefined) {
    world.forget(name);
    return { kind: 'on-change' };
  }
  const { actions, nextLook } = decide(observed, world.clock.now());
  await perform(actions, observed, world);
  return nextLook;
}
