import { OperatorError } from '../operator-error.ts';

/** One key of a ConfigMap that stands beside the application, in its namespace. */
export interface ConfigMapUri {
  readonly configMap: string;
  readonly key: string;
  /** With its `#`; empty where there is none. Spark unpacks archives, and puts files, under this name. */
  readonly fragment: string;
}

/** Whether somebody means a ConfigMap, rightly written or not. */
export function isConfigMapUri(uri: string): boolean {
  return /^configmap:/iu.test(uri);
}

/** Reads `configmap://NAME/KEY`. Fails: CONFIG_MAP_URI_UNREADABLE. */
export function parseConfigMapUri(uri: string): ConfigMapUri {
  const { configMap = '', key = '', fragment = '' } = FORM.exec(uri)?.groups ?? {};
  if (configMap === '' || configMap.length > MAX_LENGTH || key.length > MAX_LENGTH) {
    throw new OperatorError('CONFIG_MAP_URI_UNREADABLE', { text: uri });
  }
  return { configMap, key, fragment };
}

/** Of names and of keys. */
const MAX_LENGTH = 253;

/** A DNS subdomain, and a key as Kubernetes allows it: one that a file can have as its name. */
const FORM =
  /^configmap:\/\/(?<configMap>[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?)\/(?!\.\.|\.(?:#|$))(?<key>[-.\w]+)(?<fragment>#.+)?$/u;
