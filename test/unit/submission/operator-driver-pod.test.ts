import { expect, test } from '@jest/globals';
import type { PodManifest } from '../../../src/manifest/pod.ts';
import { operatorDriverPod } from '../../../src/submission/operator-driver-pod.ts';

test('a driver pod gets an owner, a token, last words and the jar; its neighbours are left alone', () => {
  const pod: PodManifest = {
    metadata: { name: 'pi-driver', labels: { a: 'b' } },
    spec: {
      volumes: [{ name: 'v', emptyDir: {} }],
      containers: [{ name: 'sidecar' }, { name: 'spark', volumeMounts: [{ name: 'v', mountPath: '/v' }] }],
    },
  };
  const owner = { apiVersion: 'x/v1', kind: 'X', name: 'pi', uid: 'u', controller: true };
  expect(operatorDriverPod(pod, { namespace: 'jobs', owner, pluginConfigMapName: 'plugin-abc' })).toEqual({
    metadata: { name: 'pi-driver', namespace: 'jobs', labels: { a: 'b' }, ownerReferences: [owner] },
    spec: {
      automountServiceAccountToken: true,
      volumes: [
        { name: 'v', emptyDir: {} },
        { name: 'spark-operator-driver-plugin', configMap: { name: 'plugin-abc' } },
      ],
      containers: [
        { name: 'sidecar' },
        {
          name: 'spark',
          terminationMessagePolicy: 'FallbackToLogsOnError',
          volumeMounts: [
            { name: 'v', mountPath: '/v' },
            { name: 'spark-operator-driver-plugin', mountPath: '/opt/spark-operator', readOnly: true },
          ],
        },
      ],
    },
  });
});

test('a driver that makes its executors itself gets a mark in place of the jar', () => {
  const pod: PodManifest = {
    metadata: { name: 'pi-driver', annotations: { a: 'b' } },
    spec: { containers: [{ name: 'spark' }] },
  };
  const owner = { apiVersion: 'x/v1', kind: 'X', name: 'pi', uid: 'u', controller: true };
  const { metadata, spec } = operatorDriverPod(pod, { namespace: 'jobs', owner });
  expect(metadata.annotations).toEqual({ a: 'b', 'sparkoperator.k8s.io/executor-management': 'Driver' });
  expect(spec).toEqual({
    automountServiceAccountToken: true,
    containers: [{ name: 'spark', terminationMessagePolicy: 'FallbackToLogsOnError' }],
  });
});

test.each([
  { spec: {}, account: 'spark' },
  { spec: { serviceAccountName: 'own' }, account: 'own' },
  { spec: { serviceAccountName: 'own', serviceAccount: 'own' }, account: 'own' },
])('a driver with $spec reaches its executor set as $account', ({ spec, account }) => {
  const pod: PodManifest = { metadata: { name: 'd' }, spec: { containers: [{ name: 'spark' }], ...spec } };
  const owner = { apiVersion: 'x/v1', kind: 'X', name: 'pi', uid: 'u', controller: true };
  const additions = { namespace: 'jobs', owner, pluginConfigMapName: 'p', serviceAccount: 'spark' };
  expect(operatorDriverPod(pod, additions).spec.serviceAccountName).toBe(account);
});
