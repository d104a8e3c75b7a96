import { withContainer, withSpec, type SparkPod } from '../../pod/spark-pod.ts';
import type { PodFieldStep } from './pod-fields.ts';

/** A ConfigMap with a whole directory of configuration: where it is mounted, and the variable that says so. */
interface ConfigurationDirectory {
  readonly volume: string;
  readonly path: string;
  readonly variable: string;
}

/** Names and paths are those that people's files and images know from the kubeflow operator. */
const HADOOP: ConfigurationDirectory = {
  volume: 'hadoop-configmap-volume',
  path: '/etc/hadoop/conf',
  variable: 'HADOOP_CONF_DIR',
};
const SPARK: ConfigurationDirectory = {
  volume: 'spark-configmap-volume',
  path: '/etc/spark/conf',
  variable: 'SPARK_CONF_DIR',
};

/** `spec.hadoopConfigMap`. */
export const hadoopConfiguration: PodFieldStep = (soFar, { hadoopConfigMap }) =>
  withDirectory(soFar, hadoopConfigMap, HADOOP);

/**
 * `spec.sparkConfigMap`: for logging and the like. Properties in it do not count, because the driver is told of another
 * file.
 */
export const sparkConfiguration: PodFieldStep = (soFar, { sparkConfigMap }) =>
  withDirectory(soFar, sparkConfigMap, SPARK);

function withDirectory(
  soFar: SparkPod,
  configMap: string | undefined,
  { volume, path, variable }: ConfigurationDirectory,
): SparkPod {
  if (configMap === undefined || configMap === '') return soFar;
  const mounted = withSpec(soFar, { volumes: [{ name: volume, configMap: { name: configMap } }] });
  return withContainer(mounted, {
    volumeMounts: [{ name: volume, mountPath: path }],
    env: [{ name: variable, value: path }],
  });
}
