import {
  EXECUTOR_SET_SCHEMA,
  type ExecutorProfile,
  type ExecutorSetSpec,
} from '../api/spark-executor-set.ts';
import { DEFAULT_PROFILE_ID } from '../spark/resource-profile.ts';

/** What a driver wants. */
export type Demand =
  /** It has not said yet, or not in words we know: what runs is kept, nothing is added. */
  | { readonly kind: 'unknown'; readonly because: string }
  /** Nothing, now and later: it has stopped or ended. */
  | { readonly kind: 'none'; readonly because: string }
  /** So many executors of each profile, in ascending order of the profiles. None of a profile that is not named. */
  | { readonly kind: 'wanted'; readonly profiles: readonly WantedProfile[] };

export interface WantedProfile {
  readonly id: number;
  readonly wanted: number;
  /** As the driver wrote it, for the pod's builder. */
  readonly profile: ExecutorProfile;
  /** Somebody has scaled it: `wanted` is not the driver's word, so those that are too many are the operator's to end. */
  readonly scaled?: true;
}

/** An executor that ended with exit code 0. */
export interface CleanExit {
  readonly profileId: number;
  readonly atMs: number;
  /** How many of its profile the driver wanted then. */
  readonly wanted: number;
}

/**
 * How long an executor that ended cleanly is not replaced: drivers end their executors shortly before they end
 * themselves, and those of an ending driver would be in vain.
 */
export const CLEAN_EXIT_HOLD_MS = 3_000;

/** The same where it was the last one: then the driver is ending almost certainly, and may be slow on a busy node. */
export const LAST_EXIT_HOLD_MS = 15_000;

/**
 * Reads what is wanted from the executor set: what the driver asks for, and once somebody has scaled the application,
 * in the default profile what they ask for.
 *
 * @param mostExecutors no application gets more, over all profiles
 * @param target of the default profile, instead of the driver's word; see `scaledTarget`
 */
export function demandOf(
  spec: ExecutorSetSpec,
  driver: { readonly ended: boolean },
  mostExecutors: number,
  target?: number,
): Demand {
  if (driver.ended) return { kind: 'none', because: 'the driver has ended' };
  if (spec.stopped === true) return { kind: 'none', because: 'the SparkContext has ended' };
  if (spec.profiles === undefined) return { kind: 'unknown', because: 'the driver has not asked yet' };
  if ((spec.schema ?? EXECUTOR_SET_SCHEMA) > EXECUTOR_SET_SCHEMA) {
    return {
      kind: 'unknown',
      because: `the driver writes schema ${spec.schema}, which is newer than this operator`,
    };
  }
  return { kind: 'wanted', profiles: capped(spec.profiles, mostExecutors, target) };
}

/** What `demand` asks for in one profile. */
export function wantedOf(demand: Demand, profileId: number): number {
  if (demand.kind !== 'wanted') return 0;
  return demand.profiles.find(({ id }) => id === profileId)?.wanted ?? 0;
}

/** Whether somebody has scaled that profile. */
export function isScaled(demand: Demand, profileId: number): boolean {
  return demand.kind === 'wanted' && demand.profiles.some(({ id, scaled }) => id === profileId && scaled);
}

/**
 * Of `exits`, those whose executors are not replaced yet. A driver that wants more than it did then is not ending.
 *
 * @param running executors that still run, of any profile
 */
export function heldExits(
  exits: readonly CleanExit[],
  demand: Demand,
  running: number,
  nowMs: number,
): readonly CleanExit[] {
  return exits.filter(
    (exit) => heldUntilMs(exit, running) > nowMs && wantedOf(demand, exit.profileId) <= exit.wanted,
  );
}

/** When the executor of such an exit is replaced at the latest. */
export const heldUntilMs = ({ atMs }: CleanExit, running: number): number => atMs + holdMs(running);

/** How long an executor that has just ended cleanly is not replaced while so many run. */
export const holdMs = (running: number): number => (running > 0 ? CLEAN_EXIT_HOLD_MS : LAST_EXIT_HOLD_MS);

function capped(
  profiles: readonly ExecutorProfile[],
  mostExecutors: number,
  target: number | undefined,
): readonly WantedProfile[] {
  let left = mostExecutors;
  return profiles
    .toSorted((a, b) => a.id - b.id)
    .map((profile) => {
      const scaled = target !== undefined && profile.id === DEFAULT_PROFILE_ID;
      const wanted = Math.min(scaled ? target : profile.replicas, left);
      left -= wanted;
      return { id: profile.id, wanted, profile, ...(scaled ? { scaled } : {}) };
    });
}
