import { OperatorError } from '../operator-error.ts';

/** A whole number of MiB, Spark's unit for everything that has to fit into a container. */
export type MebiBytes = number;

/** What a bare number counts: each Spark property has its own. */
export type ByteUnit = 'b' | 'k' | 'm';

const UNIT_BYTES: Readonly<Record<string, number>> = {
  b: 1,
  k: 2 ** 10,
  kb: 2 ** 10,
  kib: 2 ** 10,
  m: 2 ** 20,
  mb: 2 ** 20,
  mib: 2 ** 20,
  g: 2 ** 30,
  gb: 2 ** 30,
  gib: 2 ** 30,
  t: 2 ** 40,
  tb: 2 ** 40,
  tib: 2 ** 40,
  p: 2 ** 50,
  pb: 2 ** 50,
  pib: 2 ** 50,
};

/** Which units there are: `kib`, `mib` and so on are not known to every version of Spark. */
export interface SizeUnits {
  readonly binaryUnits: boolean;
}

const ALL_UNITS: SizeUnits = { binaryUnits: true };

/**
 * Reads one of Spark's byte sizes as MiB, rounded down: `512m`, `1g`, `1024k`; a bare number is MiB.
 *
 * Fails: SPARK_MEMORY_UNREADABLE, with `field` as the place to mend; fractions are refused, as Spark refuses them.
 *
 * @see Spark `JavaUtils.byteStringAsMb`
 */
export function parseMemory(text: string, field: string, units = ALL_UNITS): MebiBytes {
  return Math.floor(parseBytes(text, 'm', field, units) / 2 ** 20);
}

/**
 * Reads one of Spark's byte sizes as bytes; `bareUnit` is what a number without a unit counts.
 *
 * @see Spark `JavaUtils.byteStringAs`
 */
export function parseBytes(text: string, bareUnit: ByteUnit, field: string, units = ALL_UNITS): number {
  const [, amount, unit = bareUnit] = /^(\d+)([a-z]+)?$/u.exec(text.trim().toLowerCase()) ?? [];
  const isUnit = units.binaryUnits || !unit.endsWith('ib');
  const bytes = Number(amount) * ((isUnit ? UNIT_BYTES[unit] : undefined) ?? Number.NaN);
  if (!Number.isSafeInteger(bytes)) throw new OperatorError('SPARK_MEMORY_UNREADABLE', { field, text });
  return bytes;
}
