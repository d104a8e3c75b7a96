import { OperatorError } from '../operator-error.ts';

/** What a bare number counts: each Spark property has its own. */
export type TimeUnit = 'ms' | 's';

const UNIT_MICROSECONDS: Readonly<Record<string, number>> = {
  us: 1,
  ms: 1_000,
  s: 1_000_000,
  m: 60_000_000,
  min: 60_000_000,
  h: 3_600_000_000,
  d: 86_400_000_000,
};

/**
 * Reads one of Spark's time strings as whole milliseconds: `50ms`, `3s`, `2min`, `1h`; `bareUnit` is what a number
 * without a unit counts.
 *
 * Fails: SPARK_DURATION_UNREADABLE, with `field` as the place to mend.
 *
 * @see Spark `JavaUtils.timeStringAs`
 */
export function parseDuration(text: string, bareUnit: TimeUnit, field: string): number {
  const [, amount, unit = bareUnit] = /^(-?\d+)([a-z]+)?$/u.exec(text.trim().toLowerCase()) ?? [];
  const microseconds = Number(amount) * (UNIT_MICROSECONDS[unit] ?? Number.NaN);
  const ms = Math.trunc(microseconds / 1_000);
  if (!Number.isSafeInteger(ms)) throw new OperatorError('SPARK_DURATION_UNREADABLE', { field, text });
  return ms;
}
