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

/** Runs what may fail, and gives its failure as a violation at `path`. Errors that are nobody's fault go on. */
export function failureOf(path: string, attempt: () => unknown): readonly Violation[] {
  try {
    attempt();
    return [];
  } catch (cause) {
    if (cause instanceof OperatorError) return [{ path, message: cause.message }];
    throw cause;
  }
}
