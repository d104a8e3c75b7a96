import { OperatorError } from '../operator-error.ts';
import { parseDuration, type TimeUnit } from './durations.ts';
import { parseBytes, parseMemory, type ByteUnit, type MebiBytes } from './memory.ts';

/** One Spark property: its key, how its text is read, what it is when nobody sets it, and what it is for. */
export interface ConfKey<T> {
  readonly key: string;
  /** What the value counts, for the documentation. */
  readonly unit: string;
  readonly default: T;
  readonly doc: string;
  /** Text to value. Fails with an OperatorError that names the key. */
  readonly parse: (text: string) => T;
}

export const text = <D extends string | undefined>(key: string, otherwise: D, doc: string) =>
  confKey<string | D>({ key, unit: 'text', default: otherwise, doc, parse: (value) => value });

export const list = (key: string, doc: string) =>
  confKey<readonly string[]>({ key, unit: 'comma list', default: [], doc, parse: splitList });

export const flag = (key: string, otherwise: boolean, doc: string) =>
  confKey<boolean>({ key, unit: 'true or false', default: otherwise, doc, parse: readFlag(key) });

/** A whole number of at least `minimum`. */
export const count = <D extends number | undefined>(key: string, otherwise: D, doc: string, minimum = 0) =>
  confKey<number | D>({ key, unit: 'count', default: otherwise, doc, parse: readCount(key, minimum) });

/** A share: a decimal that is not negative. */
export const factor = <D extends number | undefined>(key: string, otherwise: D, doc: string) =>
  confKey<number | D>({ key, unit: 'share', default: otherwise, doc, parse: readFactor(key) });

export const mebiBytes = <D extends MebiBytes | undefined>(key: string, otherwise: D, doc: string) =>
  confKey<MebiBytes | D>({
    key,
    unit: 'MiB',
    default: otherwise,
    doc,
    parse: (value) => parseMemory(value, key),
  });

export const bytes = (key: string, otherwise: number, bareUnit: ByteUnit, doc: string) =>
  confKey<number>({
    key,
    unit: 'bytes',
    default: otherwise,
    doc,
    parse: (value) => parseBytes(value, bareUnit, key),
  });

export const milliseconds = (key: string, otherwise: number, bareUnit: TimeUnit, doc: string) =>
  confKey<number>({
    key,
    unit: 'ms',
    default: otherwise,
    doc,
    parse: (value) => parseDuration(value, bareUnit, key),
  });

/** Text that is one of `values`. */
export const oneOf = <const V extends readonly string[]>(
  key: string,
  values: V,
  otherwise: V[number],
  doc: string,
) =>
  confKey<V[number]>({
    key,
    unit: values.join(', '),
    default: otherwise,
    doc,
    parse: (value) =>
      values.find((known): known is V[number] => known === value) ??
      unreadable(key, value, `one of ${values.join(', ')}`),
  });

const confKey = <T>(entry: ConfKey<T>): ConfKey<T> => entry;

function splitList(value: string): readonly string[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function readFlag(key: string): (value: string) => boolean {
  return (value) => {
    const lower = value.trim().toLowerCase();
    return lower === 'true' || (lower !== 'false' && unreadable(key, value, 'true or false'));
  };
}

function readCount(key: string, minimum: number): (value: string) => number {
  return (value) => {
    const number = /^[+-]?\d+$/u.test(value.trim()) ? Number(value) : Number.NaN;
    return Number.isSafeInteger(number) && number >= minimum
      ? number
      : unreadable(key, value, `a whole number of at least ${minimum}`);
  };
}

function readFactor(key: string): (value: string) => number {
  return (value) => {
    const number = value.trim() === '' ? Number.NaN : Number(value);
    return Number.isFinite(number) && number >= 0
      ? number
      : unreadable(key, value, 'a decimal number of at least 0');
  };
}

function unreadable(field: string, value: string, expected: string): never {
  throw new OperatorError('SPARK_VALUE_UNREADABLE', { field, text: value, expected });
}
