import type { ClaimNeed, ClaimRules, ExecutorClaim } from './executor-claim.ts';
import type { ExecutorPodState } from './executor-pod-state.ts';
import type { ExecutorsMemory } from './executors-memory.ts';
import type { ExecutorPodsSnapshot } from './snapshot.ts';

/** The claims that one new executor uses, in the order of its needs; undefined where one is made for it. */
export type ClaimsOfExecutor = readonly (string | undefined)[];

/** What a choice of claims rests on. */
export interface ClaimRound {
  readonly rules: ClaimRules;
  /** All claims of the application there are. */
  readonly claims: readonly ExecutorClaim[];
  readonly snapshot: ExecutorPodsSnapshot;
  readonly memory: Pick<ExecutorsMemory, 'requested' | 'spare'>;
  /** Executors that the driver wants. */
  readonly wanted: number;
}

/**
 * Chooses the claims of each of these new executors; as many answers as executors can be had now.
 *
 * 1. A claim is free once no executor that runs or may run uses it, or is to use it. Unlike Spark, which waits for as
 *    long as a pod may stay unseen, nothing waits here: what was asked for and not seen is remembered by name.
 * 2. For each need, the smallest free claim of its storage class that is large enough; else one is made.
 * 3. Where there are claims for all executors the application may have, and none is free, the rest of them wait.
 *    Executors are counted, however many claims each needs, and never fewer than the driver wants.
 * 4. Executors that were asked for before and refused use what was made for them.
 *
 * @see Spark `ExecutorPodsAllocator.getReusablePVCs`, `replacePVCsIfNeeded`
 */
export function assignClaims(ids: readonly number[], round: ClaimRound): readonly ClaimsOfExecutor[] {
  const { rules, memory, claims } = round;
  const free = freeClaims(round);
  const most = rules.waitsFrom === undefined ? Infinity : Math.max(rules.waitsFrom, round.wanted);
  let toMake = most * rules.needs.length - claims.filter(({ usable }) => usable).length;
  const assigned: ClaimsOfExecutor[] = [];
  for (const id of ids) {
    const isSpare = memory.spare.has(id);
    const own = rules.needs.map((need) => (isSpare ? undefined : takeFitting(need, free)));
    const made = isSpare ? 0 : own.filter((name) => name === undefined).length;
    if (made > 0 && made > toMake) break;
    toMake -= made;
    assigned.push(own);
  }
  return assigned;
}

/** Those that nobody uses, smallest first. Claims that others than the driver own are none of ours. */
function freeClaims(round: ClaimRound): ExecutorClaim[] {
  const { rules, claims, snapshot } = round;
  const used = new Set([...[...snapshot.executors.values()].flatMap(claimsHeldBy), ...claimsPromised(round)]);
  return claims
    .filter(({ name, usable, ownerUid }) => usable && ownerUid === rules.driverUid && !used.has(name))
    .toSorted((a, b) => a.bytes - b.bytes);
}

/** A pod that has ended holds none, even if it is kept to be looked at. */
function claimsHeldBy({ kind, pod }: ExecutorPodState): readonly string[] {
  const isOver = kind === 'deleted' || pod.phase === 'Succeeded' || pod.phase === 'Failed';
  return isOver ? [] : pod.claims;
}

/** Those of executors that nobody has seen: they may be there by now, and may come yet. */
function claimsPromised({ rules, memory }: ClaimRound): readonly string[] {
  const requested = [...memory.requested].flatMap(([id, { claims = [] }]) => [
    ...rules.namesOf(id),
    ...claims,
  ]);
  return [...requested, ...[...memory.spare].flatMap((id) => rules.namesOf(id))];
}

/** Takes it out of `free`. */
function takeFitting({ storageClass, bytes }: ClaimNeed, free: ExecutorClaim[]): string | undefined {
  const index = free.findIndex((claim) => claim.storageClass === storageClass && claim.bytes >= bytes);
  return index < 0 ? undefined : free.splice(index, 1)[0]?.name;
}
