import { describe, expect, test } from '@jest/globals';
import type { DriverPod, DriverState } from '../../../src/application/driver-pod.ts';
import { stopDriver } from '../../../src/application/take-down.ts';
import { applicationIn, driverPodIn } from '../../fakes/applications.ts';

const FAILED_AT = Date.parse('2026-11-23T10:00:00Z');

describe('a driver whose attempt has failed', () => {
  test.each<{
    readonly name: string;
    readonly state: DriverState;
    readonly pod?: Partial<DriverPod>;
    readonly afterSeconds?: number;
    readonly does: readonly string[] | undefined;
  }>([
    {
      name: 'is deleted while it waits',
      state: { kind: 'pending', waiting: undefined },
      does: ['delete-driver'],
    },
    { name: 'is stopped while it runs', state: { kind: 'running' }, does: ['stop-driver'] },
    { name: 'is stopped once its node answers again', state: { kind: 'unknown' }, does: ['stop-driver'] },
    { name: 'is left alone when it has ended', state: { kind: 'succeeded' }, does: undefined },
    {
      name: 'is waited for once it was told to end',
      state: { kind: 'running' },
      pod: { stopped: true },
      does: [],
    },
    {
      name: 'is deleted ten minutes after it was told to end',
      state: { kind: 'running' },
      pod: { stopped: true },
      afterSeconds: 600,
      does: ['delete-driver'],
    },
    {
      name: 'is waited for once it is deleted',
      state: { kind: 'running' },
      pod: { stopped: true, deleting: true, deletionAtMs: FAILED_AT + 600_000 },
      afterSeconds: 659,
      does: [],
    },
    {
      name: 'is left to Kubernetes once it is lost',
      state: { kind: 'running' },
      pod: { stopped: true, deleting: true, deletionAtMs: FAILED_AT + 600_000 },
      afterSeconds: 660,
      does: undefined,
    },
  ])('$name', ({ state, pod = {}, afterSeconds = 0, does }) => {
    const terminationTime = '2026-11-23T10:00:00Z';
    const observed = {
      application: applicationIn('FAILING', { terminationTime }),
      driver: { kind: 'present' as const, pod: driverPodIn(state, pod) },
      executorSet: undefined,
      executorPods: 0,
    };
    const nowMs = FAILED_AT + 1_000 * afterSeconds;
    expect(stopDriver(observed, nowMs)?.actions.map(({ kind }) => kind)).toEqual(does);
  });
});
