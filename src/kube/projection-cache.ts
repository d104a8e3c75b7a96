import type { KubernetesObject, NamespacedName, Stored } from '../manifest/object-meta.ts';

/** What is kept of an object: who it is, in which version, and whatever else its owner picked out. Never changes. */
export interface Projection extends NamespacedName {
  readonly uid: string;
  readonly resourceVersion: string;
}

/** What happened to one object, told by what was kept of it. */
export type Change<P extends Projection> =
  | { readonly kind: 'added'; readonly after: P }
  | { readonly kind: 'modified'; readonly before: P; readonly after: P }
  /** One of the same name took its place; the deletion in between was not seen. */
  | { readonly kind: 'replaced'; readonly before: P; readonly after: P }
  /** `before` is its last state: that at the deletion, or the last one known where the deletion was not seen. */
  | { readonly kind: 'deleted'; readonly before: P };

/** Values by which an object can be found, one for each index; an object without a value is not in that index. */
export type Indexes<P, I extends string> = Readonly<Record<I, (value: P) => string | undefined>>;

/**
 * Projections of objects by name, and by the indexes named at the start; says what each entry changed.
 *
 * Guarantees: an object stands in each index under its present value only; what `get`, `all` and `by` answered before
 * does not change afterwards.
 */
export class ProjectionCache<P extends Projection, I extends string = never> {
  readonly #values = new Map<string, P>();
  readonly #indexes: readonly [string, (value: P) => string | undefined][];
  /** From `index=value` to the objects there; without an entry where there are none, so that old values leave nothing. */
  readonly #byIndex = new Map<string, Map<string, P>>();

  constructor(indexes: Indexes<P, I>) {
    this.#indexes = Object.entries(indexes);
  }

  /** What is known under that name. */
  get(name: NamespacedName): P | undefined {
    return this.#values.get(keyOf(name));
  }

  /** Everything, in the order it was first seen. */
  all(): readonly P[] {
    return [...this.#values.values()];
  }

  /** Those whose value in `index` is `value`, found without looking at the others. */
  by(index: I, value: string): readonly P[] {
    return [...(this.#byIndex.get(`${index}=${value}`)?.values() ?? [])];
  }

  /** Enters `after`; undefined where the very same version was there already. */
  put(after: P): Change<P> | undefined {
    const key = keyOf(after);
    const before = this.#values.get(key);
    if (before?.resourceVersion === after.resourceVersion && before.uid === after.uid) return undefined;
    if (before !== undefined) this.#leaveIndexes(key, before);
    this.#values.set(key, after);
    this.#enterIndexes(key, after);
    if (before === undefined) return { kind: 'added', after };
    return { kind: before.uid === after.uid ? 'modified' : 'replaced', before, after };
  }

  /** Removes the object in its last state; undefined where it was not there, or another one of that name is. */
  remove(last: P): Change<P> | undefined {
    const key = keyOf(last);
    const before = this.#values.get(key);
    if (before?.uid !== last.uid) return undefined;
    this.#leaveIndexes(key, before);
    this.#values.delete(key);
    return { kind: 'deleted', before: last };
  }

  #enterIndexes(key: string, value: P): void {
    for (const entry of this.#entriesOf(value)) {
      const there = this.#byIndex.get(entry) ?? new Map<string, P>();
      this.#byIndex.set(entry, there.set(key, value));
    }
  }

  #leaveIndexes(key: string, value: P): void {
    for (const entry of this.#entriesOf(value)) {
      const there = this.#byIndex.get(entry);
      there?.delete(key);
      if (there?.size === 0) this.#byIndex.delete(entry);
    }
  }

  /** The `index=value` entries that an object belongs under. */
  #entriesOf(value: P): string[] {
    return this.#indexes.flatMap(([index, valueIn]) => {
      const indexed = valueIn(value);
      return indexed === undefined ? [] : [`${index}=${indexed}`];
    });
  }
}

/** One string per object; neither part can hold a slash. Objects of the whole cluster have no namespace. */
export function keyOf({ namespace = '', name }: Partial<NamespacedName> & { readonly name: string }): string {
  return `${namespace}/${name}`;
}

/** Who an object is, in which version, and nothing else. */
export function identityOf({ metadata }: Stored<KubernetesObject>): Projection {
  const { namespace, name, uid, resourceVersion } = metadata;
  return { namespace, name, uid, resourceVersion };
}
