package io.k8s.sparkoperator.driver;

import java.util.function.Consumer;
import org.apache.spark.scheduler.ExecutorKilled$;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;

/**
 * Hears of executors that Spark has killed: idle ones, by dynamic allocation, and those that do not answer. By then Spark
 * has told them to exit, and knows them no more; one that hangs stays, because this driver deletes no pods.
 *
 * <p>Spark drops events while its listeners are slow; an executor whose event is dropped stays until the application ends.
 */
final class KillListener extends SparkListener {
  private static final String KILLED = ExecutorKilled$.MODULE$.toString();

  private final Consumer<String> listener;

  KillListener(Consumer<String> listener) {
    this.listener = listener;
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
    if (KILLED.equals(removed.reason())) listener.accept(removed.executorId());
  }
}
