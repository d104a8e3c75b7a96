import { describe, expect, test } from '@jest/globals';
import type { ExecutorPod } from '../../../src/executors/executor-pod.ts';
import { isFinal, podState, type ExecutorPodState } from '../../../src/executors/executor-pod-state.ts';
import { endedContainer, executorPod, SPARK_CONTAINER } from '../../fakes/executor-pods.ts';

const ALL = { checkAllContainers: true, containerName: SPARK_CONTAINER };
const SPARK_ONLY = { ...ALL, checkAllContainers: false };
const failedSidecar = [endedContainer(3, 'logger')];

describe('podState', () => {
  test.each<{
    readonly name: string;
    readonly phase: string;
    readonly more?: Partial<ExecutorPod>;
    readonly rules?: typeof ALL;
    readonly kind: ExecutorPodState['kind'];
  }>([
    { name: 'a pod without a node is pending', phase: 'Pending', kind: 'pending' },
    { name: 'a pod that runs is running', phase: 'Running', kind: 'running' },
    { name: 'a pod that failed has failed', phase: 'Failed', kind: 'failed' },
    { name: 'a pod that succeeded has succeeded', phase: 'Succeeded', kind: 'succeeded' },
    { name: 'a pod that terminates is terminating', phase: 'Terminating', kind: 'terminating' },
    { name: 'a pod whose node is silent is unknown', phase: 'Unknown', kind: 'unknown' },
    {
      name: 'a pending pod being deleted is deleted',
      phase: 'Pending',
      more: { deletionAtMs: 1 },
      kind: 'deleted',
    },
    {
      name: 'a failed pod being deleted is deleted',
      phase: 'Failed',
      more: { deletionAtMs: 1 },
      kind: 'deleted',
    },
    {
      name: 'a running pod being deleted still runs',
      phase: 'Running',
      more: { deletionAtMs: 1 },
      kind: 'running',
    },
    {
      name: 'a failed sidecar fails the pod',
      phase: 'Running',
      more: { ended: failedSidecar },
      kind: 'failed',
    },
    {
      name: 'a failed sidecar counts for nothing when only Spark is looked at',
      phase: 'Running',
      more: { ended: failedSidecar },
      rules: SPARK_ONLY,
      kind: 'running',
    },
    {
      name: 'a failed container that is started again counts for nothing',
      phase: 'Running',
      more: { ended: failedSidecar, restartPolicy: 'Always' },
      kind: 'running',
    },
    {
      name: 'an executor has succeeded although a sidecar runs on',
      phase: 'Running',
      more: { ended: [endedContainer(0)] },
      kind: 'succeeded',
    },
    {
      name: 'an executor has failed although a sidecar runs on',
      phase: 'Running',
      more: { ended: [endedContainer(1)] },
      rules: SPARK_ONLY,
      kind: 'failed',
    },
    {
      name: 'a sidecar that is done says nothing about Spark',
      phase: 'Running',
      more: { ended: [endedContainer(0, 'init')] },
      kind: 'running',
    },
  ])('$name', ({ phase, more = {}, rules = ALL, kind }) => {
    expect(podState(executorPod(1, phase, more), rules).kind).toBe(kind);
  });

  test.each(['succeeded', 'failed', 'deleted'] as const)('%s is final', (kind) => {
    expect(isFinal({ kind, pod: executorPod(1) })).toBe(true);
  });

  test.each(['pending', 'running', 'terminating', 'unknown'] as const)('%s is not final', (kind) => {
    expect(isFinal({ kind, pod: executorPod(1) })).toBe(false);
  });
});
