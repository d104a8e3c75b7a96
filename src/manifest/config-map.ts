import type { KubernetesObject, Resource } from './object-meta.ts';

/** A ConfigMap. `binaryData` is base64. */
export interface ConfigMapManifest extends KubernetesObject {
  readonly immutable?: boolean;
  readonly data?: Readonly<Record<string, string>>;
  readonly binaryData?: Readonly<Record<string, string>>;
}

export const CONFIG_MAPS: Resource<ConfigMapManifest> = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
};
