/** What one version of a status is, next to the one before. */
export interface StatusStep {
  /** When it was written, as the witness counts. */
  readonly at: number;
  /**
   * It is the first one of a set that was made in the place of another, after requests or operators had failed. Where
   * none had, it has to go on as if it were the same set.
   */
  readonly isFirst: boolean;
  /** The operators there are have known the set that was there before. */
  readonly isRemembered: boolean;
  /** It is the first one that answers another SparkContext. */
  readonly isAnew: boolean;
  /** There is no driver any more: what is left of its executors is only cleared away. */
  readonly isLast: boolean;
  /** Ends that it records reach the driver. */
  readonly isHeard: boolean;
}
