import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { SparkConf } from '../../../src/spark/spark-conf.ts';
import { parseVolumes } from '../../../src/volumes/parse-volumes.ts';
import type { VolumeSpec } from '../../../src/volumes/volume-spec.ts';
import { exceptionTo, isReadOrRefused, nearly } from '../fuzz.ts';

const PREFIX = 'spark.kubernetes.driver.volumes.';
const parse = (properties: Readonly<Record<string, string>>, isStrict = true): readonly VolumeSpec[] =>
  parseVolumes(
    SparkConf.from(Object.entries(properties).map(([key, value]) => [PREFIX + key, value] as const)),
    PREFIX,
    isStrict,
  );

test('a size without a unit and two sub-paths are taken where nobody is strict', () => {
  const properties = {
    'emptyDir.a.mount.path': '/a',
    'emptyDir.a.mount.subPath': 'x',
    'emptyDir.a.mount.subPathExpr': 'y',
    'emptyDir.a.options.sizeLimit': '5',
  };
  expect(parse(properties, false)[0]).toMatchObject({ subPath: 'x', source: { sizeLimit: '5' } });
});

describe('a volume', () => {
  test.each<{ readonly properties: Record<string, string>; readonly volume: Partial<VolumeSpec> }>([
    {
      properties: { 'emptyDir.a.mount.path': '/a' },
      volume: {
        name: 'a',
        mountPath: '/a',
        subPath: '',
        subPathExpr: '',
        readOnly: false,
        source: { kind: 'emptyDir', medium: '', sizeLimit: undefined },
      },
    },
    {
      properties: {
        'emptyDir.a.mount.path': '/a',
        'emptyDir.a.mount.subPath': 'x',
        'emptyDir.a.mount.readOnly': 'TRUE',
        'emptyDir.a.options.medium': 'Memory',
        'emptyDir.a.options.sizeLimit': '1Gi',
      },
      volume: {
        subPath: 'x',
        readOnly: true,
        source: { kind: 'emptyDir', medium: 'Memory', sizeLimit: '1Gi' },
      },
    },
    {
      properties: {
        'hostPath.h.mount.path': '/h',
        'hostPath.h.options.path': '/on/node',
        'hostPath.h.options.type': 'Directory',
      },
      volume: { source: { kind: 'hostPath', path: '/on/node', type: 'Directory' } },
    },
    {
      properties: { 'nfs.n.mount.path': '/n', 'nfs.n.options.server': 's', 'nfs.n.options.path': '/e' },
      volume: { source: { kind: 'nfs', server: 's', path: '/e' } },
    },
    {
      properties: {
        'persistentVolumeClaim.p.mount.path': '/p',
        'persistentVolumeClaim.p.options.claimName': 'OnDemand',
        'persistentVolumeClaim.p.options.storageClass': 'fast',
        'persistentVolumeClaim.p.options.sizeLimit': '5Gi',
        'persistentVolumeClaim.p.label.team': 'a',
        'persistentVolumeClaim.p.annotation.b/c': 'd',
      },
      volume: {
        source: {
          kind: 'persistentVolumeClaim',
          claimName: 'OnDemand',
          storageClass: 'fast',
          sizeLimit: '5Gi',
          labels: { team: 'a' },
          annotations: { 'b/c': 'd' },
        },
      },
    },
  ])('is what its properties say: $volume.source', ({ properties, volume }) => {
    expect(parse(properties)).toMatchObject([volume]);
  });

  test('comes in order of its type and name', () => {
    const names = parse({
      'nfs.a.mount.path': '/1',
      'nfs.a.options.server': 's',
      'nfs.a.options.path': '/e',
      'emptyDir.z.mount.path': '/2',
      'emptyDir.b.mount.path': '/3',
    }).map(({ name }) => name);
    expect(names).toEqual(['b', 'z', 'a']);
  });

  test('needs a name: a property without one says nothing', () => {
    expect(parse({ emptyDir: 'x' })).toEqual([]);
  });
});

describe('a volume that cannot be mounted is refused, and the error names the key', () => {
  test.each<{ readonly name: string; readonly properties: Record<string, string>; readonly error: string }>([
    {
      name: 'without a path to mount it at',
      properties: { 'emptyDir.a.options.medium': 'Memory' },
      error: 'emptyDir.a.mount.path: emptyDir volumes need it',
    },
    {
      name: 'without the path on the node',
      properties: { 'hostPath.a.mount.path': '/a' },
      error: 'hostPath.a.options.path: hostPath volumes need it',
    },
    {
      name: 'without a server',
      properties: { 'nfs.a.mount.path': '/a', 'nfs.a.options.path': '/e' },
      error: 'nfs.a.options.server: nfs volumes need it',
    },
    {
      name: 'without a claim',
      properties: { 'persistentVolumeClaim.a.mount.path': '/a' },
      error: 'persistentVolumeClaim.a.options.claimName: persistentVolumeClaim volumes need it',
    },
    {
      name: 'of no known type',
      properties: { 'csi.a.mount.path': '/a' },
      error: 'csi.a: "csi" is not a type of volume. Use emptyDir, hostPath, nfs or persistentVolumeClaim',
    },
    {
      name: 'of a size without unit',
      properties: { 'emptyDir.a.mount.path': '/a', 'emptyDir.a.options.sizeLimit': '100' },
      error: 'emptyDir.a.options.sizeLimit: "100" is less than 1 KiB. Add the unit',
    },
    {
      name: 'with two sub-paths',
      properties: {
        'emptyDir.a.mount.path': '/a',
        'emptyDir.a.mount.subPath': 'x',
        'emptyDir.a.mount.subPathExpr': 'y',
      },
      error: 'emptyDir.a.mount.subPathExpr: subPath and subPathExpr exclude each other',
    },
    {
      name: 'that is perhaps read-only',
      properties: { 'emptyDir.a.mount.path': '/a', 'emptyDir.a.mount.readOnly': 'yes' },
      error: 'emptyDir.a.mount.readOnly: "yes" is neither true nor false',
    },
    {
      name: 'where another one is',
      properties: { 'emptyDir.a.mount.path': '/a', 'emptyDir.b.mount.path': '/a' },
      error: '*: two volumes are mounted at /a',
    },
    {
      name: 'named like another one',
      properties: {
        'emptyDir.a.mount.path': '/a',
        'hostPath.a.mount.path': '/b',
        'hostPath.a.options.path': '/c',
      },
      error: '*: two volumes are named a',
    },
  ])('$name', ({ properties, error }) => {
    expect(() => parse(properties)).toThrow(PREFIX + error);
  });
});

const isReadable = (given: readonly (readonly [string, string])[]): boolean =>
  isReadOrRefused(
    () => parse(Object.fromEntries(given)),
    PREFIX,
    (volumes) => volumes.every(({ mountPath }) => mountPath !== ''),
  );

test('any properties are volumes, or refused by their prefix', () => {
  const part = nearly('hostPath', 'emptyDir', 'nfs.', 'a', '.', 'mount.path', 'options.sizeLimit');
  const wellKnown = fc
    .tuple(
      fc.constantFrom('hostPath', 'emptyDir', 'nfs', 'persistentVolumeClaim', 'other'),
      fc.constantFrom('a', 'b', '', '__proto__'),
      fc.constantFrom('mount.path', 'mount.readOnly', 'mount.subPath', 'mount.subPathExpr', 'options.path'),
    )
    .map((parts) => parts.join('.'));
  const properties = fc.array(fc.tuple(fc.oneof(part, wellKnown), nearly('/a', 'true', '5Gi')), {
    maxLength: 8,
  });
  expect(exceptionTo(properties, isReadable)).toBeUndefined();
});
