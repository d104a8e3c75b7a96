import { expect, test } from '@jest/globals';
import { mountSecrets } from '../../../../src/pod/features/mount-secrets.ts';
import { driverConf, STARTED } from '../samples.ts';

test('a secret is a directory', () => {
  const built = mountSecrets(STARTED, driverConf({ 'spark.kubernetes.driver.secrets.keys': '/mnt/keys' }));
  expect(built.pod.spec.volumes).toEqual([{ name: 'keys-volume', secret: { secretName: 'keys' } }]);
  expect(built.container.volumeMounts?.at(-1)).toEqual({ name: 'keys-volume', mountPath: '/mnt/keys' });
});

test("the secrets of the executors are not the driver's", () => {
  const built = mountSecrets(STARTED, driverConf({ 'spark.kubernetes.executor.secrets.keys': '/mnt/keys' }));
  expect(built.pod.spec).not.toHaveProperty('volumes');
});
