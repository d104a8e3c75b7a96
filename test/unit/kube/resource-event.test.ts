import { describe, expect, test } from '@jest/globals';

import type { Change, Projection } from '../../../src/kube/projection-cache.ts';
import { resourceEvents, resourceMeta, resourceOf } from '../../../src/kube/resource-event.ts';

const LEASES = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', plural: 'leases' };
const version = (resourceVersion: string, uid = 'u'): Projection => ({
  namespace: 'ops',
  name: 'leader',
  uid,
  resourceVersion,
});

describe('a change', () => {
  test.each<{
    readonly name: string;
    readonly change: Change<Projection>;
    readonly events: readonly string[];
  }>([
    { name: 'that adds is an addition', change: { kind: 'added', after: version('1') }, events: ['ADDED 1'] },
    {
      name: 'that modifies is a modification',
      change: { kind: 'modified', before: version('1'), after: version('2') },
      events: ['MODIFIED 2'],
    },
    {
      name: 'that replaces is a deletion and an addition',
      change: { kind: 'replaced', before: version('1'), after: version('2', 'v') },
      events: ['DELETED 1', 'ADDED 2'],
    },
    {
      name: 'that deletes is a deletion',
      change: { kind: 'deleted', before: version('3') },
      events: ['DELETED 3'],
    },
  ])('$name', ({ change, events }) => {
    const told = resourceEvents(LEASES, change).map((event) => `${event.type} ${event.meta.resourceVersion}`);
    expect(told).toEqual(events);
  });

  test('carries the head of the object and nothing to decide on', () => {
    const [event] = resourceEvents(LEASES, { kind: 'added', after: version('1') });
    const { apiVersion, kind } = LEASES;
    expect(event?.object).toEqual({ apiVersion, kind, metadata: version('1') });
  });
});

test('a resource is found again from the meta of its object', () => {
  const meta = resourceMeta(LEASES, version('1'));
  expect(meta.id).toBe('leases.coordination.k8s.io/v1');
  expect(resourceOf(meta)).toEqual(LEASES);
});
