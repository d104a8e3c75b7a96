package io.k8s.sparkoperator.driver;

import java.util.function.Consumer;

/** The executors as Spark's scheduler knows them. No call fails while the SparkContext runs. */
interface Executors {
  /** Tells the scheduler that an executor is gone, so that its tasks run elsewhere at once. */
  void lost(ExecutorLoss loss);

  /** Whether it has registered, and has not yet been told to end. */
  boolean isActive(String id);

  /** Gives it no new tasks, and tells it to end, at once or when it is idle. Until then it stays active: ask again. */
  void giveBack(String id, String reason);

  /** Tells, from now on and in a thread of its own, of each executor that Spark has killed of its own accord. */
  void onKilled(Consumer<String> listener);
}
