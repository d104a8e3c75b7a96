import { expect, test } from '@jest/globals';

import { resourcePath, type Place, type Query } from '../../../src/kube/resource-path.ts';
import type { KubernetesObject, Resource } from '../../../src/manifest/object-meta.ts';
import { PODS } from '../../../src/manifest/pod.ts';

const LEASES: Resource<KubernetesObject> = {
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  plural: 'leases',
};

test.each<{
  readonly name: string;
  readonly resource: Resource<KubernetesObject>;
  readonly place: Place;
  readonly query?: Query;
  readonly path: string;
}>([
  { name: 'the core group is below /api', resource: PODS, place: {}, path: '/api/v1/pods' },
  {
    name: 'other groups are below /apis',
    resource: LEASES,
    place: {},
    path: '/apis/coordination.k8s.io/v1/leases',
  },
  {
    name: 'an object lies in its namespace',
    resource: PODS,
    place: { namespace: 'jobs', name: 'pi' },
    path: '/api/v1/namespaces/jobs/pods/pi',
  },
  {
    name: 'a part lies below its object',
    resource: PODS,
    place: { namespace: 'jobs', name: 'pi', part: 'status' },
    path: '/api/v1/namespaces/jobs/pods/pi/status',
  },
  {
    name: 'an empty namespace is none',
    resource: { apiVersion: 'v1', kind: 'Node', plural: 'nodes' },
    place: { namespace: '', name: 'n1' },
    path: '/api/v1/nodes/n1',
  },
  {
    name: 'parameters are escaped, absent ones left out',
    resource: PODS,
    place: { namespace: 'jobs' },
    query: { labelSelector: 'a=b,c!=d', continue: undefined, limit: 5, watch: true },
    path: '/api/v1/namespaces/jobs/pods?labelSelector=a%3Db%2Cc%21%3Dd&limit=5&watch=true',
  },
  {
    name: 'no name leaves its place in the path',
    resource: PODS,
    place: { namespace: 'jobs', name: '../secrets?x' },
    path: '/api/v1/namespaces/jobs/pods/..%2Fsecrets%3Fx',
  },
])('$name', ({ resource, place, query, path }) => {
  expect(resourcePath(resource, place, query)).toBe(path);
});
