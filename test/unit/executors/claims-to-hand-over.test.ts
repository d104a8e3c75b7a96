import { expect, test } from '@jest/globals';
import { claimsToHandOver } from '../../../src/executors/claims-to-hand-over.ts';
import type { ClaimRules, ExecutorClaim } from '../../../src/executors/executor-claim.ts';
import { executorPod, snapshotOf } from '../../fakes/executor-pods.ts';

const RULES: ClaimRules = {
  needs: [{ storageClass: 'fast', bytes: 1 }],
  namesOf: (id) => [`claim-${id}`],
  driverUid: 'driver',
  goWithPod: true,
  reuses: false,
  waitsFrom: undefined,
};
const claim = (name: string, ownerUid = 'driver'): ExecutorClaim => ({
  name,
  uid: `uid-of-${name}`,
  ownerUid,
  storageClass: 'fast',
  bytes: 1,
  usable: true,
});

test.each([
  { name: 'those of the driver whose pods are there', rules: RULES, over: ['uid-of-claim-1 to uid-of-1'] },
  { name: 'none where the driver is to own them', rules: { ...RULES, goWithPod: false }, over: [] },
])('claims to hand over: $name', ({ rules, over }) => {
  const claims = [claim('claim-1'), claim('claim-2', 'uid-of-2'), claim('claim-3'), claim('shared')];
  const snapshot = snapshotOf(executorPod(1), executorPod(2), executorPod(3, 'Failed', { deletionAtMs: 1 }));
  const found = claimsToHandOver({ claims: { rules, claims }, snapshot });
  expect(found.map(({ claim: { uid }, pod }) => `${uid} to ${pod.uid}`)).toEqual(over);
});

test('nothing is handed over before somebody has looked', () => {
  expect(claimsToHandOver({ claims: undefined, snapshot: snapshotOf(executorPod(1)) })).toEqual([]);
});
