package io.k8s.sparkoperator.driver;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what the driver wants into its executor set, in the background.
 *
 * <p>Guarantees: {@link #update} never waits and never fails; of several updates only the newest is written, with at
 * least {@value #PAUSE_MS} ms between two writes; what could not be written is tried again until it is.
 */
final class ExecutorSetWriter {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorSetWriter.class);
  private static final int REQUEST_TIMEOUT_MS = 10_000;
  private static final long PAUSE_MS = 300;
  private static final int CONFLICTS_AT_ONCE = 5;

  private final ExecutorSetClient client;
  private final Timer timer;
  private final Backoff backoff = new Backoff(500, 30_000);
  private final AtomicLong sequence = new AtomicLong();
  /** The demand that was logged last; writes for other reasons aren't worth a line. */
  private final AtomicReference<String> lastSaid = new AtomicReference<>();
  private DriverReport report;
  private DriverReport written;
  private long checks;
  private boolean scheduled;
  private boolean stopped;

  ExecutorSetWriter(ExecutorSetClient client, Timer timer, DriverReport report) {
    this.client = client;
    this.timer = timer;
    this.report = report;
  }

  /** Changes what the driver wants, and sees to it that it gets written. */
  synchronized void update(UnaryOperator<DriverReport> change) {
    if (stopped) return;
    report = change.apply(report);
    schedule();
  }

  /** Sees to it that the set says what the driver wants, since it may have been replaced. */
  synchronized void check() {
    checks++;
    written = null;
    schedule();
  }

  /** The SparkContext in whose name it writes. */
  synchronized String context() {
    return report.context();
  }

  private synchronized void schedule() {
    if (scheduled || stopped || !report.asksForExecutors()) return;
    scheduled = true;
    timer.after(0, this::writeNewest);
  }

  private void writeNewest() {
    long delayMs = PAUSE_MS;
    try {
      write(REQUEST_TIMEOUT_MS);
      backoff.reset();
    } catch (IOException | RuntimeException failure) {
      delayMs = backoff.nextDelayMs();
      LOG.warn("{}: {}; it is written again in {}, until then executors stay as they are",
          client, ApiFailure.inWords(failure), Backoff.inSeconds(delayMs));
    }
    timer.after(delayMs, this::rest);
  }

  /** The pause after a write is over. */
  private synchronized void rest() {
    scheduled = false;
    if (report != written) schedule();
  }

  /** Reads the set and replaces it; what changes in between is read again a few times. */
  private void write(int timeoutMs) throws IOException {
    for (int conflicts = 0; ; conflicts++) {
      long checksBefore;
      DriverReport newest;
      synchronized (this) {
        checksBefore = checks;
        newest = report;
      }
      try {
        writeOnce(newest, timeoutMs);
        synchronized (this) {
          if (checks == checksBefore) written = newest;
        }
        return;
      } catch (ApiFailure failure) {
        if (failure.status != ApiFailure.CONFLICT || conflicts == CONFLICTS_AT_ONCE) throw failure;
      }
    }
  }

  private void writeOnce(DriverReport newest, int timeoutMs) throws IOException {
    ExecutorSet set = client.read(timeoutMs);
    if (newest.isIn(set) || newest.isSucceededIn(set)) return;
    client.replace(newest.writtenInto(set, sequence.incrementAndGet()), timeoutMs);
    String demand = newest.toString();
    if (!demand.equals(lastSaid.getAndSet(demand))) LOG.info("{}: wanted: {}", client, demand);
  }

  /**
   * Writes that the driver wants nothing more, and ends.
   *
   * <p>Guarantees: returns within the limit, whatever the API server does. A write that is under way doesn't delay it,
   * and can't undo it either: it names a version of the set that is then no longer the newest.
   */
  void stop(long limitMs) {
    synchronized (this) {
      if (stopped) return;
      stopped = true;
      report = report.stopped();
    }
    timer.stop();
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
    CountDownLatch told = new CountDownLatch(1);
    Timer.daemon("executor-set-stop", () -> {
      if (writeUntil(deadline)) told.countDown();
    }).start();
    try {
      if (told.await(limitMs, TimeUnit.MILLISECONDS)) return;
      LOG.warn("{}: the API server did not answer within {}; the operator sees the driver's end by its pod",
          client, Backoff.inSeconds(limitMs));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the end was written, or nobody is left to be told of it. */
  private boolean writeUntil(long deadline) {
    Backoff pause = new Backoff(100, 1_000);
    while (true) {
      int leftMs = (int) TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (leftMs <= 0) return false;
      try {
        write(leftMs);
        return true;
      } catch (IOException | RuntimeException failure) {
        // The set was deleted with its application.
        if (ApiFailure.is(failure, ApiFailure.NOT_FOUND)) return true;
        LOG.info("{}: {}; tried again until the time for stopping is over", client, ApiFailure.inWords(failure));
      }
      try {
        Thread.sleep(Math.min(pause.nextDelayMs(), leftMs));
      } catch (InterruptedException interrupted) {
        return false;
      }
    }
  }
}
