/** A resource profile that may ask for executors now. */
export interface AskingProfile {
  /** Executors it lacks; more than zero. */
  readonly missing: number;
  /** Its pods that do not run yet. */
  readonly waiting: number;
}

/** What no batch goes beyond. */
export interface BatchLimits {
  /** Pods of one profile. */
  readonly batchSize: number;
  /** Places left for pods that do not run yet, shared by all profiles. */
  readonly places: number;
  /** Pods of one profile that do not run yet. */
  readonly placesPerProfile: number;
  /** Pods of all profiles together. */
  readonly most: number;
}

/**
 * How many pods each of the profiles may ask for, in their order.
 *
 * 1. The free places are split evenly; where they do not come out even, the first profiles get one more. What a profile
 *    does not need of its share is left for the next batch.
 * 2. None gets more than it lacks, than a batch may have, or than its own places allow.
 * 3. Together they get no more than `most`, the first ones first.
 *
 * @see Spark `ExecutorPodsAllocator.splitSlots`
 */
export function batchSizes(asking: readonly AskingProfile[], limits: BatchLimits): readonly number[] {
  const share = Math.floor(Math.max(0, limits.places) / asking.length);
  const withOneMore = Math.max(0, limits.places) % asking.length;
  let left = limits.most;
  return asking.map(({ missing, waiting }, index) => {
    const places = share + (index < withOneMore ? 1 : 0);
    const ofItsOwn = limits.placesPerProfile - waiting;
    const size = Math.max(0, Math.min(missing, limits.batchSize, places, ofItsOwn, left));
    left -= size;
    return size;
  });
}
