import type { ConfKey } from './conf-key.ts';

/** How a version of Spark reads properties, where it differs from the newest known one. */
export interface Reading {
  /** Its defaults, as text, by key. */
  readonly defaults: ReadonlyMap<string, string>;
  /** Keys it does not know: what they are set to does not count. */
  readonly unknown: ReadonlySet<string>;
}

const NEWEST: Reading = { defaults: new Map(), unknown: new Set() };

/**
 * The Spark properties of one application. Never changes; `with` and `without` make the next one.
 *
 * Guarantees: what is listed comes in order of the keys, however it was put in, so that two runs over the same
 * properties write the same files and pods.
 *
 * @see Spark `SparkConf`
 */
export class SparkConf {
  static readonly EMPTY = new SparkConf(new Map());

  readonly #values: ReadonlyMap<string, string>;
  readonly #reading: Reading;

  private constructor(values: ReadonlyMap<string, string>, reading: Reading = NEWEST) {
    this.#values = values;
    this.#reading = reading;
  }

  /** The properties of a record, or of entries of which a later one wins. */
  static from(entries: Readonly<Record<string, string>> | Iterable<readonly [string, string]>): SparkConf {
    return SparkConf.EMPTY.withAll(entries);
  }

  /** The text as it was set; defaults are left to `read`. */
  get(key: string): string | undefined {
    return this.#values.get(key);
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  /** The value in its own type, or its default. Fails with an OperatorError that names the key. */
  read<T>(entry: ConfKey<T>): T {
    const { defaults, unknown } = this.#reading;
    const value = unknown.has(entry.key) ? undefined : this.#values.get(entry.key);
    const text = value ?? defaults.get(entry.key);
    return text === undefined ? entry.default : entry.parse(text);
  }

  /** The same properties, read as a version of Spark reads them. Changes nothing but `read`. */
  readAs(reading: Reading): SparkConf {
    return new SparkConf(this.#values, reading);
  }

  /** What stands under the keys that begin with `prefix`, by the rest of the key, in order of the key. */
  withPrefix(prefix: string): ReadonlyMap<string, string> {
    const found = this.where((key) => key.length > prefix.length && key.startsWith(prefix));
    return new Map(found.map(([key, value]) => [key.slice(prefix.length), value]));
  }

  /** The properties whose key `matches`, in order of their keys. */
  where(matches: (key: string) => boolean): readonly (readonly [string, string])[] {
    const found: (readonly [string, string])[] = [];
    for (const entry of this.#values) if (matches(entry[0])) found.push(entry);
    return found.toSorted(byKey);
  }

  with(key: string, value: string): SparkConf {
    return this.withAll([[key, value]]);
  }

  /** With all of these over what is there; of two with the same key the later one wins. */
  withAll(entries: Readonly<Record<string, string>> | Iterable<readonly [string, string]>): SparkConf {
    const added = Symbol.iterator in entries ? entries : Object.entries(entries);
    return new SparkConf(new Map([...this.#values, ...added]), this.#reading);
  }

  without(...keys: readonly string[]): SparkConf {
    const left = [...this.#values].filter(([key]) => !keys.includes(key));
    return new SparkConf(new Map(left), this.#reading);
  }

  /** All properties, in order of their keys. */
  entries(): readonly (readonly [string, string])[] {
    return this.where(() => true);
  }

  toRecord(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.entries());
  }
}

function byKey([left]: readonly [string, string], [right]: readonly [string, string]): number {
  return left < right ? -1 : Number(left > right);
}
