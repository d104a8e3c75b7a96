import type { ConfKey } from './conf-key.ts';
import type { SizeUnits } from './memory.ts';

/** How a version of Spark reads properties, where it differs from the newest known one. */
export interface Reading extends SizeUnits {
  /** Its defaults, as text, by key. */
  readonly defaults: ReadonlyMap<string, string>;
  /** Keys it does not know: what they are set to does not count. */
  readonly unknown: ReadonlySet<string>;
}

const NEWEST: Reading = { defaults: new Map(), unknown: new Set(), binaryUnits: true };

/** A key and its text. */
type Property = readonly [string, string];

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
  /** The same properties, put in order when they are first listed. */
  #inOrder: readonly Property[] | undefined;

  private constructor(values: ReadonlyMap<string, string>, reading: Reading = NEWEST) {
    this.#values = values;
    this.#reading = reading;
  }

  /** The properties of a record, or of entries of which a later one wins. */
  static from(entries: Readonly<Record<string, string>> | Iterable<Property>): SparkConf {
    // In order from the start, so that whatever follows from it is nearly in order, too.
    return new SparkConf(new Map([...entriesOf(entries)].toSorted(byKey)));
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
    return text === undefined ? entry.default : entry.parse(text, this.#reading);
  }

  /** The same properties, read as a version of Spark reads them. Changes nothing but `read`. */
  readAs(reading: Reading): SparkConf {
    return new SparkConf(this.#values, reading);
  }

  /** What stands under the keys that begin with `prefix`, by the rest of the key, in order of the key. */
  withPrefix(prefix: string): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    const all = this.entries();
    // They stand together, behind whatever is in order before the prefix.
    for (const [key, value] of all.slice(firstAfter(prefix, all))) {
      if (!key.startsWith(prefix)) break;
      found.set(key.slice(prefix.length), value);
    }
    return found;
  }

  /** The properties whose key `matches`, in order of their keys. */
  where(matches: (key: string) => boolean): readonly Property[] {
    return this.entries().filter(([key]) => matches(key));
  }

  with(key: string, value: string): SparkConf {
    return this.withAll([[key, value]]);
  }

  /** With all of these over what is there; of two with the same key the later one wins. */
  withAll(entries: Readonly<Record<string, string>> | Iterable<Property>): SparkConf {
    const next = new Map(this.#values);
    for (const [key, value] of entriesOf(entries)) next.set(key, value);
    return new SparkConf(next, this.#reading);
  }

  without(...keys: readonly string[]): SparkConf {
    const left = new Map(this.#values);
    for (const key of keys) left.delete(key);
    return new SparkConf(left, this.#reading);
  }

  /** All properties, in order of their keys. */
  entries(): readonly Property[] {
    this.#inOrder ??= [...this.#values].toSorted(byKey);
    return this.#inOrder;
  }

  toRecord(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.entries());
  }
}

function entriesOf(entries: Readonly<Record<string, string>> | Iterable<Property>): Iterable<Property> {
  return Symbol.iterator in entries ? entries : Object.entries(entries);
}

function byKey([left]: Property, [right]: Property): number {
  return left < right ? -1 : Number(left > right);
}

/** The place of the first entry whose key comes after `key`, by halves. */
function firstAfter(key: string, entries: readonly Property[]): number {
  let [from, to] = [0, entries.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((entries[middle]?.[0] ?? '') <= key) from = middle + 1;
    else to = middle;
  }
  return from;
}
