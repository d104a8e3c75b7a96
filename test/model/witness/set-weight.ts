/** What an executor set weighs as JSON. */
import type { SparkExecutorSet } from '../../../src/api/spark-executor-set.ts';

const LARGEST_SET_BYTES = 256 * 1024;

/** No story has so many executors that all else in a set weighs as much; so only sets with more properties are weighed. */
const LIGHT_BYTES = 64 * 1024;

/** The bytes of a set that is heavier than it may be; undefined for all others. */
export function excessiveWeight({ spec, ...set }: SparkExecutorSet): number | undefined {
  const { conf = {}, ...rest } = spec;
  const confBytes = Object.entries(conf).reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  if (confBytes < LIGHT_BYTES) return undefined;
  const bytes = bytesOf({ ...set, spec: rest }) + confBytes;
  return bytes > LARGEST_SET_BYTES ? bytes : undefined;
}

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
