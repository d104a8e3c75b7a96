import { describe, expect, test } from '@jest/globals';
import { projectDriverPod, type DriverState } from '../../../src/application/driver-pod.ts';
import type { Stored } from '../../../src/manifest/object-meta.ts';
import type { ContainerState, PodManifest, PodStatus } from '../../../src/manifest/pod.ts';

function pod(status: PodStatus): Stored<PodManifest> {
  return {
    metadata: {
      namespace: 'jobs',
      name: 'pi-driver',
      uid: 'uid-1',
      resourceVersion: '5',
      labels: {
        'spark-app-selector': 'spark-1',
        'sparkoperator.k8s.io/app-name': 'pi',
        'sparkoperator.k8s.io/attempt': '2',
      },
      ownerReferences: [{ apiVersion: 'x', kind: 'SparkApplication', name: 'pi', uid: 'uid-of-pi' }],
    },
    spec: { containers: [] },
    status,
  };
}

const spark = (state: ContainerState) => ({ name: 'spark-kubernetes-driver', state });
const sidecar = (state: ContainerState) => ({ name: 'sidecar', state });

describe('projectDriverPod', () => {
  test.each([
    { annotations: undefined, manager: 'Operator' },
    { annotations: { 'sparkoperator.k8s.io/executor-management': 'Driver' }, manager: 'Driver' },
    { annotations: { 'sparkoperator.k8s.io/executor-management': 'x' }, manager: 'Operator' },
  ])(
    'with the annotations $annotations the executors are made by the $manager',
    ({ annotations, manager }) => {
      const plain = pod({ phase: 'Running' });
      const metadata = { ...plain.metadata, ...(annotations !== undefined && { annotations }) };
      expect(projectDriverPod({ ...plain, metadata }).executorManagement).toBe(manager);
    },
  );

  test('knows the container that runs Spark by what is in it, whatever a template calls it', () => {
    const containerStatuses = [
      sidecar({ terminated: { exitCode: 3 } }),
      { name: 'main', state: { terminated: { exitCode: 0 } } },
    ];
    const templated = pod({ phase: 'Running', containerStatuses });
    const env = [{ name: 'SPARK_DRIVER_BIND_ADDRESS' }];
    const spec = { containers: [{ name: 'sidecar' }, { name: 'main', env }] };
    expect(projectDriverPod({ ...templated, spec }).state).toEqual({ kind: 'succeeded' });
  });

  test.each<{ readonly name: string; readonly status: PodStatus; readonly state: DriverState }>([
    {
      name: 'a pod the kubelet has not seen is pending',
      status: {},
      state: { kind: 'pending', waiting: undefined },
    },
    {
      name: 'a pod whose image cannot be pulled is pending, and says so',
      status: {
        phase: 'Pending',
        containerStatuses: [spark({ waiting: { reason: 'ErrImagePull', message: 'not found' } })],
      },
      state: { kind: 'pending', waiting: { reason: 'ErrImagePull', message: 'not found' } },
    },
    {
      name: 'a pod no node has room for is pending, and says so',
      status: {
        phase: 'Pending',
        conditions: [
          { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/1 nodes' },
        ],
      },
      state: { kind: 'pending', waiting: { reason: 'Unschedulable', message: '0/1 nodes' } },
    },
    {
      name: 'a running container is a running driver',
      status: { phase: 'Running', containerStatuses: [spark({ running: {} })] },
      state: { kind: 'running' },
    },
    {
      name: 'a sidecar that outlives the driver does not keep it running',
      status: {
        phase: 'Running',
        containerStatuses: [sidecar({ running: {} }), spark({ terminated: { exitCode: 0 } })],
      },
      state: { kind: 'succeeded' },
    },
    {
      name: 'a sidecar that fails does not fail the driver',
      status: {
        phase: 'Failed',
        containerStatuses: [sidecar({ terminated: { exitCode: 3 } }), spark({ terminated: { exitCode: 0 } })],
      },
      state: { kind: 'succeeded' },
    },
    {
      name: 'an exit code other than 0 is a failed driver',
      status: {
        phase: 'Failed',
        containerStatuses: [spark({ terminated: { exitCode: 137, reason: 'OOMKilled', message: 'killed' } })],
      },
      state: { kind: 'failed', exitCode: 137, reason: 'OOMKilled', message: 'killed' },
    },
    {
      name: 'an evicted pod failed without an exit code',
      status: { phase: 'Failed', reason: 'Evicted', message: 'low on disk' },
      state: { kind: 'failed', exitCode: undefined, reason: 'Evicted', message: 'low on disk' },
    },
    { name: 'a pod of a lost node is unknown', status: { phase: 'Unknown' }, state: { kind: 'unknown' } },
  ])('$name', ({ status, state }) => {
    expect(projectDriverPod(pod(status)).state).toEqual(state);
  });

  test.each([
    { beside: sidecar({ running: {} }), main: spark({ terminated: { exitCode: 0 } }), outlived: true },
    { beside: sidecar({ running: {} }), main: spark({ running: {} }), outlived: false },
    {
      beside: sidecar({ terminated: { exitCode: 0 } }),
      main: spark({ terminated: { exitCode: 0 } }),
      outlived: false,
    },
  ])('knows whether sidecars outlive Spark: $outlived', ({ beside, main, outlived }) => {
    const status = { phase: 'Running', containerStatuses: [beside, main] } as const;
    expect(projectDriverPod(pod(status)).outlived).toBe(outlived);
  });

  test('knows whose it is and whether executors can reach it', () => {
    const seen = projectDriverPod(
      pod({ phase: 'Running', podIP: '10.0.0.9', conditions: [{ type: 'Ready', status: 'True' }] }),
    );
    expect(seen).toMatchObject({
      applicationName: 'pi',
      applicationUid: 'uid-of-pi',
      attempt: 2,
      sparkApplicationId: 'spark-1',
      podIP: '10.0.0.9',
      ready: true,
      deleting: false,
    });
  });
});
