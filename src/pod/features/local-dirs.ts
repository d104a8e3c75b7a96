import type { VolumeMount } from '../../manifest/pod.ts';
import { localDirectory } from '../../spark/application-names.ts';
import { CONF } from '../../spark/conf-keys.ts';
import type { RoleConf } from '../role-conf.ts';
import { withContainer, withSpec, type FeatureStep, type SparkPod } from '../spark-pod.ts';

/** Volumes of this name are for shuffle and spill files. */
const LOCAL_DIR_VOLUME = 'spark-local-dir-';

/**
 * Directories for shuffle and spill files: the mounted volumes named `spark-local-dir-*`, else one empty directory for
 * path in `spark.local.dir`, else one.
 *
 * @see Spark `LocalDirsFeatureStep`
 */
export const localDirs: FeatureStep<RoleConf> = (soFar, conf) => {
  // Read even where it does not count: a wrong one is refused, as Spark refuses it.
  const emptyDir = conf.spark.read(CONF.localDirsInMemory) ? { medium: 'Memory' } : {};
  const mounted = soFar.container.volumeMounts?.filter(({ name }) => name.startsWith(LOCAL_DIR_VOLUME)) ?? [];
  if (mounted.length > 0) return withVariable(soFar, mounted);
  const mounts = directories(conf).map((mountPath, index) => ({
    name: `${LOCAL_DIR_VOLUME}${index + 1}`,
    mountPath,
  }));
  const added = withSpec(soFar, { volumes: mounts.map(({ name }) => ({ name, emptyDir })) });
  return withVariable(withContainer(added, { volumeMounts: mounts }), mounts);
};

/** Spark names the one directory at random; here it follows from the application id. */
function directories(conf: RoleConf): readonly string[] {
  const asked = conf.spark.read(CONF.localDirs);
  return asked.length > 0 ? asked : [localDirectory(conf.appId)];
}

/** Tells Spark where they are. */
function withVariable(soFar: SparkPod, mounts: readonly VolumeMount[]): SparkPod {
  const value = mounts.map(({ mountPath }) => mountPath).join(',');
  return withContainer(soFar, { env: [{ name: 'SPARK_LOCAL_DIRS', value }] });
}
