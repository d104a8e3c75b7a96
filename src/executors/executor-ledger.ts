/** Which executor ids are taken: what keeps an id from being used twice. `ledgerOf` reads it. */
export interface ExecutorLedger {
  /** The lowest id never used. */
  readonly nextExecutorId: number;
  /** Ids whose end is not recorded yet. */
  readonly unfinished: ReadonlySet<number>;
}
