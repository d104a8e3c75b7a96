import { expect, test } from '@jest/globals';
import { apiRemedy } from '../../../src/cli/api-remedy.ts';
import { ApiError, type ApiErrorReason } from '../../../src/kube/api-error.ts';

test.each<{ readonly reason: ApiErrorReason; readonly message: string; readonly remedy: RegExp }>([
  {
    reason: 'Unreachable',
    message: 'connect ECONNREFUSED',
    remedy: /^check that the cluster is up; --context/u,
  },
  {
    reason: 'Unauthorized',
    message: 'Unauthorized',
    remedy: /log in again, or choose others with --context$/u,
  },
  {
    reason: 'NotFound',
    message: 'namespaces "jobs" not found',
    remedy: /^create it with kubectl create namespace jobs, or choose another one with -n$/u,
  },
  {
    reason: 'NotFound',
    message: 'the server could not find the requested resource',
    remedy: /sparkctl crds apply$/u,
  },
  {
    reason: 'AlreadyExists',
    message: 'sparkapplications.sparkoperator.k8s.io "pi" already exists',
    remedy: /^choose another name, with --application .* or delete that one: sparkctl delete pi$/u,
  },
  {
    reason: 'AlreadyExists',
    message: 'configmaps "pi-spark-conf" already exists',
    remedy: /kubectl delete configmaps pi-spark-conf$/u,
  },
  {
    reason: 'Forbidden',
    message:
      'pods is forbidden: User "eve" cannot list resource "pods" in API group "" in the namespace "jobs"',
    remedy: /^ask for that right; sparkctl doctor/u,
  },
])('$reason, $message, has a remedy', ({ reason, message, remedy }) => {
  expect(apiRemedy(new ApiError({ reason, code: 0, message }))).toMatch(remedy);
});

test.each<{ readonly reason: ApiErrorReason; readonly message: string }>([
  { reason: 'Forbidden', message: 'exceeded quota: few' },
  { reason: 'NotFound', message: 'pods "driver" not found' },
  { reason: 'ServerError', message: 'etcdserver: leader changed' },
  { reason: 'NoKubeConfig', message: 'no kubeconfig found' },
])('$reason, $message, speaks for itself', ({ reason, message }) => {
  expect(apiRemedy(new ApiError({ reason, code: 0, message }))).toBeUndefined();
});
