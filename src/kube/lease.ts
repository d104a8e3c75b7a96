import type { KubernetesObject, NamespacedName, Resource, Stored } from '../manifest/object-meta.ts';

/** A Lease: who leads, and since when. Times are RFC 3339 with six digits of a second. */
export interface LeaseManifest extends KubernetesObject {
  readonly spec?: {
    /** Empty once the holder stepped down. */
    readonly holderIdentity?: string;
    readonly leaseDurationSeconds?: number;
    readonly acquireTime?: string;
    readonly renewTime?: string;
    /** How often the holder has changed. */
    readonly leaseTransitions?: number;
  };
}

export const LEASES: Resource<LeaseManifest> = {
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  plural: 'leases',
};

/** Who would like to lead. */
export interface Candidate {
  readonly lease: NamespacedName;
  /** Nobody else's, and not that of an earlier process unless that has certainly ended. */
  readonly identity: string;
  /** For how long the others leave an unrenewed lease alone. */
  readonly durationSeconds: number;
}

/** Another's record, and when we first saw it so. */
export interface LeaseMemory {
  readonly record: string;
  readonly sinceMs: number;
}

export type LeaseDecision =
  | { readonly kind: 'create'; readonly lease: LeaseManifest; readonly because: string }
  /** Carries the resource version of what was seen: a race is lost, not won twice. */
  | { readonly kind: 'replace'; readonly lease: LeaseManifest; readonly because: string }
  | { readonly kind: 'wait'; readonly memory: LeaseMemory; readonly because: string };

/**
 * Decides what a candidate does about the lease it sees.
 *
 * Guarantees: another's lease is taken only after it stood unchanged, by our own clock, for its whole duration; the
 * times in it, written by another clock, are never compared with ours.
 *
 * @param memory of the last `wait`, if the last decision was one
 * @see client-go `leaderelection.tryAcquireOrRenew`
 */
export function decideLease(
  seen: Stored<LeaseManifest> | undefined,
  candidate: Candidate,
  memory: LeaseMemory | undefined,
  nowMs: number,
): LeaseDecision {
  if (seen === undefined) {
    return { kind: 'create', lease: heldLease(candidate, undefined, nowMs), because: 'there is no lease' };
  }
  const take = (because: string): LeaseDecision => ({
    kind: 'replace',
    lease: heldLease(candidate, seen, nowMs),
    because,
  });
  const { holderIdentity = '', leaseDurationSeconds } = seen.spec ?? {};
  if (holderIdentity === candidate.identity) return take('we hold the lease');
  if (holderIdentity === '') return take('the last holder stepped down');

  const record = JSON.stringify(seen.spec);
  if (memory?.record !== record) {
    return {
      kind: 'wait',
      memory: { record, sinceMs: nowMs },
      because: `${holderIdentity} renewed the lease`,
    };
  }
  const durationMs = 1000 * (leaseDurationSeconds ?? candidate.durationSeconds);
  if (nowMs - memory.sinceMs <= durationMs) {
    return { kind: 'wait', memory, because: `${holderIdentity} may still renew the lease` };
  }
  return take(`${holderIdentity} did not renew the lease for ${leaseDurationSeconds} s`);
}

/** The lease after its holder stepped down: the next candidate need not wait. */
export function releasedLease(held: Stored<LeaseManifest>, nowMs: number): LeaseManifest {
  const now = microTime(nowMs);
  const spec = {
    ...held.spec,
    holderIdentity: '',
    leaseDurationSeconds: 1,
    acquireTime: now,
    renewTime: now,
  };
  return { ...held, spec };
}

/** The lease as the candidate holds it from now on; whose it was before decides whether that counts as a change. */
function heldLease(
  candidate: Candidate,
  seen: Stored<LeaseManifest> | undefined,
  nowMs: number,
): LeaseManifest {
  const { holderIdentity, acquireTime, leaseTransitions = 0 } = seen?.spec ?? {};
  const stays = holderIdentity === candidate.identity && acquireTime !== undefined;
  return {
    ...(seen ?? { apiVersion: LEASES.apiVersion, kind: LEASES.kind, metadata: candidate.lease }),
    spec: {
      ...seen?.spec,
      holderIdentity: candidate.identity,
      leaseDurationSeconds: candidate.durationSeconds,
      acquireTime: stays ? acquireTime : microTime(nowMs),
      renewTime: microTime(nowMs),
      leaseTransitions: stays || seen === undefined ? leaseTransitions : leaseTransitions + 1,
    },
  };
}

/** Kubernetes' MicroTime wants six digits; JavaScript's clock has three. */
function microTime(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '000Z');
}
