import { Type, type Static } from 'typebox';
import { Int32, Int64, OneOf } from './schema.ts';

const optional = Type.Optional;

/** Whether an application that has ended runs again. An absent number means: never again. */
export const RestartPolicySchema = Type.Object(
  {
    type: optional(
      OneOf(['Never', 'OnFailure', 'Always'], 'When the application runs again. @default Never'),
    ),
    onFailureRetries: optional(Int32('With OnFailure: runs after the first that failed.')),
    onFailureRetryInterval: optional(
      Int64('Seconds from a failure to the next run; doubled with each failure in a row. @default 5', 1),
    ),
    onSubmissionFailureRetries: optional(Int32('With OnFailure: submissions after the first refused one.')),
    onSubmissionFailureRetryInterval: optional(
      Int64('Seconds from a refusal to the next; doubled with each refusal in a row. @default 5', 1),
    ),
    onInfrastructureFailureRetries: optional(
      Int32(
        'Runs after those the cluster ended: evicted, preempted, node lost, driver pod deleted. Counted apart, with ' +
          'any type. @default they count as failures of the application',
      ),
    ),
  },
  { description: 'Whether an application that has ended runs again.' },
);

export type RestartPolicy = Static<typeof RestartPolicySchema>;

/** What ended an attempt. */
export type FailureKind = 'application' | 'infrastructure' | 'submission';

/** The operator's memory of what went wrong, which decides whether and when the application runs again. */
export const FailuresSchema = Type.Object(
  {
    application: Int32('Attempts that failed by themselves.'),
    infrastructure: Int32('Attempts the cluster ended: evicted, preempted, node lost, driver pod deleted.'),
    submission: Int32('Tries to submit the present attempt that were refused.'),
    inRow: Int32('Failures in a row, which the wait before the next attempt grows by.'),
    last: optional(
      Type.Object(
        {
          kind: Type.Unsafe<FailureKind>({
            type: 'string',
            description: 'application, infrastructure or submission.',
          }),
          reason: Type.String({ description: 'CamelCase, for machines.' }),
          time: Type.String({ format: 'date-time', description: 'When it was seen.' }),
        },
        { description: 'The latest failure.' },
      ),
    ),
  },
  { description: 'Failures since the application was applied or changed.' },
);

export type Failures = Static<typeof FailuresSchema>;
