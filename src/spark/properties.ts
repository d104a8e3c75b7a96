import type { ConfKey } from './conf-key.ts';
import { CONF } from './conf-keys.ts';
import { PROPERTY_TABLE, type PropertyUse } from './property-table.ts';

/** What there is to know about one property, for people. */
export interface Property {
  /** Its key; a family ends in a dot. */
  readonly key: string;
  /** In its unit, as of Spark 4.3; `-` where there is none. */
  readonly default: string;
  readonly unit: string;
  /** The version of Spark that brought it. */
  readonly since: string;
  readonly use: PropertyUse;
  /** Why it has no effect, where it has none. */
  readonly because: string | undefined;
  /** It has an effect after all where the driver makes the executors itself. */
  readonly inDriverMode: boolean;
  readonly doc: string;
}

/** The entries that properties are read with here, by key. */
const READ_HERE: ReadonlyMap<string, ConfKey<unknown>> = new Map(
  Object.values(CONF).map((entry) => [entry.key, entry]),
);

/** Every property of the table, in its order. Those that are read here are told by the entry they are read with. */
export const PROPERTIES: readonly Property[] = PROPERTY_TABLE.flatMap(
  ({ use, because, inDriverMode = false, rows }) =>
    rows.map(([since, shortKey, byDefault = '-', unit = '', doc = '']) => {
      const key = shortKey.startsWith('.') ? `spark.kubernetes${shortKey}` : shortKey;
      const entry = READ_HERE.get(key);
      const told = entry === undefined ? { default: byDefault, unit, doc } : toldBy(entry);
      return { key, since, use, because, inDriverMode, ...told };
    }),
);

/** Whether the key is in the table, or in a family of it. */
export function isKnownProperty(key: string): boolean {
  return SINGLE.has(key) || FAMILIES.some((family) => key.startsWith(family) && key.length > family.length);
}

const SINGLE: ReadonlySet<string> = new Set(
  PROPERTIES.map(({ key }) => key).filter((key) => !key.endsWith('.')),
);

/** The keys that end in a dot. */
export const FAMILIES: readonly string[] = PROPERTIES.map(({ key }) => key).filter((key) =>
  key.endsWith('.'),
);

function toldBy(entry: ConfKey<unknown>): Pick<Property, 'default' | 'unit' | 'doc'> {
  const byDefault = [entry.default].join(',');
  return { default: byDefault === '' ? '-' : byDefault, unit: entry.unit, doc: entry.doc };
}
