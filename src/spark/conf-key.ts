import { OperatorError } from '../operator-error.ts';
import { parseDuration, type TimeUnit } from './durations.ts';
import { parseBytes, parseMemory, type ByteUnit, type MebiBytes, type SizeUnits } from './memory.ts';

/*
 * Each property is read by what its own entry says, so that a value is parsed in one way only and an error can name
 * the key. The functions here make such entries, one for each kind of value that Spark knows.
 */

/** One Spark property: its key, how its text is read, what it is when nobody sets it, and what it is for. */
export interface ConfKey<T> {
  readonly key: string;
  /** What the value counts, for the documentation. */
  readonly unit: string;
  readonly default: T;
  readonly doc: string;
  /** Text to value, in the units that the version of Spark knows. Fails with an OperatorError that names the key. */
  readonly parse: (text: string, units?: SizeUnits) => T;
}

/** Any text, as it is. */
export const text = <D extends string | undefined>(key: string, otherwise: D, doc: string) =>
  confKey<string | D>({ key, unit: 'text', default: otherwise, doc, parse: (value) => value });

/** A comma list; white space around its parts and empty parts are dropped. */
export const list = (key: string, doc: string) =>
  confKey<readonly string[]>({ key, unit: 'comma list', default: [], doc, parse: splitList });

/** `true` or `false` in any case, and nothing else. */
export const flag = <D extends boolean | undefined>(key: string, otherwise: D, doc: string) =>
  confKey<boolean | D>({ key, unit: 'true or false', default: otherwise, doc, parse: readFlag(key) });

/** A whole number of at least `minimum`. */
export const count = <D extends number | undefined>(key: string, otherwise: D, doc: string, minimum = 0) =>
  confKey<number | D>({ key, unit: 'count', default: otherwise, doc, parse: readCount(key, minimum) });

/** A share: a decimal, and whether it may be 0. */
export const factor = (key: string, least: 'zero or more' | 'more than zero', doc: string) =>
  confKey<number | undefined>({ key, unit: 'share', default: undefined, doc, parse: readFactor(key, least) });

/** A size in MiB; a bare number is MiB. */
export const mebiBytes = <D extends MebiBytes | undefined>(key: string, otherwise: D, doc: string) =>
  confKey<MebiBytes | D>({
    key,
    unit: 'MiB',
    default: otherwise,
    doc,
    parse: (value, units) => parseMemory(value, key, units),
  });

/** A size in bytes; `bareUnit` is what a bare number counts. */
export const bytes = (key: string, otherwise: number, bareUnit: ByteUnit, doc: string) =>
  confKey<number>({
    key,
    unit: 'bytes',
    default: otherwise,
    doc,
    parse: (value, units) => parseBytes(value, bareUnit, key, units),
  });

/** A time; `unit` is what a bare number counts, and the time that any value has to exceed where there is one. */
export const milliseconds = <D extends number | undefined>(
  key: string,
  otherwise: D,
  unit: TimeUnit | { readonly bare: TimeUnit; readonly aboveMs: number },
  doc: string,
) =>
  confKey<number | D>({
    key,
    unit: 'ms',
    default: otherwise,
    doc,
    parse: typeof unit === 'string' ? (value) => parseDuration(value, unit, key) : readTimeAbove(key, unit),
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

/** A port that a process without rights can open, or 0 for any free one. */
export const openPort = (key: string, otherwise: number, doc: string) =>
  confKey<number>({ key, unit: 'port', default: otherwise, doc, parse: readPort(key) });

/** A Kubernetes quantity of CPU: `500m`, `1.5`. */
export const cpu = (key: string, doc: string) =>
  confKey<string | undefined>({
    key,
    unit: 'CPU',
    default: undefined,
    doc,
    parse: (value) =>
      /^\d+(\.\d*)?m?$|^\.\d+$/u.test(value)
        ? value
        : unreadable(key, value, 'a quantity of CPU such as 500m or 1.5'),
  });

/** The name of a pod, or the start of one: a DNS subdomain of at most `maxLength`. */
export const podName = (key: string, maxLength: number, doc: string) =>
  confKey<string | undefined>({
    key,
    unit: 'text',
    default: undefined,
    doc,
    parse: (value) =>
      value.length <= maxLength && DNS_SUBDOMAIN.test(value)
        ? value
        : unreadable(key, value, `a DNS subdomain of at most ${maxLength} characters`),
  });

const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/u;

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

function readTimeAbove(
  key: string,
  { bare, aboveMs }: { readonly bare: TimeUnit; readonly aboveMs: number },
): (value: string) => number {
  return (value) => {
    const timeMs = parseDuration(value, bare, key);
    return timeMs > aboveMs ? timeMs : unreadable(key, value, `a time of more than ${aboveMs}ms`);
  };
}

function readPort(key: string): (value: string) => number {
  return (value) => {
    const port = readCount(key, 0)(value);
    return port === 0 || (port >= 1024 && port <= 65_535)
      ? port
      : unreadable(key, value, '0 or a port from 1024 to 65535');
  };
}

/** A decimal as Java and people write it: JavaScript would take `0x10` for one, too. */
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/iu;

function readFactor(key: string, least: 'zero or more' | 'more than zero'): (value: string) => number {
  return (value) => {
    const number = DECIMAL.test(value.trim()) ? Number(value) : Number.NaN;
    const isEnough = least === 'zero or more' ? number >= 0 : number > 0;
    return Number.isFinite(number) && isEnough ? number : unreadable(key, value, `a share of ${least}`);
  };
}

function unreadable(field: string, value: string, expected: string): never {
  throw new OperatorError('SPARK_VALUE_UNREADABLE', { field, text: value, expected });
}
