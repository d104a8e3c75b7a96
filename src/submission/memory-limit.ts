import { quantityBytes } from '../manifest/quantity.ts';
import { parseBytes } from '../spark/memory.ts';

/**
 * Reads a memory limit as a quantity: one of Kubernetes' own with a binary suffix or none, as it is (`4Gi`); else one
 * of Spark's sizes, whose units are always powers of two (`4g`, `4096m`).
 *
 * Fails: SPARK_MEMORY_UNREADABLE, with `field` as the place to mend.
 */
export function parseMemoryLimit(text: string, field: string): string {
  const isKubernetes = /^[\d.]+([KMGTPE]i)?$/u.test(text) && quantityBytes(text) !== undefined;
  return isKubernetes ? text : inLargestUnit(parseBytes(text, 'b', field));
}

/** Without a fraction, so that nothing is rounded. */
function inLargestUnit(bytes: number): string {
  const unit = UNITS.find(([, size]) => bytes > 0 && bytes % size === 0);
  return unit === undefined ? String(bytes) : `${bytes / unit[1]}${unit[0]}`;
}

const UNITS = [
  ['Pi', 2 ** 50],
  ['Ti', 2 ** 40],
  ['Gi', 2 ** 30],
  ['Mi', 2 ** 20],
  ['Ki', 2 ** 10],
] as const;
