import { describe, expect, test } from '@jest/globals';
import { hadoopConfDriver, hadoopConfExecutor } from '../../../../src/pod/features/hadoop-conf.ts';
import { driverConf, executorConf, STARTED, UNIQUE_ID } from '../samples.ts';

const EXISTING = { 'spark.kubernetes.hadoop.configMapName': 'hadoop' };
const FILES = { hadoopConfFiles: { 'core-site.xml': '<configuration/>' } };
const TOLD = 'spark.kubernetes.executor.hadoopConfigMapName';

describe("Hadoop's configuration", () => {
  test('of a ConfigMap that exists is mounted, and executors are told of it', () => {
    const built = hadoopConfDriver(STARTED, driverConf(EXISTING));
    expect(built.pod.spec.volumes).toEqual([{ name: 'hadoop-properties', configMap: { name: 'hadoop' } }]);
    expect(built.container.volumeMounts?.at(-1)).toEqual({
      name: 'hadoop-properties',
      mountPath: '/opt/hadoop/conf',
    });
    expect(built.container.env?.at(-1)).toEqual({ name: 'HADOOP_CONF_DIR', value: '/opt/hadoop/conf' });
    expect(built.beside).toEqual([]);
    expect(built.properties).toEqual({ [TOLD]: 'hadoop' });
  });

  test('of files becomes a ConfigMap', () => {
    const built = hadoopConfDriver(STARTED, driverConf({}, FILES));
    const name = `app-${UNIQUE_ID}-hadoop-config`;
    expect(built.beside[0]?.object).toMatchObject({
      kind: 'ConfigMap',
      metadata: { name },
      immutable: true,
      data: FILES.hadoopConfFiles,
    });
    expect(built.pod.spec.volumes?.[0]?.configMap).toEqual({
      name,
      items: [{ key: 'core-site.xml', path: 'core-site.xml' }],
    });
    expect(built.properties).toEqual({ [TOLD]: name });
  });

  test('of no files is an empty ConfigMap', () => {
    const built = hadoopConfDriver(STARTED, driverConf({}, { hadoopConfFiles: {} }));
    const name = `app-${UNIQUE_ID}-hadoop-config`;
    expect(built.beside[0]?.object).not.toHaveProperty('data');
    expect(built.pod.spec.volumes?.[0]?.configMap).toEqual({ name });
  });

  test('comes from one of them, not from both', () => {
    expect(() => hadoopConfDriver(STARTED, driverConf(EXISTING, FILES))).toThrow(
      'spark.kubernetes.hadoop.configMapName may not be set: there are files of HADOOP_CONF_DIR as well',
    );
  });

  test('is nothing where there is none', () => {
    expect(hadoopConfDriver(STARTED, driverConf())).toBe(STARTED);
    expect(hadoopConfExecutor(STARTED, executorConf())).toBe(STARTED);
  });

  test('is that of the driver in executors, too', () => {
    const built = hadoopConfExecutor(STARTED, executorConf({ [TOLD]: 'hadoop' }));
    expect(built.pod.spec.volumes).toEqual([{ name: 'hadoop-properties', configMap: { name: 'hadoop' } }]);
    expect(built.container.env?.at(-1)?.name).toBe('HADOOP_CONF_DIR');
  });

  test('stayed in the driver before Spark 3.5', () => {
    const built = hadoopConfDriver(STARTED, driverConf(EXISTING, { sparkVersion: '3.4.2' }));
    expect(built.pod.spec.volumes).toHaveLength(1);
    expect(built.properties).toEqual({});
  });
});
