import type { KubernetesObject, Resource } from '../manifest/object-meta.ts';
import { APP_SELECTOR_LABEL } from '../spark/labels.ts';
import type { ClaimSource } from './volume-spec.ts';

/** A PersistentVolumeClaim, with the parts that Spark sets. */
export interface PersistentVolumeClaimManifest extends KubernetesObject {
  readonly spec: {
    readonly accessModes: readonly string[];
    readonly resources: { readonly requests: Readonly<Record<string, string>> };
    readonly storageClassName?: string;
  };
  readonly status?: { readonly phase?: string };
}

export const PERSISTENT_VOLUME_CLAIMS: Resource<PersistentVolumeClaimManifest> = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  plural: 'persistentvolumeclaims',
};

/** Whether each executor has a claim of its own for that volume; where it is not so, all use the same one. */
export const isOfOneExecutor = ({ claimName: name }: ClaimSource): boolean =>
  /OnDemand|SPARK_EXECUTOR_ID/u.test(name);

/** Whom a claim is made for. */
export interface ClaimOwner {
  readonly appId: string;
  /** Start of the names of claims made on demand. */
  readonly namePrefix: string;
  /** Replaces `SPARK_EXECUTOR_ID` in the claim's name; absent for the driver. */
  readonly executorId: string | undefined;
}

/** The name of the claim of the volume at `index`: `OnDemand` stands for a name made of the pod's. */
export function claimName(source: ClaimSource, index: number, owner: ClaimOwner): string {
  const name = source.claimName.replaceAll('OnDemand', `${owner.namePrefix}-pvc-${index}`);
  return owner.executorId === undefined ? name : name.replaceAll('SPARK_EXECUTOR_ID', owner.executorId);
}

/**
 * The claim to create for a volume, or undefined where the volume uses one that exists: only a claim with storage
 * class and size is made.
 *
 * @see Spark `MountVolumesFeatureStep`
 */
export function claimToCreate(
  source: ClaimSource,
  name: string,
  owner: ClaimOwner,
  accessMode: string,
): PersistentVolumeClaimManifest | undefined {
  if (source.storageClass === undefined || source.sizeLimit === undefined) return undefined;
  const annotations = Object.keys(source.annotations).length > 0 ? { annotations: source.annotations } : {};
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, labels: { ...source.labels, [APP_SELECTOR_LABEL]: owner.appId }, ...annotations },
    spec: {
      accessModes: [accessMode],
      resources: { requests: { storage: source.sizeLimit } },
      storageClassName: source.storageClass,
    },
  };
}
