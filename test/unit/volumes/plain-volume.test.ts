import { expect, test } from '@jest/globals';
import { plainVolume } from '../../../src/volumes/plain-volume.ts';
import type { VolumeSource } from '../../../src/volumes/volume-spec.ts';

test.each<{ readonly source: VolumeSource; readonly plain: VolumeSource }>([
  {
    source: { kind: 'hostPath', path: '/h', type: 'Directory' },
    plain: { kind: 'hostPath', path: '/h', type: '' },
  },
  {
    source: { ...claim(), labels: { team: 'a' }, annotations: { note: 'b' } },
    plain: claim(),
  },
  {
    source: { kind: 'nfs', server: 's', path: '/e' },
    plain: { kind: 'nfs', server: 's', path: '/e' },
  },
])('a $source.kind keeps what Spark before 4.0 knows', ({ source, plain }) => {
  const mount = { name: 'v', mountPath: '/v', subPath: '', readOnly: false };
  expect(plainVolume({ ...mount, subPathExpr: '$(A)', source })).toEqual({
    ...mount,
    subPathExpr: undefined,
    source: plain,
  });
});

function claim() {
  const unset = { storageClass: undefined, sizeLimit: undefined, labels: {}, annotations: {} };
  return { kind: 'persistentVolumeClaim', claimName: 'c', ...unset } as const;
}
