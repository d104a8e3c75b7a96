import { describe, expect, test } from '@jest/globals';

import {
  decideLease,
  releasedLease,
  type Candidate,
  type LeaseManifest,
  type LeaseMemory,
} from '../../../src/kube/lease.ts';
import type { Stored } from '../../../src/manifest/object-meta.ts';

const ME: Candidate = { lease: { namespace: 'ops', name: 'leader' }, identity: 'me', durationSeconds: 15 };

const lease = (spec: LeaseManifest['spec']): Stored<LeaseManifest> => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: { namespace: 'ops', name: 'leader', uid: 'u', resourceVersion: '7' },
  ...(spec === undefined ? {} : { spec }),
});

const heldBy = (holderIdentity: string, leaseDurationSeconds = 15): Stored<LeaseManifest> =>
  lease({
    holderIdentity,
    leaseDurationSeconds,
    acquireTime: '2026-01-01T00:00:00.000000Z',
    renewTime: '2026-01-01T00:00:30.000000Z',
    leaseTransitions: 4,
  });

const sawAt = (seen: Stored<LeaseManifest>, sinceMs: number): LeaseMemory => ({
  record: JSON.stringify(seen.spec),
  sinceMs,
});

describe('deciding about a lease', () => {
  test.each<{
    readonly name: string;
    readonly seen?: Stored<LeaseManifest>;
    readonly memory?: LeaseMemory;
    readonly atMs: number;
    readonly kind: string;
    readonly because: string;
  }>([
    { name: 'makes one where there is none', atMs: 0, kind: 'create', because: 'there is no lease' },
    { name: 'renews our own', seen: heldBy('me'), atMs: 0, kind: 'replace', because: 'we hold the lease' },
    {
      name: 'takes a freed one at once',
      seen: heldBy(''),
      atMs: 0,
      kind: 'replace',
      because: 'the last holder stepped down',
    },
    {
      name: 'takes an empty one at once',
      seen: lease(undefined),
      atMs: 0,
      kind: 'replace',
      because: 'the last holder stepped down',
    },
    {
      name: 'leaves one alone that it sees for the first time, however old its times',
      seen: heldBy('you'),
      atMs: 9e12,
      kind: 'wait',
      because: 'you renewed the lease',
    },
    {
      name: 'leaves one alone until it stood still for its whole duration',
      seen: heldBy('you'),
      memory: sawAt(heldBy('you'), 1000),
      atMs: 16_000,
      kind: 'wait',
      because: 'you may still renew the lease',
    },
    {
      name: 'takes one that stood still for longer',
      seen: heldBy('you'),
      memory: sawAt(heldBy('you'), 1000),
      atMs: 16_001,
      kind: 'replace',
      because: 'you did not renew the lease for 15 s',
    },
    {
      name: 'begins anew when the record has changed',
      seen: heldBy('you'),
      memory: sawAt(heldBy('another'), 1000),
      atMs: 60_000,
      kind: 'wait',
      because: 'you renewed the lease',
    },
    {
      name: 'keeps to the duration the holder wrote, not to ours',
      seen: heldBy('you', 60),
      memory: sawAt(heldBy('you', 60), 0),
      atMs: 60_000,
      kind: 'wait',
      because: 'you may still renew the lease',
    },
  ])('$name', ({ seen, memory, atMs, kind, because }) => {
    expect(decideLease(seen, ME, memory, atMs)).toMatchObject({ kind, because });
  });

  test('counts a change of holder and begins its time anew', () => {
    expect(decideLease(heldBy(''), ME, undefined, 1_000)).toMatchObject({
      lease: {
        metadata: { resourceVersion: '7' },
        spec: {
          holderIdentity: 'me',
          leaseDurationSeconds: 15,
          acquireTime: '1970-01-01T00:00:01.000000Z',
          renewTime: '1970-01-01T00:00:01.000000Z',
          leaseTransitions: 5,
        },
      },
    });
  });

  test('changes nothing but the time when it renews', () => {
    const { spec } = heldBy('me');
    const renewed = { spec: { ...spec, renewTime: '1970-01-01T00:00:01.234000Z' } };
    expect(decideLease(heldBy('me'), ME, undefined, 1_234)).toMatchObject({ lease: renewed });
  });
});

test('a freed lease names no holder and is over in a second', () => {
  expect(releasedLease(heldBy('me'), 0)).toMatchObject({
    metadata: { resourceVersion: '7' },
    spec: { holderIdentity: '', leaseDurationSeconds: 1, leaseTransitions: 4 },
  });
});
