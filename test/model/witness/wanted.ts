/** What a driver may have, as the reference model reads its executor set. */
import type { ExecutorSetSpec } from '../../../src/api/spark-executor-set.ts';

/** Executors by profile; undefined while the driver has not asked. */
export type Wanted = ReadonlyMap<number, number> | undefined;

export const NONE: Wanted = new Map();

/**
 * @param most an application gets no more; the profiles with the lowest ids go first
 * @param scaledTo what somebody has scaled the default profile to
 */
export function wantedIn(spec: ExecutorSetSpec, most: number, scaledTo?: number): Wanted {
  if (spec.stopped === true) return NONE;
  if (spec.profiles === undefined) return undefined;
  const wanted = new Map<number, number>();
  let left = most;
  for (const { id, replicas } of spec.profiles.toSorted((a, b) => a.id - b.id)) {
    const asked = Math.min(id === 0 ? (scaledTo ?? replicas) : replicas, left);
    wanted.set(id, asked);
    left -= asked;
  }
  return wanted;
}
