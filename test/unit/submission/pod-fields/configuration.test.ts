import { expect, test } from '@jest/globals';
import { application, podsOf, sparkContainer } from '../samples.ts';

test.each([
  {
    field: 'hadoopConfigMap',
    volume: 'hadoop-configmap-volume',
    path: '/etc/hadoop/conf',
    variable: 'HADOOP_CONF_DIR',
  },
  {
    field: 'sparkConfigMap',
    volume: 'spark-configmap-volume',
    path: '/etc/spark/conf',
    variable: 'SPARK_CONF_DIR',
  },
])('$field is mounted into both pods, and $variable says where', ({ field, volume, path, variable }) => {
  for (const pod of Object.values(podsOf(application({ [field]: 'mine' })))) {
    expect(pod.spec.volumes).toContainEqual({ name: volume, configMap: { name: 'mine' } });
    const { env = [], volumeMounts } = sparkContainer(pod);
    expect(volumeMounts).toContainEqual({ name: volume, mountPath: path });
    // Of two variables with one name the last counts.
    expect(env.findLast(({ name }) => name === variable)?.value).toBe(path);
  }
});
