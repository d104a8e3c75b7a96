import { expect, test } from '@jest/globals';
import {
  pluginConfigMap,
  pluginConfigMapName,
  PLUGIN_JAR_PATH,
} from '../../../src/submission/plugin-config-map.ts';

const JAR = new Uint8Array([0x50, 0x4b, 3, 4]);

test('the jar is in a ConfigMap that never changes, under a name made of its content', () => {
  const configMap = pluginConfigMap(JAR, 'jobs');
  expect(configMap).toMatchObject({
    metadata: { name: pluginConfigMapName(JAR), namespace: 'jobs' },
    immutable: true,
    binaryData: { 'driver-plugin.jar': 'UEsDBA==' },
  });
  expect(configMap.metadata.name).toMatch(/^spark-operator-driver-plugin-[0-9a-f]{12}$/u);
});

test('another jar has another name', () => {
  expect(pluginConfigMapName(new Uint8Array([1]))).not.toBe(pluginConfigMapName(JAR));
});

test('the path of the jar ends in its key', () => {
  expect(PLUGIN_JAR_PATH).toBe('/opt/spark-operator/driver-plugin.jar');
});
