/** The kinds of values that properties have: what Spark takes, and what it refuses. */
import type { Random } from './random.ts';

export type Draw<T> = (random: Random) => T;

export interface Values {
  readonly valid: Draw<string>;
  /** Absent where Spark takes any text. */
  readonly invalid?: Draw<string>;
}

/** One of these texts; any of `wrong` is refused. */
export function texts(right: readonly string[], wrong: readonly string[] = []): Values {
  const valid: Draw<string> = (random) => random.pick(right);
  return wrong.length === 0 ? { valid } : { valid, invalid: (random) => random.pick(wrong) };
}

/** A whole number. */
export function numbers(least: number, most: number, wrong: readonly string[] = []): Values {
  return {
    valid: (random) => String(random.between(least, most)),
    invalid: (random) => random.pick(['', 'many', '1.5', '0x10', '3 000', ...wrong]),
  };
}

/** A comma list of some of these, now and then with white space and empty parts, which do not count. */
export function lists(...items: readonly string[]): Values {
  return {
    valid: (random) => random.some(items, random.between(1, 3)).join(random.pick([',', ', ', ' ,', ',,'])),
  };
}

export const FLAG = texts(['true', 'false', 'TRUE', 'False', ' true '], ['', 'yes', '1', 'on', 'tru']);

/** A size of memory, from one MiB to some GiB. */
export const SIZE: Values = {
  valid: (random) =>
    random.pick([
      (): string => `${random.between(1, 9_000)}${random.pick(['', 'm', 'M', 'mb', 'MB', 'mib'])}`,
      (): string => `${random.between(1, 30)}${random.pick(['g', 'G', 'gb', 'Gib', 'g '])}`,
      (): string => `${random.between(1_024, 99_999)}${random.pick(['k', 'KB', 'kib'])}`,
      (): string => `${random.between(1, 3)}${random.pick(['t', 'TB', 'tib'])}`,
    ])(),
  invalid: (random) => random.pick(['', '1.5g', 'much', '-1g', '1x', '1 g', 'g', '1gg', '1Gi b', '0.5']),
};

/** A share of memory, as text. */
export const FACTOR: Values = {
  valid: (random) =>
    random.pick(['0.1', '0.25', '.5', '0.40', '1', '2.0', '1e-1', '0.333333', '0.0001', '12', '0.07']),
  invalid: (random) => random.pick(['', 'half', '-0.1', '0,1', '10%']),
};

/** A quantity of CPU. */
export const CPU = texts(['1', '2', '500m', '1.5', '0.25', '100m', '3.0', '16']);

/** A port that any process may open. */
export const PORT = numbers(1_024, 65_535);

/** A time; a bare number counts seconds. */
export const SECONDS: Values = {
  valid: (random) => `${random.between(1, 900)}${random.pick(['', 's', 'S', 'm', 'min', 'h', 's '])}`,
  invalid: (random) => random.pick(['', 'soon', '1.5s', '1x', '1 s', 's']),
};

/** Names that Kubernetes takes as labels, annotations and selectors. */
export const LABEL_NAMES = [
  'team',
  'a',
  'x.y-z',
  'example.org/cost-center',
  'UPPER',
  'n1',
  'spark-like',
  'v.w',
];

/** Values that people give them. */
export const LABEL_VALUES = texts([
  'blue',
  '',
  '1',
  'true',
  'a.b-c_d',
  'Zebra',
  'x'.repeat(63),
  'run-{{APP_ID}}',
]);

/** Texts that travel through command lines, environment and property files. */
export const ANY_TEXT = texts([
  'plain',
  '',
  ' with spaces ',
  'a=b,c=d',
  'a:b',
  '"quoted"',
  "it's",
  String.raw`back\slash`,
  '$HOME/${x}',
  'ünïcödé ☂',
  '{{APP_ID}}/{{EXECUTOR_ID}}',
  '#not a comment',
  'x'.repeat(300),
]);
