import { describe, expect, test } from '@jest/globals';
import type { ExecutorPod } from '../../../src/executors/executor-pod.ts';
import { exitCodeText, exitReasonOf } from '../../../src/executors/exit-reason.ts';
import { endedContainer, executorPod, SPARK_CONTAINER } from '../../fakes/executor-pods.ts';

const RULES = { checkAllContainers: true, containerName: SPARK_CONTAINER };
const spark = endedContainer;
const reasonOf = (kind: 'succeeded' | 'failed' | 'deleted', more: Partial<ExecutorPod>) =>
  exitReasonOf({ kind, pod: executorPod(1, 'Failed', more) }, RULES);

describe('exitReasonOf', () => {
  test.each<{
    readonly name: string;
    readonly kind: 'succeeded' | 'failed' | 'deleted';
    readonly pod: Partial<ExecutorPod>;
    readonly exitCode: number;
    readonly byApplication: boolean;
    readonly reason: string;
  }>([
    {
      name: 'success',
      kind: 'succeeded',
      pod: { ended: [spark(0)] },
      exitCode: 0,
      byApplication: true,
      reason: 'exit code 0 (success)',
    },
    {
      name: 'an exit code',
      kind: 'failed',
      pod: { ended: [spark(52)] },
      exitCode: 52,
      byApplication: true,
      reason: 'exit code 52 (JVM out of memory)',
    },
    {
      name: "an exit code with the container's words",
      kind: 'failed',
      pod: { ended: [{ ...spark(1), message: 'no main class\n' }] },
      exitCode: 1,
      byApplication: true,
      reason: 'exit code 1 (an error; the log of the executor says more): no main class',
    },
    {
      name: 'killed for its memory',
      kind: 'failed',
      pod: { ended: [{ ...spark(137), reason: 'OOMKilled' }] },
      exitCode: 137,
      byApplication: true,
      reason: 'OOMKilled: went over its memory limit of 1408Mi (exit code 137)',
    },
    {
      name: 'a sidecar',
      kind: 'failed',
      pod: { ended: [endedContainer(3, 'logger')] },
      exitCode: -1,
      byApplication: true,
      reason: 'container logger: exit code 3 (unexpected)',
    },
    {
      name: 'its own, although a sidecar that failed stands before it',
      kind: 'failed',
      pod: { ended: [endedContainer(3, 'logger'), spark(1)] },
      exitCode: 1,
      byApplication: true,
      reason: 'exit code 1 (an error; the log of the executor says more)',
    },
    {
      name: 'deleted',
      kind: 'deleted',
      pod: {},
      exitCode: -1,
      byApplication: false,
      reason: 'pod deleted by a user or the framework',
    },
    {
      name: 'deleted while a sidecar lives on',
      kind: 'failed',
      pod: { phase: 'Running', deletionAtMs: 30_000, ended: [spark(143)] },
      exitCode: 143,
      byApplication: false,
      reason: 'pod deleted by a user or the framework',
    },
    {
      name: 'out of memory while somebody deletes it',
      kind: 'failed',
      pod: { phase: 'Running', deletionAtMs: 30_000, ended: [spark(52)] },
      exitCode: 52,
      byApplication: true,
      reason: 'exit code 52 (JVM out of memory)',
    },
    {
      name: 'drained',
      kind: 'deleted',
      pod: {
        deletionAtMs: 30_000,
        nodeName: 'n1',
        disruption: { reason: 'EvictionByEvictionAPI', message: 'Eviction API: evicting' },
        ended: [spark(143)],
      },
      exitCode: 143,
      byApplication: false,
      reason: 'evicted (node n1): Eviction API: evicting',
    },
    {
      name: 'evicted',
      kind: 'failed',
      pod: { reason: 'Evicted', message: 'low on memory', nodeName: 'n1' },
      exitCode: -1,
      byApplication: false,
      reason: 'evicted (node n1): low on memory',
    },
    {
      name: 'preempted',
      kind: 'deleted',
      pod: { disruption: { reason: 'PreemptionByScheduler', message: 'higher priority' } },
      exitCode: -1,
      byApplication: false,
      reason: 'preempted: higher priority',
    },
    {
      name: 'a lost node',
      kind: 'deleted',
      pod: { disruption: { reason: 'DeletionByTaintManager', message: '' }, nodeName: 'n1' },
      exitCode: -1,
      byApplication: false,
      reason: 'node lost or tainted (node n1)',
    },
    {
      name: 'a disruption Kubernetes will think of later',
      kind: 'failed',
      pod: { disruption: { reason: 'SolarFlare', message: '' }, ended: [spark(143)] },
      exitCode: 143,
      byApplication: false,
      reason: 'disrupted by SolarFlare',
    },
    {
      name: 'a node without room',
      kind: 'failed',
      pod: { reason: 'OutOfcpu', message: 'not enough cpu' },
      exitCode: -1,
      byApplication: false,
      reason: 'refused by the node: not enough cpu',
    },
    {
      name: 'a pod that failed without a container',
      kind: 'failed',
      pod: { reason: 'DeadlineExceeded', message: 'too slow' },
      exitCode: -1,
      byApplication: true,
      reason: 'DeadlineExceeded: too slow',
    },
  ])('$name', ({ kind, pod, exitCode, byApplication, reason }) => {
    expect(reasonOf(kind, pod)).toEqual({ exitCode, causedByApplication: byApplication, reason });
  });
});

test.each([
  { exitCode: 50, text: 'exit code 50 (uncaught exception)' },
  { exitCode: 77, text: 'exit code 77 (unexpected)' },
])('exit code $exitCode reads "$text"', ({ exitCode, text }) => {
  expect(exitCodeText(exitCode)).toBe(text);
});
