import type { KubernetesObject, NamespacedName } from '../manifest/object-meta.ts';
import { NAMESPACES } from '../manifest/namespace.ts';
import type { Informer, InformerOptions } from './informer.ts';
import { identityOf, type Projection } from './projection-cache.ts';

/** Which namespaces an operator works in. */
export interface NamespaceScope {
  /** These alone; empty: all. */
  readonly namespaces: readonly string[];
  /** Of all namespaces those whose labels match, as labels come and go; undefined: whatever their labels. */
  readonly namespaceSelector?: string | undefined;
}

/** What informers show of one resource, by name and by namespace. */
export interface Seen<P> {
  get(name: NamespacedName): P | undefined;
  /** All there are in that namespace. */
  in(namespace: string): readonly P[];
}

/** Makes an informer that runs with all others. */
export type Register = <T extends KubernetesObject, P extends Projection>(
  options: InformerOptions<T, P, never>,
) => Informer<T, P>;

/**
 * Informers for the namespaces that an operator works in: one for each of those it was told by name, and for its eyes no
 * others; else one for all. Where labels choose the namespaces, a single watch of all costs less than one for each, and
 * shows the objects of a namespace at the moment it is chosen.
 */
export class ScopedInformers {
  readonly #scope: NamespaceScope;
  readonly #register: Register;

  constructor(scope: NamespaceScope, register: Register) {
    this.#scope = scope;
    this.#register = register;
  }

  /** Follows a resource, also where its namespace is not selected: see `selected`. */
  inform<T extends KubernetesObject, P extends Projection>(options: InformerOptions<T, P, never>): Seen<P> {
    const { namespaces } = this.#scope;
    if (namespaces.length === 0) {
      const all = this.#register(options);
      const within = (namespace: string) => all.all().filter((object) => object.namespace === namespace);
      return { get: (name) => all.get(name), in: within };
    }
    const informers = new Map(
      namespaces.map((namespace) => [namespace, this.#register({ ...options, namespace })]),
    );
    return {
      get: (name) => informers.get(name.namespace)?.get(name),
      in: (namespace) => informers.get(namespace)?.all() ?? [],
    };
  }

  /**
   * Says of each namespace whether it is worked in. Where labels choose, `onChange` is told of each one that has gained
   * them or lost them, and of those that are there at the start.
   */
  selected(onChange: (namespace: string) => void): (namespace: string) => boolean {
    const { namespaceSelector } = this.#scope;
    if (namespaceSelector === undefined) return () => true;
    // The API server tells a namespace that loses the labels as deleted, and one that gains them as added.
    const selected = this.#register<KubernetesObject, Projection>({
      resource: NAMESPACES,
      labelSelector: namespaceSelector,
      project: identityOf,
      indexes: {},
      onChange: (change) => {
        if (change.kind !== 'modified')
          onChange((change.kind === 'deleted' ? change.before : change.after).name);
      },
    });
    return (name) => selected.get({ namespace: '', name }) !== undefined;
  }
}
