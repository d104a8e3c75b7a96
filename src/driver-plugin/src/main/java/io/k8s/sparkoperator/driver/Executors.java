package io.k8s.sparkoperator.driver;

/** The executors as Spark's scheduler knows them. No call fails while the SparkContext runs. */
interface Executors {
  /** Tells the scheduler that an executor is gone, so that its tasks run elsewhere at once. */
  void lost(ExecutorLoss loss);

  /** Whether it has registered and nothing has been done yet to end it. */
  boolean isActive(String id);

  /** Asks it to end: when it has handed on its blocks, or when it is idle. It stays active if it can't be asked now. */
  void giveBack(String id, String reason);
}
