/** Any JSON value, as a golden holds it. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What stands at `path`, where everything on the way is an object. */
export function at(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
}

/** Gives `value` with what stands at `path` changed; unchanged where nothing is there. Undefined takes it away. */
export function changedAt(
  value: Json,
  path: readonly string[],
  change: (found: Json) => Json | undefined,
): Json {
  const [key, ...rest] = path;
  if (key === undefined) return change(value) ?? null;
  if (key === '*')
    return Array.isArray(value) ? value.map((item: Json) => changedAt(item, rest, change)) : value;
  if (!isObject(value) || !(key in value)) return value;
  const found = value[key] ?? null;
  const changed = rest.length === 0 ? change(found) : changedAt(found, rest, change);
  const { [key]: _, ...others } = value;
  return changed === undefined ? others : { ...value, [key]: changed };
}

/** Gives `value` with `change` made to each string in it, keys left alone. */
export function withStrings(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item: Json) => withStrings(item, change));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withStrings(item, change)]));
}
