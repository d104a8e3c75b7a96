import { CONFIG_MAPS, type ConfigMapManifest } from '../../manifest/config-map.ts';
import type { Volume } from '../../manifest/pod.ts';
import { OperatorError } from '../../operator-error.ts';
import { CONF } from '../../spark/conf-keys.ts';
import type { DriverConf } from '../driver-conf.ts';
import type { ExecutorConf } from '../executor-conf.ts';
import { planned } from '../planned-object.ts';
import { withBeside, withContainer, withSpec, type FeatureStep, type SparkPod } from '../spark-pod.ts';

/**
 * Hadoop's configuration in the driver: a ConfigMap that exists, or one made of files. The driver is told its name, so
 * that executors can mount it, too.
 *
 * Fails: SPARK_PROPERTIES_EXCLUSIVE where there are both.
 *
 * @see Spark `HadoopConfDriverFeatureStep`
 */
export const hadoopConfDriver: FeatureStep<DriverConf> = (soFar, conf) => {
  const { hadoopConfFiles: files } = conf;
  const existing = conf.spark.read(CONF.hadoopConfigMap);
  const name = existing ?? `${conf.namePrefix}-hadoop-config`;
  if (existing === undefined && files === undefined) return soFar;
  if (existing !== undefined && files !== undefined) throw bothGiven();
  const items = Object.keys(files ?? {}).map((file) => ({ key: file, path: file }));
  const mounted = withConfiguration(soFar, items.length === 0 ? { name } : { name, items });
  return withBeside(
    mounted,
    files === undefined ? [] : [planned(CONFIG_MAPS, configMapOf(name, files))],
    conf.behaviour.hadoopConfOfExecutors ? { [CONF.executorHadoopConfigMap.key]: name } : {},
  );
};

/**
 * The same in executors, by the name that their driver was told.
 *
 * @see Spark `HadoopConfExecutorFeatureStep` (since 3.5)
 */
export const hadoopConfExecutor: FeatureStep<ExecutorConf> = (soFar, { spark, behaviour }) => {
  const name = behaviour.hadoopConfOfExecutors ? spark.read(CONF.executorHadoopConfigMap) : undefined;
  return name === undefined ? soFar : withConfiguration(soFar, { name });
};

/** Spark's own names, by which people find them in a pod. */
const VOLUME = 'hadoop-properties';
const DIRECTORY = '/opt/hadoop/conf';

/** The image's entry point puts the directory of the variable in front of the class path. */
function withConfiguration(soFar: SparkPod, configMap: NonNullable<Volume['configMap']>): SparkPod {
  const mounted = withSpec(soFar, { volumes: [{ name: VOLUME, configMap }] });
  return withContainer(mounted, {
    volumeMounts: [{ name: VOLUME, mountPath: DIRECTORY }],
    env: [{ name: 'HADOOP_CONF_DIR', value: DIRECTORY }],
  });
}

/** It never changes: executors that come later find what the driver found. */
function configMapOf(name: string, data: Readonly<Record<string, string>>): ConfigMapManifest {
  const filled = Object.keys(data).length > 0 ? { data } : {};
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, immutable: true, ...filled };
}

/** Which one counts would be anybody's guess; Spark refuses it, too. */
function bothGiven(): OperatorError {
  return new OperatorError('SPARK_PROPERTIES_EXCLUSIVE', {
    field: CONF.hadoopConfigMap.key,
    problem: 'there are files of HADOOP_CONF_DIR as well',
    remedy: 'Remove the property, or submit without HADOOP_CONF_DIR.',
  });
}
