import { describe, expect, test } from '@jest/globals';
import { assignClaims, type ClaimRound } from '../../../src/executors/assign-claims.ts';
import type { ClaimRules, ExecutorClaim } from '../../../src/executors/executor-claim.ts';
import type { ExecutorPod } from '../../../src/executors/executor-pod.ts';
import { EMPTY_MEMORY, type ExecutorsMemory } from '../../../src/executors/executors-memory.ts';
import { executorPod, snapshotOf } from '../../fakes/executor-pods.ts';

const ONE = [{ storageClass: 'fast', bytes: 10 }];
const RULES: ClaimRules = {
  needs: ONE,
  namesOf: (id) => [`claim-${id}`],
  driverUid: 'driver',
  goWithPod: false,
  reuses: true,
  waitsFrom: undefined,
};

const claim = (id: number, more: Partial<ExecutorClaim> = {}): ExecutorClaim => ({
  name: `claim-${id}`,
  uid: `uid-of-claim-${id}`,
  storageClass: 'fast',
  bytes: 10,
  ownerUid: 'driver',
  usable: true,
  ...more,
});
const using = (name: string, id: number, phase = 'Running', more: Partial<ExecutorPod> = {}): ExecutorPod =>
  executorPod(id, phase, { claims: [name], ...more });

interface Given {
  readonly rules?: Partial<ClaimRules>;
  readonly claims?: readonly ExecutorClaim[];
  readonly pods?: readonly ExecutorPod[];
  readonly memory?: Partial<ExecutorsMemory>;
  readonly ids?: readonly number[];
  readonly wanted?: number;
}

const assigned = ({ rules, claims = [], pods = [], memory, ids = [8, 9], wanted = 2 }: Given) => {
  const round: ClaimRound = {
    rules: { ...RULES, ...rules },
    claims,
    snapshot: snapshotOf(...pods),
    memory: { ...EMPTY_MEMORY, ...memory },
    wanted,
  };
  return assignClaims(ids, round);
};

describe('new executors use', () => {
  test.each<Given & { readonly name: string; readonly use: readonly (readonly (string | undefined)[])[] }>([
    { name: 'claims of their own where there are none', use: [[undefined], [undefined]] },
    {
      name: 'those of executors that are gone, as far as they go',
      claims: [claim(1)],
      use: [['claim-1'], [undefined]],
    },
    {
      name: 'none that a running executor uses, not even one that is being deleted',
      claims: [claim(1), claim(2)],
      pods: [using('claim-1', 1), using('claim-2', 2, 'Running', { deletionAtMs: 1 })],
      use: [[undefined], [undefined]],
    },
    {
      name: 'none of a pending one',
      claims: [claim(1)],
      pods: [using('claim-1', 1, 'Pending')],
      use: [[undefined], [undefined]],
    },
    {
      name: 'those of executors that have ended, although their pods are left to be looked at',
      claims: [claim(1), claim(2)],
      pods: [using('claim-1', 1, 'Failed'), using('claim-2', 2, 'Succeeded')],
      use: [['claim-1'], ['claim-2']],
    },
    {
      name: 'none of an executor whose sidecar has failed, while its pod runs',
      claims: [claim(1)],
      pods: [
        using('claim-1', 1, 'Running', {
          ended: [
            { name: 'logger', exitCode: 1, reason: 'Error', message: undefined, memoryLimit: undefined },
          ],
        }),
      ],
      use: [[undefined], [undefined]],
    },
    {
      name: 'none made for an executor that was asked for and not seen, nor one that it uses again',
      claims: [claim(1), claim(5)],
      memory: { requested: new Map([[5, { profileId: 0, atMs: 0, claims: ['claim-1'] }]]) },
      use: [[undefined], [undefined]],
    },
    {
      name: 'their own where they were refused before, and none of another such one',
      claims: [claim(3), claim(4)],
      memory: { spare: new Set([3, 4]) },
      ids: [3, 9],
      use: [[undefined], [undefined]],
    },
    {
      name: 'none of another storage class',
      claims: [claim(1, { storageClass: 'slow' })],
      use: [[undefined], [undefined]],
    },
    { name: 'none that is too small', claims: [claim(1, { bytes: 9 })], use: [[undefined], [undefined]] },
    {
      name: 'the smallest that is large enough: somebody may have expanded one',
      claims: [claim(1, { bytes: 99 }), claim(2, { bytes: 11 })],
      use: [['claim-2'], ['claim-1']],
    },
    {
      name: 'none that the driver does not own: its own, or what goes with a pod',
      claims: [claim(1, { ownerUid: 'application' }), claim(2, { ownerUid: undefined })],
      use: [[undefined], [undefined]],
    },
    {
      name: 'none that is being deleted or lost',
      claims: [claim(1, { usable: false })],
      use: [[undefined], [undefined]],
    },
    {
      name: 'one for each need',
      rules: { needs: [...ONE, { storageClass: 'slow', bytes: 50 }] },
      claims: [claim(1), claim(2, { storageClass: 'slow', bytes: 50 })],
      use: [
        ['claim-1', 'claim-2'],
        [undefined, undefined],
      ],
    },
  ])('$name', ({ use, ...given }) => {
    expect(assigned(given)).toEqual(use);
  });
});

describe('waiting for a free claim', () => {
  const waitsFrom = 2;
  test.each<Given & { readonly name: string; readonly had: number }>([
    { name: 'claims are made while there are fewer than for all executors', rules: { waitsFrom }, had: 2 },
    {
      name: 'no more are made then',
      rules: { waitsFrom },
      claims: [claim(1)],
      pods: [using('claim-1', 1)],
      had: 1,
    },
    {
      name: 'those that are free are used',
      rules: { waitsFrom },
      claims: [claim(1), claim(2)],
      pods: [using('claim-2', 2)],
      had: 1,
    },
    {
      name: 'executors are counted, not claims',
      rules: { waitsFrom, needs: [...ONE, ...ONE] },
      claims: [claim(1), claim(2)],
      pods: [using('claim-1', 1), using('claim-2', 2)],
      had: 1,
    },
    {
      name: 'nobody waits for a claim of an executor that was never wanted',
      rules: { waitsFrom },
      claims: [claim(1), claim(2)],
      pods: [using('claim-1', 1), using('claim-2', 2)],
      wanted: 4,
      had: 2,
    },
    {
      name: 'those that were refused before have theirs',
      rules: { waitsFrom },
      claims: [claim(8), claim(9)],
      memory: { spare: new Set([8, 9]) },
      had: 2,
    },
  ])('$name', ({ had, ...given }) => {
    expect(assigned(given)).toHaveLength(had);
  });
});
