import type { SparkApplication } from '../api/spark-application.ts';

/** One thing that is wrong with an application, where, and what to do about it. */
export interface Violation {
  /** `spec.driver.memory`, `spec.sparkConf[spark.driver.host]`. */
  readonly path: string;
  readonly message: string;
}

/** Finds everything that keeps an application from being submitted, all at once. Empty: `planSubmission` will not fail. */
export function validateApplication(_application: SparkApplication): readonly Violation[] {
  return [];
}
