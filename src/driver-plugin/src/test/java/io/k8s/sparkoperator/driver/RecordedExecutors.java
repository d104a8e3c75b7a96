package io.k8s.sparkoperator.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Executors that only write down what was said of them. */
final class RecordedExecutors implements Executors {
  final Set<String> active = ConcurrentHashMap.newKeySet();
  /** Active ones that can't be given back now. */
  final Set<String> busy = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

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

  /** Waits for the next thing said, which must be this. */
  void expect(String expected) throws InterruptedException {
    assertEquals(expected, said.poll(10, TimeUnit.SECONDS));
  }

  void expectNothingMore() {
    assertNull(said.poll());
  }
}
