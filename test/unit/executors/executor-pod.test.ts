import { describe, expect, test } from '@jest/globals';
import { projectExecutorPod } from '../../../src/executors/executor-pod.ts';
import type { Stored } from '../../../src/manifest/object-meta.ts';
import type { PodManifest, PodStatus } from '../../../src/manifest/pod.ts';
import { executorManifest, SPARK_CONTAINER } from '../../fakes/executor-pods.ts';

function stored(
  status: PodStatus = {},
  metadata: Partial<PodManifest['metadata']> = {},
): Stored<PodManifest> {
  const pod = executorManifest(7, 2);
  const own = {
    uid: 'u',
    resourceVersion: '9',
    namespace: 'jobs',
    creationTimestamp: '1970-01-01T00:00:05Z',
  };
  return { ...pod, metadata: { ...pod.metadata, ...own, ...metadata }, status };
}

describe('projectExecutorPod', () => {
  test('keeps who the executor is', () => {
    expect(projectExecutorPod(stored({ phase: 'Running' }))).toMatchObject({
      namespace: 'jobs',
      name: 'pi-exec-7',
      uid: 'u',
      resourceVersion: '9',
      appId: 'spark-1',
      executorId: 7,
      profileId: 2,
      phase: 'Running',
      createdAtMs: 5_000,
      deletionAtMs: undefined,
      inactive: false,
      ended: [],
    });
  });

  test.each([
    { name: 'without an id', labels: {} },
    { name: 'with the placeholder of a template', labels: { 'spark-exec-id': 'EXECID' } },
  ])('a pod $name is nobody: id 0', ({ labels }) => {
    expect(projectExecutorPod(stored({}, { labels })).executorId).toBe(0);
  });

  test('keeps containers that have ended, with their memory limit', () => {
    const containerStatuses = [
      { name: 'logger', state: { running: {} } },
      { name: SPARK_CONTAINER, state: { terminated: { exitCode: 137, reason: 'OOMKilled' } } },
    ];
    expect(projectExecutorPod(stored({ phase: 'Failed', containerStatuses })).ended).toEqual([
      {
        name: SPARK_CONTAINER,
        exitCode: 137,
        reason: 'OOMKilled',
        message: undefined,
        memoryLimit: '1408Mi',
      },
    ]);
  });

  test('knows that it is put aside, being deleted, or taken away', () => {
    const conditions = [
      { type: 'DisruptionTarget', status: 'True', reason: 'PreemptionByScheduler', message: 'm' },
    ];
    const metadata = { labels: { 'spark-exec-inactive': 'true' }, deletionTimestamp: '1970-01-01T00:00:09Z' };
    expect(projectExecutorPod(stored({ conditions }, metadata))).toMatchObject({
      inactive: true,
      deletionAtMs: 9_000,
      disruption: { reason: 'PreemptionByScheduler', message: 'm' },
    });
  });

  test.each<{ readonly name: string; readonly status: PodStatus; readonly waiting: unknown }>([
    {
      name: 'an image that cannot be pulled',
      status: {
        phase: 'Pending',
        containerStatuses: [
          { name: 'x', state: { waiting: { reason: 'ErrImagePull', message: 'no such tag' } } },
        ],
      },
      waiting: { reason: 'ErrImagePull', message: 'no such tag' },
    },
    {
      name: 'a cluster without room',
      status: {
        phase: 'Pending',
        conditions: [
          { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/3 nodes' },
        ],
      },
      waiting: { reason: 'Unschedulable', message: '0/3 nodes' },
    },
    {
      name: 'nothing, while its container is being made',
      status: {
        phase: 'Pending',
        containerStatuses: [{ name: 'x', state: { waiting: { reason: 'ContainerCreating' } } }],
      },
      waiting: undefined,
    },
  ])('waits for $name', ({ status, waiting }) => {
    expect(projectExecutorPod(stored(status)).waiting).toEqual(waiting);
  });
});
