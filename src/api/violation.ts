/** One thing that is wrong with an application, where, and what to do about it. */
export interface Violation {
  /** `spec.driver.memory`, `spec.sparkConf[spark.driver.host]`. */
  readonly path: string;
  /** What is wrong, and what to do about it. */
  readonly message: string;
}

/** A line each: a person mends them in one go. */
export const violationLines = (found: readonly Violation[]): string =>
  found.map(({ path, message }) => `${path}: ${message}`).join('\n');
