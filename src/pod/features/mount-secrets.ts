import type { RoleConf } from '../role-conf.ts';
import { withContainer, withSpec, type FeatureStep } from '../spark-pod.ts';

/**
 * Secrets as directories of files.
 *
 * @see Spark `MountSecretsFeatureStep`
 */
export const mountSecrets: FeatureStep<RoleConf> = (soFar, conf) => {
  const mounts = [...conf.secretMounts];
  const mounted = withSpec(soFar, {
    volumes: mounts.map(([secretName]) => ({ name: `${secretName}-volume`, secret: { secretName } })),
  });
  return withContainer(mounted, {
    volumeMounts: mounts.map(([secretName, mountPath]) => ({ name: `${secretName}-volume`, mountPath })),
  });
};
