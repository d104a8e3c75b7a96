import { expect, test } from '@jest/globals';
import { EXECUTOR_STEPS } from '../../../src/pod/executor-steps.ts';
import { localDirs } from '../../../src/pod/features/local-dirs.ts';
import { mountVolumes } from '../../../src/pod/features/mount-volumes.ts';
import { executorConf, STARTED } from './samples.ts';

test('no step drops what it was given', () => {
  const built = EXECUTOR_STEPS.reduce((soFar, step) => step(soFar, executorConf()), STARTED);
  expect(built.container.env?.[0]).toEqual({ name: 'BEFORE', value: '1' });
  expect(built.container.volumeMounts?.[0]).toEqual({ name: 'before', mountPath: '/before' });
});

test('local directories are looked for after the volumes are mounted', () => {
  expect(EXECUTOR_STEPS.indexOf(localDirs)).toBeGreaterThan(EXECUTOR_STEPS.indexOf(mountVolumes));
});
