/**
 * A volume as Spark's properties describe it: where it is mounted, and what it is.
 *
 * @see Spark `KubernetesVolumeSpec`
 */
export interface VolumeSpec {
  readonly name: string;
  /** Where the Spark container sees it. */
  readonly mountPath: string;
  /** Part of the volume that is mounted; empty for all of it. */
  readonly subPath: string;
  /** The same with variables of the environment in it; excludes `subPath`. Undefined where Spark knows no such thing. */
  readonly subPathExpr: string | undefined;
  readonly readOnly: boolean;
  readonly source: VolumeSource;
}

/** What the volume is, with the options of its type. */
export type VolumeSource =
  | { readonly kind: 'emptyDir'; readonly medium: string; readonly sizeLimit: string | undefined }
  | { readonly kind: 'hostPath'; readonly path: string; readonly type: string }
  | { readonly kind: 'nfs'; readonly server: string; readonly path: string }
  | ClaimSource;

/** A claim: an existing one by name, or one made for the pod where the name holds `OnDemand`. */
export interface ClaimSource {
  readonly kind: 'persistentVolumeClaim';
  /** May hold `OnDemand` and `SPARK_EXECUTOR_ID`, which stand for names made later. */
  readonly claimName: string;
  /** With a size: the claim is made, too. */
  readonly storageClass: string | undefined;
  readonly sizeLimit: string | undefined;
  /** Of the claim that is made. */
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}
