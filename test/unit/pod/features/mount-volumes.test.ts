import { describe, expect, test } from '@jest/globals';
import { mountVolumes } from '../../../../src/pod/features/mount-volumes.ts';
import { driverConf, executorConf, STARTED } from '../samples.ts';

const volumes = (role: string, properties: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [`spark.kubernetes.${role}.volumes.${key}`, value]),
  );

describe('volumes', () => {
  test.each<{ readonly name: string; readonly properties: Record<string, string>; readonly volume: unknown }>(
    [
      {
        name: 'emptyDir',
        properties: { 'emptyDir.v.options.medium': 'Memory', 'emptyDir.v.options.sizeLimit': '1Gi' },
        volume: { emptyDir: { medium: 'Memory', sizeLimit: '1Gi' } },
      },
      { name: 'emptyDir', properties: {}, volume: { emptyDir: { medium: '' } } },
      {
        name: 'hostPath',
        properties: { 'hostPath.v.options.path': '/h' },
        volume: { hostPath: { path: '/h', type: '' } },
      },
      {
        name: 'nfs',
        properties: { 'nfs.v.options.server': 's', 'nfs.v.options.path': '/e' },
        volume: { nfs: { server: 's', path: '/e' } },
      },
      {
        name: 'persistentVolumeClaim',
        properties: { 'persistentVolumeClaim.v.options.claimName': 'c' },
        volume: { persistentVolumeClaim: { claimName: 'c', readOnly: false } },
      },
    ],
  )('of type $name are $volume', ({ name, properties, volume }) => {
    const conf = driverConf(volumes('driver', { [`${name}.v.mount.path`]: '/v', ...properties }));
    const built = mountVolumes(STARTED, conf);
    expect(built.pod.spec.volumes).toEqual([{ name: 'v', ...(volume as object) }]);
    expect(built.container.volumeMounts?.at(-1)).toEqual({
      name: 'v',
      mountPath: '/v',
      readOnly: false,
      subPath: '',
      subPathExpr: '',
    });
  });

  const onDemand = {
    'persistentVolumeClaim.v.mount.path': '/v',
    'persistentVolumeClaim.v.options.claimName': 'OnDemand',
    'persistentVolumeClaim.v.options.storageClass': 'fast',
    'persistentVolumeClaim.v.options.sizeLimit': '5Gi',
  };

  test('made on demand come with their claim, for one pod', () => {
    const [claim] = mountVolumes(STARTED, driverConf(volumes('driver', onDemand))).beside;
    expect(claim?.object).toMatchObject({
      kind: 'PersistentVolumeClaim',
      spec: { accessModes: ['ReadWriteOncePod'] },
    });
  });

  test('made on demand can be for one node, as older clusters need', () => {
    const legacy = { 'spark.kubernetes.legacy.useReadWriteOnceAccessMode': 'true' };
    const [claim] = mountVolumes(
      STARTED,
      executorConf({ ...volumes('executor', onDemand), ...legacy }),
    ).beside;
    expect(claim?.object).toMatchObject({
      metadata: { name: 'app-exec-3-pvc-0' },
      spec: { accessModes: ['ReadWriteOnce'] },
    });
  });
});
