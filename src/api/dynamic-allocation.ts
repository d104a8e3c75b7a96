import { Type } from 'typebox';
import { Int32, Int64 } from './schema.ts';
import { DYNAMIC_ALLOCATION_RULES } from './spec-rules.ts';

const optional = Type.Optional;

/**
 * How the number of executors follows the work.
 *
 * Counts only while `enabled` is true: Spark reads the properties of a block that is off, too.
 *
 * @see Spark `spark.dynamicAllocation.*`
 */
export const DynamicAllocationSchema = Type.Object(
  {
    enabled: optional(Type.Boolean({ description: 'Executors come and go with the work.' })),
    initialExecutors: optional(Int32('Executors at the start.')),
    minExecutors: optional(Int32('Never fewer.')),
    maxExecutors: optional(Int32('Never more.')),
    shuffleTrackingEnabled: optional(
      Type.Boolean({ description: 'Keep executors that hold shuffle data. @default true' }),
    ),
    shuffleTrackingTimeout: optional(Int64('Milliseconds to keep them.')),
  },
  { description: 'Dynamic allocation of executors.', ...DYNAMIC_ALLOCATION_RULES },
);
