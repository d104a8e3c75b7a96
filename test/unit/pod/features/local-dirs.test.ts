import { describe, expect, test } from '@jest/globals';
import { localDirs } from '../../../../src/pod/features/local-dirs.ts';
import { withContainer } from '../../../../src/pod/spark-pod.ts';
import { localDirectory } from '../../../../src/spark/application-names.ts';
import { APP_ID, driverConf, executorConf, STARTED } from '../samples.ts';

describe('local directories', () => {
  test('are one empty directory where nothing is said', () => {
    const built = localDirs(STARTED, driverConf());
    const mountPath = localDirectory(APP_ID);
    expect(built.pod.spec.volumes).toEqual([{ name: 'spark-local-dir-1', emptyDir: {} }]);
    expect(built.container.volumeMounts?.at(-1)).toEqual({ name: 'spark-local-dir-1', mountPath });
    expect(built.container.env?.at(-1)).toEqual({ name: 'SPARK_LOCAL_DIRS', value: mountPath });
  });

  test('are as many as the properties name, in memory if they say so', () => {
    const built = localDirs(
      STARTED,
      executorConf({ 'spark.local.dir': '/a,/b', 'spark.kubernetes.local.dirs.tmpfs': 'true' }),
    );
    expect(built.pod.spec.volumes).toEqual([
      { name: 'spark-local-dir-1', emptyDir: { medium: 'Memory' } },
      { name: 'spark-local-dir-2', emptyDir: { medium: 'Memory' } },
    ]);
    expect(built.container.env?.at(-1)?.value).toBe('/a,/b');
  });

  const mounted = withContainer(STARTED, {
    volumeMounts: [{ name: 'spark-local-dir-x', mountPath: '/data' }],
  });

  test('are the volumes that are named so, and then no others', () => {
    const built = localDirs(mounted, driverConf({ 'spark.local.dir': '/a' }));
    expect(built.pod.spec).not.toHaveProperty('volumes');
    expect(built.container.env?.at(-1)).toEqual({ name: 'SPARK_LOCAL_DIRS', value: '/data' });
  });

  test('are refused with a switch that cannot be read, even where it does not count', () => {
    const conf = driverConf({ 'spark.kubernetes.local.dirs.tmpfs': 'yes' });
    expect(() => localDirs(mounted, conf)).toThrow('tmpfs: "yes" is not true or false');
  });
});
