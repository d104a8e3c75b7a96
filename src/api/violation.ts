/** One thing that is wrong with an application, where, and what to do about it. */
export interface Violation {
  /** `spec.driver.memory`, `spec.sparkConf[spark.driver.host]`. */
  readonly path: string;
  /** What is wrong, and what to do about it. */
  readonly message: string;
}
