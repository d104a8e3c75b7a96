import { createHash } from 'node:crypto';
import type { ConfigMapManifest } from '../manifest/config-map.ts';

/*
 * The jar by which a driver asks for executors. It comes from a ConfigMap, so that any image of Spark works.
 */

const JAR = 'driver-plugin.jar';

/** Directory of the driver container that the jar is mounted in. */
export const PLUGIN_DIRECTORY = '/opt/spark-operator';

/** The jar, for the class path of the driver. */
export const PLUGIN_JAR_PATH = `${PLUGIN_DIRECTORY}/${JAR}`;

/** The class in it that takes the place of Spark's own allocator. */
export const PLUGIN_ALLOCATOR = 'io.k8s.sparkoperator.driver.ExecutorSetPodsAllocator';

/** The name of the ConfigMap with that jar: another jar has another name, so a running driver keeps its own. */
export function pluginConfigMapName(jar: Uint8Array): string {
  return `spark-operator-driver-plugin-${createHash('sha256').update(jar).digest('hex').slice(0, 12)}`;
}

/** The ConfigMap with the jar, one for each namespace. It never changes. */
export function pluginConfigMap(jar: Uint8Array, namespace: string): ConfigMapManifest {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: pluginConfigMapName(jar), namespace },
    immutable: true,
    binaryData: { [JAR]: Buffer.from(jar).toString('base64') },
  };
}
