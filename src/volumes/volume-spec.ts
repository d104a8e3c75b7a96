/**
 * A volume as Spark's properties describe it: where it is mounted, and what it is.
 *
 * @see Spark `KubernetesVolumeSpec`
 */
export interface VolumeSpec {
  readonly name: string;
  readonly mountPath: string;
  readonly subPath: string;
  readonly subPathExpr: string;
  readonly readOnly: boolean;
  readonly source: VolumeSource;
}

export type VolumeSource =
  | { readonly kind: 'emptyDir'; readonly medium: string; readonly sizeLimit: string | undefined }
  | { readonly kind: 'hostPath'; readonly path: string; readonly type: string }
  | { readonly kind: 'nfs'; readonly server: string; readonly path: string }
  | ClaimSource;

/** A claim: an existing one by name, or one made for the pod where the name holds `OnDemand`. */
export interface ClaimSource {
  readonly kind: 'persistentVolumeClaim';
  readonly claimName: string;
  readonly storageClass: string | undefined;
  readonly sizeLimit: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}
