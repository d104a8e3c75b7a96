/** What an executor set weighs as JSON. */
import type { SparkExecutorSet } from '../../../src/api/spark-executor-set.ts';

/** Of properties that drivers have reported: large, and the same in many versions of a set. */
const CONF_BYTES = new WeakMap<object, number>();

export function setWeight({ spec, ...set }: SparkExecutorSet): number {
  const { conf = {}, ...rest } = spec;
  const confBytes = CONF_BYTES.get(conf) ?? bytesOf(conf);
  CONF_BYTES.set(conf, confBytes);
  return bytesOf({ ...set, spec: { ...rest, conf: {} } }) + confBytes;
}

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
