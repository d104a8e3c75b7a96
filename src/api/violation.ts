/** One thing that is wrong with a spec. */
export interface Violation {
  /** For example `spec.driver.memory`. */
  readonly path: string;
  /** What is wrong, and what to do. */
  readonly message: string;
}
