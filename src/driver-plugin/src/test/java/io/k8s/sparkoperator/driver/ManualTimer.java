package io.k8s.sparkoperator.driver;

import java.util.Comparator;
import java.util.PriorityQueue;

/** A timer whose time passes only in {@link #advance}, which runs what is due in the caller's thread. */
final class ManualTimer implements Timer {
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.<Task>comparingLong(task -> task.atMs).thenComparingLong(task -> task.number));
  private long nowMs;
  private long count;
  private boolean stopped;

  @Override
  public synchronized void after(long delayMs, Runnable task) {
    if (!stopped) tasks.add(new Task(nowMs + delayMs, count++, task));
    notifyAll();
  }

  /** Waits until another thread has asked for something. */
  synchronized void awaitTask() throws InterruptedException {
    while (tasks.isEmpty()) wait();
  }

  @Override
  public synchronized void stop() {
    stopped = true;
    tasks.clear();
  }

  /** Runs everything due until then, also what those tasks ask for. */
  void advance(long ms) {
    long untilMs = nowMs + ms;
    for (Task next = takeDue(untilMs); next != null; next = takeDue(untilMs)) next.work.run();
    nowMs = untilMs;
  }

  private synchronized Task takeDue(long untilMs) {
    if (tasks.isEmpty() || tasks.peek().atMs > untilMs) return null;
    Task next = tasks.poll();
    nowMs = Math.max(nowMs, next.atMs);
    return next;
  }

  private static final class Task {
    final long atMs;
    final long number;
    final Runnable work;

    Task(long atMs, long number, Runnable work) {
      this.atMs = atMs;
      this.number = number;
      this.work = work;
    }
  }
}
