import { expect, test } from '@jest/globals';
import { withConfFiles } from '../../../../src/pod/features/conf-files.ts';
import { STARTED } from '../samples.ts';

test('of a ConfigMap only the named files are seen, where Spark looks for them', () => {
  const built = withConfFiles(STARTED, 'conf-map', ['spark.properties']);
  expect(built.pod.spec.volumes).toEqual([
    {
      name: 'spark-conf-volume-driver',
      configMap: {
        name: 'conf-map',
        items: [{ key: 'spark.properties', path: 'spark.properties', mode: 0o644 }],
      },
    },
  ]);
  expect(built.container.volumeMounts?.at(-1)?.mountPath).toBe('/opt/spark/conf');
  expect(built.container.env?.at(-1)).toEqual({ name: 'SPARK_CONF_DIR', value: '/opt/spark/conf' });
});
