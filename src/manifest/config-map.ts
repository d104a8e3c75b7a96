import type { KubernetesObject, Resource } from './object-meta.ts';

/** A ConfigMap. `binaryData` is base64. */
export interface ConfigMapManifest extends KubernetesObject {
  /** The API server refuses changes of the data then, and the kubelets need not watch it. @default false */
  readonly immutable?: boolean;
  /** Text by key; keys and values together stay below 1 MiB. */
  readonly data?: Readonly<Record<string, string>>;
  /** The same limit, of which base64 takes a third more than the bytes themselves. */
  readonly binaryData?: Readonly<Record<string, string>>;
}

export const CONFIG_MAPS: Resource<ConfigMapManifest> = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
};
