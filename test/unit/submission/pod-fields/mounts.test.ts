import { describe, expect, test } from '@jest/globals';
import { EMPTY_SPARK_POD } from '../../../../src/pod/spark-pod.ts';
import { configMaps, configMapVolume, volumes } from '../../../../src/submission/pod-fields/mounts.ts';

describe('the volume of a ConfigMap', () => {
  test.each([
    { name: 'rules', volume: /^rules-vol$/u },
    { name: 'my.rules', volume: /^my-rules-[0-9a-f]{8}-vol$/u },
    { name: 'r'.repeat(59), volume: /^r{59}-vol$/u },
    { name: 'r'.repeat(60), volume: /^r{50}-[0-9a-f]{8}-vol$/u },
    { name: 'r.'.repeat(100), volume: /^(r-){25}-[0-9a-f]{8}-vol$/u },
  ])('of $name is a DNS label', ({ name, volume }) => {
    expect(configMapVolume(name)).toMatch(volume);
    expect(configMapVolume(name).length).toBeLessThanOrEqual(63);
  });

  test('differs where only dots and dashes differ', () => {
    expect(configMapVolume('a.b-c')).not.toBe(configMapVolume('a-b.c'));
  });
});

test('a ConfigMap that is mounted twice is one volume', () => {
  const wanted = ['/a', '/b'].map((path) => ({ name: 'rules', path }));
  const { pod, container } = configMaps(EMPTY_SPARK_POD, { configMaps: wanted });
  expect(pod.spec.volumes).toHaveLength(1);
  expect(container.volumeMounts?.map(({ mountPath }) => mountPath)).toEqual(['/a', '/b']);
});

test('a volume that the template describes, too, stays as it is there', () => {
  const before = { ...EMPTY_SPARK_POD.pod, spec: { containers: [], volumes: [{ name: 'data', nfs: NFS }] } };
  const after = volumes({ ...EMPTY_SPARK_POD, pod: before }, { volumes: [{ name: 'data', emptyDir: {} }] });
  expect(after.pod.spec.volumes).toEqual([{ name: 'data', nfs: NFS }]);
});

const NFS = { server: 's', path: '/p' };
