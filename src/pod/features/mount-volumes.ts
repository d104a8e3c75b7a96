import type { Volume } from '../../manifest/pod.ts';
import { CONF } from '../../spark/conf-keys.ts';
import { unreachable } from '../../unreachable.ts';
import {
  claimName,
  claimToCreate,
  PERSISTENT_VOLUME_CLAIMS,
  type ClaimOwner,
} from '../../volumes/persistent-volume-claim.ts';
import type { VolumeSpec } from '../../volumes/volume-spec.ts';
import type { DriverConf } from '../driver-conf.ts';
import type { ExecutorConf } from '../executor-conf.ts';
import { planned, type PlannedObject } from '../planned-object.ts';
import { withBeside, withContainer, withSpec, type FeatureStep } from '../spark-pod.ts';

/**
 * The volumes that the properties ask for, and the claims that are made for the pod: those that name a storage class
 * and a size. The index of a volume is part of the name of its claim, so volumes keep their order.
 *
 * @see Spark `MountVolumesFeatureStep`
 */
export const mountVolumes: FeatureStep<DriverConf | ExecutorConf> = (soFar, conf) => {
  const owner = claimOwner(conf);
  const accessMode = conf.spark.read(CONF.legacyAccessMode) ? 'ReadWriteOnce' : 'ReadWriteOncePod';
  const mounted = withSpec(soFar, {
    volumes: conf.volumes.map((volume, index) => volumeOf(volume, index, owner)),
  });
  const visible = withContainer(mounted, {
    volumeMounts: conf.volumes.map(({ name, mountPath, readOnly, subPath, subPathExpr }) => ({
      name,
      mountPath,
      readOnly,
      subPath,
      ...(subPathExpr !== undefined && { subPathExpr }),
    })),
  });
  return withBeside(
    visible,
    conf.volumes.flatMap((volume, index) => claimsOf(volume, index, accessMode, owner)),
  );
};

/** Claims made on demand are named after the pod, the driver's after its prefix whatever the pod is called. */
function claimOwner(conf: DriverConf | ExecutorConf): ClaimOwner {
  switch (conf.role) {
    case 'driver':
      return { appId: conf.appId, namePrefix: `${conf.namePrefix}-driver`, executorId: undefined };
    case 'executor':
      return { appId: conf.appId, namePrefix: conf.podName, executorId: conf.executorId };
    default:
      return unreachable(conf);
  }
}

/** The volume as Kubernetes has it. Spark writes an empty medium, too. */
function volumeOf({ name, readOnly, source }: VolumeSpec, index: number, owner: ClaimOwner): Volume {
  switch (source.kind) {
    case 'emptyDir': {
      const { medium, sizeLimit } = source;
      return { name, emptyDir: sizeLimit === undefined ? { medium } : { medium, sizeLimit } };
    }
    case 'hostPath':
      return { name, hostPath: { path: source.path, type: source.type } };
    case 'nfs':
      return { name, nfs: { server: source.server, path: source.path } };
    case 'persistentVolumeClaim':
      return { name, persistentVolumeClaim: { claimName: claimName(source, index, owner), readOnly } };
    default:
      return unreachable(source);
  }
}

/** A claim is for one pod, unless its storage cannot do that: then for one node. */
function claimsOf(
  { source }: VolumeSpec,
  index: number,
  accessMode: string,
  owner: ClaimOwner,
): readonly PlannedObject[] {
  if (source.kind !== 'persistentVolumeClaim') return [];
  const claim = claimToCreate(source, claimName(source, index, owner), owner, accessMode);
  return claim === undefined ? [] : [planned(PERSISTENT_VOLUME_CLAIMS, claim)];
}
