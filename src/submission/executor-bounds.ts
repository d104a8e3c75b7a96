import { fieldOf } from './field-properties.ts';
import type { Check } from './check.ts';

/** Bounds between which no number of executors lies. @see Spark `ExecutorAllocationManager.validateSettings` */
export const executorBoundsContradiction: Check = ({ spec }, conf) => {
  if (conf.get('spark.dynamicAllocation.enabled') !== 'true') return [];
  const [least, most] = [bound(conf.get(LEAST)), bound(conf.get(MOST))];
  if (most === 0) {
    const message = `${MOST} is 0, with which nothing could run. Write 1 or more, or remove it.`;
    return [{ path: fieldOf(MOST, spec), message }];
  }
  if (least === undefined || most === undefined || least <= most) return [];
  const message = `${LEAST} is ${least}, above ${MOST}, ${most}. Lower it, or raise the other.`;
  return [{ path: fieldOf(LEAST, spec), message }];
};

const LEAST = 'spark.dynamicAllocation.minExecutors';
const MOST = 'spark.dynamicAllocation.maxExecutors';

/** Undefined where there is none; what is no number is another fault. */
function bound(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/u.test(text.trim()) ? Number(text) : undefined;
}
