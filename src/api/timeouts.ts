import { Type } from 'typebox';
import { Int64 } from './schema.ts';

const optional = Type.Optional;

/**
 * How long one attempt may take. An absent one has no limit: a cluster that is full makes drivers wait for hours, and a
 * stream runs for months. What can never succeed ends without them (`application/time-limits.ts`).
 */
export const TimeoutsSchema = Type.Object(
  {
    driverStartSeconds: optional(Int64('From the submission until the driver runs.', 1)),
    executorStartSeconds: optional(
      Int64('From the moment the driver is ready until the first executor runs.', 1),
    ),
    runSeconds: optional(Int64('From the moment the node takes the driver pod on until the driver ends.', 1)),
  },
  { description: 'How long one attempt may take; it fails beyond that.' },
);
