import { describe, expect, test } from '@jest/globals';
import { podFieldsOf } from '../../../../src/submission/pod-fields/pod-fields.ts';
import { application } from '../samples.ts';

const fieldsOf = (spec: Parameters<typeof application>[0], role: 'driver' | 'executor' = 'driver') =>
  podFieldsOf(application(spec).spec, role);

const mount = (name: string) => [{ name, mountPath: `/${name}` }];

describe('the fields of a role', () => {
  test('are what was written, without what becomes properties', () => {
    const driver = { memory: '1g', labels: { a: 'b' }, schedulerName: 's', hostNetwork: true };
    expect(fieldsOf({ driver })).toEqual({ hostNetwork: true });
  });

  test.each([
    { role: 'driver', kept: { terminationGracePeriodSeconds: 5 } },
    { role: 'executor', kept: {} },
  ] as const)(
    'hold the grace period of the driver only, for executors have a property: $role',
    ({ role, kept }) => {
      expect(fieldsOf({ [role]: { terminationGracePeriodSeconds: 5 } }, role)).toEqual(kept);
    },
  );

  test('bring those volumes that any container of the role mounts', () => {
    const volumes = ['a', 'b', 'c', 'd'].map((name) => ({ name, emptyDir: {} }));
    const driver = {
      volumeMounts: mount('a'),
      sidecars: [{ name: 's', volumeMounts: mount('b') }],
      initContainers: [{ name: 'i', volumeMounts: mount('c') }],
    };
    expect(fieldsOf({ volumes, driver }).volumes?.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(fieldsOf({ volumes, driver }, 'executor')).toEqual({});
  });

  test('leave volumes for shuffle and spill files to their properties', () => {
    const volumes = [{ name: 'spark-local-dir-1', emptyDir: {} }];
    const driver = { volumeMounts: [{ name: 'spark-local-dir-1', mountPath: '/tmp/1' }] };
    expect(fieldsOf({ volumes, driver })).toEqual({});
  });
});
