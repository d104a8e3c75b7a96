import { describe, expect, test } from '@jest/globals';
import type { Volume, VolumeMount } from '../../../src/manifest/pod.ts';
import { isKnownToSpark, localDirProperties } from '../../../src/submission/local-dir-volumes.ts';
import { application, podsOf, sparkContainer } from './samples.ts';

const NAME = 'spark-local-dir-1';
const MOUNT: VolumeMount = { name: NAME, mountPath: '/spill' };

describe('a volume for shuffle and spill files is a property', () => {
  test.each<{
    readonly volume: Omit<Volume, 'name'>;
    readonly mount?: Partial<VolumeMount>;
    readonly properties: Record<string, string>;
  }>([
    {
      volume: { emptyDir: { medium: 'Memory', sizeLimit: '1Gi' } },
      properties: {
        [`emptyDir.${NAME}.options.medium`]: 'Memory',
        [`emptyDir.${NAME}.options.sizeLimit`]: '1Gi',
      },
    },
    {
      volume: { hostPath: { path: '/mnt', type: 'Directory' } },
      mount: { subPath: 'a', readOnly: false },
      properties: {
        [`hostPath.${NAME}.mount.subPath`]: 'a',
        [`hostPath.${NAME}.mount.readOnly`]: 'false',
        [`hostPath.${NAME}.options.path`]: '/mnt',
        [`hostPath.${NAME}.options.type`]: 'Directory',
      },
    },
    {
      volume: { nfs: { server: 's', path: '/p', readOnly: true } },
      properties: {
        [`nfs.${NAME}.mount.readOnly`]: 'true',
        [`nfs.${NAME}.options.server`]: 's',
        [`nfs.${NAME}.options.path`]: '/p',
      },
    },
    {
      volume: { persistentVolumeClaim: { claimName: 'c' } },
      mount: { subPathExpr: '$(A)' },
      properties: {
        [`persistentVolumeClaim.${NAME}.mount.subPathExpr`]: '$(A)',
        [`persistentVolumeClaim.${NAME}.options.claimName`]: 'c',
      },
    },
  ])('$volume', ({ volume, mount = {}, properties }) => {
    const [type = ''] = Object.keys(volume);
    const found = localDirProperties([{ name: NAME, ...volume }], [{ ...MOUNT, ...mount }]);
    expect(Object.fromEntries(found ?? [])).toEqual({
      [`${type}.${NAME}.mount.path`]: '/spill',
      ...properties,
    });
  });
});

test('other volumes are not, nor those of other types', () => {
  expect(localDirProperties([{ name: 'data', emptyDir: {} }], [{ name: 'data', mountPath: '/d' }])).toBe(
    undefined,
  );
  expect(isKnownToSpark({ name: NAME, secret: { secretName: 's' } })).toBe(false);
  expect(isKnownToSpark({ name: NAME, emptyDir: {} })).toBe(true);
});

test.each(['driver', 'executor'] as const)('Spark keeps its files there: %s', (role) => {
  const volumes = [{ name: NAME, emptyDir: { sizeLimit: '5Gi' } }];
  const pod = podsOf(application({ volumes, [role]: { volumeMounts: [MOUNT] } }))[role];
  expect(pod.spec.volumes?.filter(({ name }) => name === NAME)).toEqual([
    { name: NAME, emptyDir: { medium: '', sizeLimit: '5Gi' } },
  ]);
  const { env = [], volumeMounts = [] } = sparkContainer(pod);
  expect(env).toContainEqual({ name: 'SPARK_LOCAL_DIRS', value: '/spill' });
  expect(volumeMounts.filter(({ name }) => name === NAME)).toHaveLength(1);
});
