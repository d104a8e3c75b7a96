/** Which objects a list or a watch is about. */
import type { KubernetesObject } from '../../../src/manifest/object-meta.ts';

export interface Selection {
  readonly namespace?: string;
  readonly labelSelector?: string;
}

type Predicate = (object: KubernetesObject) => boolean;

/** Reads a selection once, so that asking it of many objects is cheap. Terms are `key=value` and `key!=value`. */
export function selects({ namespace, labelSelector = '' }: Selection): Predicate {
  const terms = labelSelector.split(',').flatMap((term) => {
    const [, key = '', not, value = ''] = /^([^!=]+)(!)?=(.*)$/u.exec(term) ?? [];
    return key === '' ? [] : [{ key, value, wanted: not === undefined }];
  });
  return ({ metadata }) =>
    (namespace === undefined || namespace === metadata.namespace) &&
    terms.every(({ key, value, wanted }) => (metadata.labels?.[key] === value) === wanted);
}
