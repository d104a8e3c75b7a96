import { CONFIG_MAPS } from '../../manifest/config-map.ts';
import { CONF } from '../../spark/conf-keys.ts';
import type { DriverConf } from '../driver-conf.ts';
import { planned } from '../planned-object.ts';
import { withBeside, withContainer, withSpec, type FeatureStep } from '../spark-pod.ts';
import { submittedFile, textOf } from '../submitted-files.ts';

/**
 * The template file of the executors, as a file of the driver: Spark's own allocator makes executors from it.
 *
 * Fails: SPARK_FILE_NOT_GIVEN.
 *
 * @see Spark `PodTemplateConfigMapStep`
 */
export const podTemplateConfigMap: FeatureStep<DriverConf> = (soFar, conf) => {
  const path = conf.spark.read(CONF.executorTemplateFile);
  if (path === undefined) return soFar;
  const name = `${conf.namePrefix}-driver-podspec-conf-map`;
  const data = { [KEY]: textOf(submittedFile(CONF.executorTemplateFile.key, path, conf.files)) };
  const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, immutable: true, data };
  const mounted = withSpec(soFar, {
    volumes: [{ name: VOLUME, configMap: { name, items: [{ key: KEY, path: FILE }] } }],
  });
  const visible = withContainer(mounted, { volumeMounts: [{ name: VOLUME, mountPath: DIRECTORY }] });
  return withBeside(visible, [planned(CONFIG_MAPS, configMap)], {
    [CONF.executorTemplateFile.key]: `${DIRECTORY}/${FILE}`,
  });
};

const VOLUME = 'pod-template-volume';
const KEY = 'podspec-configmap-key';
const DIRECTORY = '/opt/spark/pod-template';
const FILE = 'pod-spec-template.yml';
