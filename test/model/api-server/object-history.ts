/** All objects of an API server, and all that ever happened to them. */
import type { KubernetesObject, NamespacedName, Stored } from '../../../src/manifest/object-meta.ts';
import { refusal } from './refusals.ts';

export type AnyObject = Stored<KubernetesObject> & { readonly spec?: unknown; readonly status?: unknown };

/** One change. `before` is undefined where the object was created, `after` where it was removed. */
export interface Happening {
  readonly version: number;
  readonly plural: string;
  readonly before: AnyObject | undefined;
  readonly after: AnyObject | undefined;
}

/**
 * Objects by resource and name, in the order of their changes.
 *
 * Guarantees: each change has a version of its own, higher than all before, over all resources; what is compacted away
 * can't be asked for any more; values never change.
 */
export class ObjectHistory {
  readonly #objects = new Map<string, Map<string, AnyObject>>();
  readonly #listeners = new Set<(happening: Happening) => void>();
  #happenings: Happening[] = [];
  #version = 0;
  /** Happenings up to this version are forgotten. */
  #compactedTo = 0;

  /** The version of the latest change. */
  get version(): number {
    return this.#version;
  }

  find(plural: string, name: NamespacedName): AnyObject | undefined {
    return this.#objects.get(plural)?.get(idOf(name));
  }

  /** In the order of their creation. */
  all(plural: string): readonly AnyObject[] {
    return [...(this.#objects.get(plural)?.values() ?? [])];
  }

  /** Puts an object where there was none, or another state of it. Answers it with its version. */
  put(plural: string, object: KubernetesObject): AnyObject {
    const version = this.#version + 1;
    const metadata = { ...object.metadata, resourceVersion: String(version) };
    const after = { ...object, metadata } as AnyObject;
    const before = this.find(plural, after.metadata);
    this.#of(plural).set(idOf(after.metadata), after);
    this.#happened({ version, plural, before, after });
    return after;
  }

  remove(plural: string, before: AnyObject): void {
    this.#of(plural).delete(idOf(before.metadata));
    this.#happened({ version: this.#version + 1, plural, before, after: undefined });
  }

  /**
   * What happened after that version.
   *
   * Fails: with `Gone` where not all of it is known any more.
   */
  since(version: number): readonly Happening[] {
    if (version < this.#compactedTo) throw refusal('Gone', `too old resource version: ${version}`);
    return this.#happenings.filter((happening) => happening.version > version);
  }

  /** Forgets what has happened until now. Objects stay. */
  compact(): void {
    this.#compactedTo = this.#version;
    this.#happenings = [];
  }

  /** Calls `listener` with each change from now on; the answer ends that. */
  listen(listener: (happening: Happening) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #of(plural: string): Map<string, AnyObject> {
    const known = this.#objects.get(plural) ?? new Map<string, AnyObject>();
    this.#objects.set(plural, known);
    return known;
  }

  #happened(happening: Happening): void {
    this.#version = happening.version;
    this.#happenings.push(happening);
    for (const listener of this.#listeners) listener(happening);
  }
}

const idOf = ({ namespace, name }: NamespacedName): string => `${namespace}/${name}`;
