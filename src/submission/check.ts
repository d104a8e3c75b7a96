import type { SparkApplication } from '../api/spark-application.ts';
import type { Violation } from '../api/violation.ts';
import { OperatorError } from '../operator-error.ts';
import type { SparkConf } from '../spark/spark-conf.ts';

/**
 * Looks for one kind of fault. `conf` is what the application stands for, unchecked.
 *
 * Guarantees: never throws; each fault is reported once, where the person wrote it.
 */
export type Check = (application: SparkApplication, conf: SparkConf) => readonly Violation[];

/** What an attempt came to. */
export type ValueOrFailure<T> =
  { readonly kind: 'value'; readonly value: T } | { readonly kind: 'failure'; readonly violation: Violation };

/** Runs what may fail, and gives its failure as a violation at `path`. Errors that are nobody's fault go on. */
export function valueOrFailure<T>(path: string, attempt: () => T): ValueOrFailure<T> {
  try {
    return { kind: 'value', value: attempt() };
  } catch (cause) {
    if (cause instanceof OperatorError) {
      return { kind: 'failure', violation: { path, message: cause.message } };
    }
    throw cause;
  }
}

/** The failure alone, as the list that checks give. */
export function failureOf(path: string, attempt: () => unknown): readonly Violation[] {
  const outcome = valueOrFailure(path, attempt);
  return outcome.kind === 'failure' ? [outcome.violation] : [];
}
