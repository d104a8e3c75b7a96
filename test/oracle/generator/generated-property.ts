/** One row of the table of properties that are drawn: a key, or a family of keys that only make sense together. */
import type { Random } from './random.ts';
import type { Draw, Values } from './values.ts';

export type Properties = Readonly<Record<string, string>>;

export interface GeneratedProperty {
  /** The key, or what the keys begin with. */
  readonly key: string;
  readonly valid: Draw<Properties>;
  /** With one thing wrong. Absent where nothing is refused. */
  readonly invalid?: Draw<Properties>;
}

/** One property. */
export function property(key: string, values: Values): GeneratedProperty {
  const { invalid } = values;
  return {
    key,
    valid: (random) => ({ [key]: values.valid(random) }),
    ...(invalid !== undefined && { invalid: (random: Random) => ({ [key]: invalid(random) }) }),
  };
}

/** Up to four properties below `prefix`; one of the `reserved` names, or a wrong value, is refused. */
export function family(
  prefix: string,
  names: readonly string[],
  values: Values,
  reserved: readonly string[] = [],
): GeneratedProperty {
  const { valid, invalid } = values;
  const valids: Draw<Properties> = (random) =>
    Object.fromEntries(
      random.some(names, random.between(1, 4)).map((name) => [`${prefix}${name}`, valid(random)]),
    );
  const wrong: Draw<Properties>[] = [];
  if (reserved.length > 0) wrong.push((random) => ({ [`${prefix}${random.pick(reserved)}`]: valid(random) }));
  if (invalid !== undefined)
    wrong.push((random) => ({ [`${prefix}${random.pick(names)}`]: invalid(random) }));
  return {
    key: prefix,
    valid: valids,
    ...(wrong.length > 0 && {
      invalid: (random: Random) => ({ ...valids(random), ...random.pick(wrong)(random) }),
    }),
  };
}

/** The same for driver and executors, whose keys differ in one word. */
export function bothRoles(
  make: (role: 'driver' | 'executor') => GeneratedProperty,
): readonly GeneratedProperty[] {
  return [make('driver'), make('executor')];
}
