/**
 * Whether an object in version `one` is surely older than in version `other`. Versions of one resource are decimal
 * numbers that grow; where one of them is none, nothing can be said.
 *
 * @see KEP-5504, comparable resource versions
 */
export function isOlderVersion(one: string, other: string): boolean {
  if (!DECIMAL.test(one) || !DECIMAL.test(other)) return false;
  // They may have more digits than a number can hold.
  return one.length === other.length ? one < other : one.length < other.length;
}

const DECIMAL = /^[1-9]\d*$/u;
