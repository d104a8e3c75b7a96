import type { SparkApplication } from '../api/spark-application.ts';
import { OperatorError } from '../operator-error.ts';
import type { SparkConf } from '../spark/spark-conf.ts';

/** One thing that is wrong with an application, where, and what to do about it. */
export interface Violation {
  /** `spec.driver.memory`, `spec.sparkConf[spark.driver.host]`. */
  readonly path: string;
  /** What is wrong, and what to do about it. */
  readonly message: string;
}

/** Looks for one kind of fault. `conf` is what the application stands for, unchecked. */
export type Check = (application: SparkApplication, conf: SparkConf) => readonly Violation[];

/** Runs what may fail, and gives its failure as a violation at `path`. */
export function failureOf(path: string, attempt: () => unknown): readonly Violation[] {
  try {
    attempt();
    return [];
  } catch (cause) {
    if (cause instanceof OperatorError) return [{ path, message: cause.message }];
    throw cause;
  }
}
