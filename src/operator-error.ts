/**
 * Whether the same attempt can succeed later.
 *
 *   backoff         by waiting: the work queue tries again, with rests that grow
 *   on-spec-change  only after the user has changed something: the application fails with the remedy in its status
 *   never           not at all
 */
export type Retry = 'backoff' | 'on-spec-change' | 'never';

/** What a person needs to know about an error. */
interface ErrorEntry {
  /** One sentence that says what happened. `{name}` is replaced by the detail of that name. */
  readonly says: string;
  /** One sentence that says what to do about it, for whoever wrote the application. */
  readonly remedy: string;
  /** Read by the work queue and by the submission; nobody looks at the code to decide. */
  readonly retry: Retry;
}

/** Every error the operator can report, by its stable code. `docs/errors.md` lists the same, held equal by a test. */
export const ERRORS = {
  // Values of properties and fields: found by the checks before anything is created.
  SPARK_MEMORY_UNREADABLE: {
    says: '{field}: "{text}" is not a memory size',
    remedy: 'Write a whole number followed by k, m, g or t, for example 512m.',
    retry: 'on-spec-change',
  },
  SPARK_DURATION_UNREADABLE: {
    says: '{field}: "{text}" is not a time',
    remedy: 'Write a whole number followed by ms, s, m, h or d, for example 30s.',
    retry: 'on-spec-change',
  },
  SPARK_VALUE_UNREADABLE: {
    says: '{field}: "{text}" is not {expected}',
    remedy: 'Correct the value, or leave the property out to get its default.',
    retry: 'on-spec-change',
  },
  SPARK_PROPERTIES_UNREADABLE: {
    says: 'A properties file breaks off in a \\u escape: "{text}"',
    remedy: 'Write four hex digits after \\u, or a double backslash where a backslash is meant.',
    retry: 'on-spec-change',
  },
  SPARK_VERSION_UNREADABLE: {
    says: 'spec.sparkVersion: "{text}" is not a version of Spark',
    remedy: 'Write the version of the image, for example 4.3.0.',
    retry: 'on-spec-change',
  },
  SPARK_IMAGE_MISSING: {
    says: 'No image for the {role}: neither spec.image nor spec.{role}.image is set',
    remedy: 'Set spec.image, for example to apache/spark:4.3.0.',
    retry: 'on-spec-change',
  },
  SPARK_RESOURCE_VENDOR_MISSING: {
    says: '{field}: the resource "{name}" was asked for without its vendor',
    remedy: 'Set the vendor to the domain of the device plugin, for example nvidia.com.',
    retry: 'on-spec-change',
  },
  SPARK_PROPERTY_RESERVED: {
    says: '{field} may not be set: {why}',
    remedy: '{remedy}',
    retry: 'on-spec-change',
  },
  SPARK_SECRET_REFERENCE_UNREADABLE: {
    says: '{field}: "{text}" does not name a key of a secret',
    remedy: 'Write <secret name>:<key>.',
    retry: 'on-spec-change',
  },
  CONFIG_MAP_URI_UNREADABLE: {
    says: '"{text}" does not name a key of a ConfigMap',
    remedy:
      'Write configmap://NAME/KEY, with the name of a ConfigMap in the namespace of the application and one of its keys.',
    retry: 'on-spec-change',
  },
  SPARK_VOLUME_INVALID: {
    says: '{field}: {problem}',
    remedy: '{remedy}',
    retry: 'on-spec-change',
  },
  SPARK_PROPERTIES_EXCLUSIVE: {
    says: '{field} may not be set: {problem}',
    remedy: '{remedy}',
    retry: 'on-spec-change',
  },
  SPARK_PROPERTIES_INSEPARABLE: {
    says: '{field} is set without {missing}',
    remedy: 'Set both, or none of them.',
    retry: 'on-spec-change',
  },
  SPARK_FILE_NOT_GIVEN: {
    says: "{field}: the file {path} is on the submitter's disk, and its content was not handed in",
    remedy: 'Remove the property, and mount a Secret or ConfigMap instead.',
    retry: 'on-spec-change',
  },
  // What the user brings along, or the operator left for itself.
  POD_TEMPLATE_INVALID: {
    says: '{field} is not a pod template: {problem}',
    remedy: 'Write metadata and spec as those of a pod.',
    retry: 'on-spec-change',
  },
  POD_TEMPLATE_UNREADABLE: {
    says: 'The pod template has no container named "{name}", only: {names}',
    remedy: 'Name one of its containers, or leave the name out to use the first.',
    retry: 'on-spec-change',
  },
  EXECUTOR_TEMPLATE_UNREADABLE: {
    says: 'ConfigMap of the driver pod {driver}: {problem}',
    remedy: 'Delete the application and apply it again.',
    retry: 'never',
  },
  // Names: every object of an attempt has a fixed one, so somebody else can be in the way.
  PREDECESSOR_STILL_THERE: {
    says: '{kind} {name} of an earlier application of the same name is still there',
    remedy: 'It is being removed; the submission goes on once it is gone.',
    retry: 'backoff',
  },
  NAME_TAKEN: {
    says: '{kind} {name} exists already and belongs to somebody else',
    remedy: 'Delete it, or give the application another name.',
    retry: 'on-spec-change',
  },
  POD_GROUP_REFUSED: {
    says: 'PodGroup {resource}/{name} cannot be created: {why}',
    remedy:
      'Install the batch scheduler with its CRDs, and give the operator its rights (controller.batchScheduler.enable of the chart); or remove spec.batchScheduler.',
    retry: 'on-spec-change',
  },
} as const satisfies Record<string, ErrorEntry>;

/** Stable: people search for it, and `docs/errors.md` has a heading for each. */
export type ErrorCode = keyof typeof ERRORS;

/** A failure with a stable code: its message says what happened and what to do, `retry` whether waiting helps. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
  readonly code: ErrorCode;
  readonly retry: Retry;

  /** @param details fills the braces; one that is missing shows as it is, which is ugly and harmless */
  constructor(code: ErrorCode, details: Readonly<Record<string, string | number>> = {}, cause?: unknown) {
    const entry: ErrorEntry = ERRORS[code];
    const fill = (text: string): string =>
      text.replaceAll(/\{(\w+)\}/gu, (_, key: string) => String(details[key] ?? `{${key}}`));
    super(`${fill(entry.says)}. ${fill(entry.remedy)}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.retry = entry.retry;
  }
}
