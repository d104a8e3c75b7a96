import { expect, test } from '@jest/globals';
import { DRIVER_STEPS } from '../../../src/pod/driver-steps.ts';
import { localDirs } from '../../../src/pod/features/local-dirs.ts';
import { mountVolumes } from '../../../src/pod/features/mount-volumes.ts';
import { driverConf, STARTED } from './samples.ts';

test('no step drops what it was given', () => {
  const built = DRIVER_STEPS.reduce((soFar, step) => step(soFar, driverConf()), STARTED);
  expect(built.container.env?.[0]).toEqual({ name: 'BEFORE', value: '1' });
  expect(built.container.volumeMounts?.[0]).toEqual({ name: 'before', mountPath: '/before' });
});

test('local directories are looked for after the volumes are mounted', () => {
  expect(DRIVER_STEPS.indexOf(localDirs)).toBeGreaterThan(DRIVER_STEPS.indexOf(mountVolumes));
});
