/** What a driver may have, as the reference model reads its executor set. */
import type { ExecutorSetSpec } from '../../../src/api/spark-executor-set.ts';

/** Executors by profile; undefined while the driver has not asked. */
export type Wanted = ReadonlyMap<number, number> | undefined;

const NONE: Wanted = new Map();

/** @param most an application gets no more; the profiles with the lowest ids go first */
export function wantedIn(spec: ExecutorSetSpec, most: number): Wanted {
  if (spec.stopped === true) return NONE;
  if (spec.profiles === undefined) return undefined;
  const wanted = new Map<number, number>();
  let left = most;
  for (const { id, replicas } of spec.profiles.toSorted((a, b) => a.id - b.id)) {
    wanted.set(id, Math.min(replicas, left));
    left -= Math.min(replicas, left);
  }
  return wanted;
}
