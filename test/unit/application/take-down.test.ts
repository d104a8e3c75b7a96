import { describe, expect, test } from '@jest/globals';
import type { DriverState } from '../../../src/application/driver-pod.ts';
import { stopDriver } from '../../../src/application/take-down.ts';
import { applicationIn, driverPodIn } from '../../fakes/applications.ts';

describe('a driver whose attempt has failed', () => {
  test.each<{
    readonly name: string;
    readonly state: DriverState;
    readonly stopped?: boolean;
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
    { name: 'is waited for once it was told to end', state: { kind: 'running' }, stopped: true, does: [] },
  ])('$name', ({ state, stopped = false, does }) => {
    const observed = {
      application: applicationIn('FAILING'),
      driver: { kind: 'present' as const, pod: driverPodIn(state, { stopped }) },
      executorSet: undefined,
      executorPods: 0,
    };
    expect(stopDriver(observed)?.actions.map(({ kind }) => kind)).toEqual(does);
  });
});
