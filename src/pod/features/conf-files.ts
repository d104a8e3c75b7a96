import { withContainer, withSpec, type SparkPod } from '../spark-pod.ts';
import { CONF_DIR } from '../conf-dir.ts';

/**
 * The files of the driver's ConfigMap, where Spark looks for its configuration. Other keys are not mounted.
 *
 * @see Spark `Client.run`
 */
export function withConfFiles(soFar: SparkPod, configMapName: string, files: readonly string[]): SparkPod {
  const mounted = withContainer(soFar, {
    env: [{ name: 'SPARK_CONF_DIR', value: CONF_DIR }],
    volumeMounts: [{ name: CONF_VOLUME, mountPath: CONF_DIR }],
  });
  return withSpec(mounted, {
    volumes: [
      {
        name: CONF_VOLUME,
        configMap: {
          name: configMapName,
          items: files.map((file) => ({ key: file, path: file, mode: READ_BY_ALL })),
        },
      },
    ],
  });
}

const CONF_VOLUME = 'spark-conf-volume-driver';

/** `rw-r--r--`, in decimal as JSON has no octal. */
const READ_BY_ALL = 420;
