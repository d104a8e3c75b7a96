import type { ExecutorClaim } from './executor-claim.ts';
import type { ExecutorPod } from './executor-pod.ts';
import type { ObservedExecutors } from './observed-executors.ts';

/** A claim and the pod that is to own it. */
export interface ClaimOfPod {
  readonly claim: Pick<ExecutorClaim, 'name' | 'uid'>;
  readonly pod: Pick<ExecutorPod, 'namespace' | 'name' | 'uid'>;
}

/**
 * Finds claims that still belong to the driver although their pods are there: an operator that ended between the
 * creation of a pod and the hand-over has left them.
 */
export function claimsToHandOver({
  claims: given,
  snapshot,
}: Pick<ObservedExecutors, 'claims' | 'snapshot'>): readonly ClaimOfPod[] {
  if (given === undefined || !given.rules.goWithPod) return [];
  const { rules, claims } = given;
  const ofDriver = claims.filter(({ ownerUid }) => ownerUid === rules.driverUid);
  const left = new Map(ofDriver.map(({ name, uid }) => [name, { name, uid }]));
  const leftOf = (id: number): readonly ClaimOfPod['claim'][] =>
    rules.namesOf(id).flatMap((name) => left.get(name) ?? []);
  return [...snapshot.executors].flatMap(([id, { kind, pod }]) =>
    kind === 'deleted' ? [] : leftOf(id).map((claim) => ({ claim, pod })),
  );
}
