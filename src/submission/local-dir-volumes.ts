import type { Volume, VolumeMount } from '../manifest/pod.ts';

/** Volumes whose name begins like this are for shuffle and spill files: Spark goes by the name. */
const LOCAL_DIR_VOLUME = 'spark-local-dir-';

/** Whether Spark takes the volume of that name for shuffle and spill files. */
export const isLocalDirVolume = (name: string): boolean => name.startsWith(LOCAL_DIR_VOLUME);

/** What a property can hold. */
type Setting = string | number | boolean | undefined;

/** The types of volume that Spark's properties know, with their options. */
const SOURCES: Readonly<Record<string, (volume: Volume) => Readonly<Record<string, Setting>> | undefined>> = {
  emptyDir: ({ emptyDir }) => emptyDir && { medium: emptyDir.medium, sizeLimit: emptyDir.sizeLimit },
  hostPath: ({ hostPath }) => hostPath && { path: hostPath.path, type: hostPath.type },
  nfs: ({ nfs }) => nfs && { server: nfs.server, path: nfs.path },
  persistentVolumeClaim: ({ persistentVolumeClaim: claim }) => claim && { claimName: claim.claimName },
};

/** Whether Spark's properties can express what the volume is. */
export function isKnownToSpark(volume: Volume): boolean {
  return Object.values(SOURCES).some((optionsOf) => optionsOf(volume) !== undefined);
}

/**
 * The mounted volumes for shuffle and spill files as Spark's properties, without their prefix: its step that looks for
 * such volumes runs before anything is put into the finished pod.
 *
 * @see Spark `LocalDirsFeatureStep`
 */
export function localDirProperties(
  volumes: readonly Volume[] = [],
  mounts: readonly VolumeMount[] = [],
): readonly (readonly [string, string])[] | undefined {
  const found = mounts
    .filter(({ name }) => isLocalDirVolume(name))
    .flatMap((mount) => {
      const volume = volumes.find(({ name }) => name === mount.name);
      return volume === undefined ? [] : propertiesOf(volume, mount);
    });
  return found.length === 0 ? undefined : found;
}

/** Of the one type that the volume has; what is not set has no property. */
function propertiesOf(volume: Volume, mount: VolumeMount): readonly (readonly [string, string])[] {
  return Object.entries(SOURCES).flatMap(([type, optionsOf]) => {
    const options = optionsOf(volume);
    if (options === undefined) return [];
    const head = `${type}.${volume.name}`;
    return given({
      [`${head}.mount.path`]: mount.mountPath,
      [`${head}.mount.subPath`]: mount.subPath,
      [`${head}.mount.subPathExpr`]: mount.subPathExpr,
      [`${head}.mount.readOnly`]: isReadOnly(volume, mount),
      ...Object.fromEntries(
        Object.entries(options).map(([option, value]) => [`${head}.options.${option}`, value]),
      ),
    });
  });
}

/** Spark's properties know only mounts that are read-only, not volumes. */
function isReadOnly({ nfs, persistentVolumeClaim }: Volume, { readOnly }: VolumeMount): boolean | undefined {
  return nfs?.readOnly === true || persistentVolumeClaim?.readOnly === true ? true : readOnly;
}

function given(properties: Readonly<Record<string, Setting>>): readonly (readonly [string, string])[] {
  return Object.entries(properties).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, String(value)] as const],
  );
}
