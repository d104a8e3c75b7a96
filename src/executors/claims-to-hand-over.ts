import type { ExecutorPod } from './executor-pod.ts';
import type { ObservedExecutors } from './observed-executors.ts';

/** A claim and the pod that is to own it. */
export interface ClaimOfPod {
  readonly claim: string;
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
  const left = new Set(claims.filter(({ ownerUid }) => ownerUid === rules.driverUid).map(({ name }) => name));
  return [...snapshot.executors].flatMap(([id, { kind, pod }]) =>
    kind === 'deleted' ? [] : rules.namesOf(id).flatMap((claim) => (left.has(claim) ? [{ claim, pod }] : [])),
  );
}
