package io.k8s.sparkoperator.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Executors that only write down what was said of them. */
final class RecordedExecutors implements Executors {
  final Set<String> active = ConcurrentHashMap.newKeySet();
  /** Active ones that can't be given back now. */
  final Set<String> busy = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
  private volatile Consumer<String> killListener = id -> { };

  @Override
  public void lost(ExecutorLoss loss) {
    active.remove(loss.id);
    said.add("lost " + loss.id + ": exit code " + loss.exitCode + (loss.causedByApplication ? " by itself, " : ", ")
        + loss.reason);
  }

  @Override
  public boolean isActive(String id) {
    return active.contains(id);
  }

  @Override
  public void giveBack(String id, String reason) {
    if (!busy.contains(id)) active.remove(id);
    said.add("give back " + id + ": " + reason);
  }

  @Override
  public void onKilled(Consumer<String> listener) {
    killListener = listener;
  }

  /** What Spark does with an idle executor, for example. */
  void kill(String id) {
    active.remove(id);
    killListener.accept(id);
  }

  /** Waits for the next thing said, which must be this. */
  void expect(String expected) throws InterruptedException {
    assertEquals(expected, said.poll(10, TimeUnit.SECONDS));
  }

  void expectNothingMore() {
    assertNull(said.poll());
  }
}
