import type { KubernetesObject, Resource } from './object-meta.ts';

/** A Secret. Its values are base64, which hides nothing: whoever may read it has them. */
export interface SecretManifest extends KubernetesObject {
  /** The API server refuses changes of the data then. @default false */
  readonly immutable?: boolean;
  readonly data?: Readonly<Record<string, string>>;
}

export const SECRETS: Resource<SecretManifest> = { apiVersion: 'v1', kind: 'Secret', plural: 'secrets' };
