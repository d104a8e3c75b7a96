package io.k8s.sparkoperator.driver;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one executor set, also while it doesn't exist, until it is stopped.
 *
 * <p>Guarantees: the consumer sees the newest state after each break of the connection, in the thread of the watch; an
 * exception it throws doesn't end the watch. Its states in between may be left out.
 */
final class ExecutorSetWatch implements Runnable, ExecutorSetClient.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorSetWatch.class);
  private static final int LIST_TIMEOUT_MS = 10_000;
  private static final long SHORT_WATCH_NS = TimeUnit.SECONDS.toNanos(1);

  private final ExecutorSetClient client;
  private final Consumer<ExecutorSet> consumer;
  private final Backoff backoff;
  private final CountDownLatch stopped = new CountDownLatch(1);
  /** Where to go on from; null when the set has to be listed first. */
  private String resourceVersion;

  ExecutorSetWatch(ExecutorSetClient client, Consumer<ExecutorSet> consumer, Backoff backoff) {
    this.client = client;
    this.consumer = consumer;
    this.backoff = backoff;
  }

  @Override
  public void run() {
    while (wantsMore()) {
      try {
        if (resourceVersion == null) resourceVersion = client.list(LIST_TIMEOUT_MS, this);
        long openedAt = System.nanoTime();
        client.watch(resourceVersion, this);
        // A server that ends watches at once is overloaded.
        if (System.nanoTime() - openedAt < SHORT_WATCH_NS) await(backoff.nextDelayMs());
      } catch (SocketTimeoutException silence) {
        LOG.debug("{}: the watch was silent for too long and is opened again", client);
      } catch (IOException | RuntimeException failure) {
        resume(failure);
      }
    }
  }

  private void resume(Exception failure) {
    if (ApiFailure.is(failure, ApiFailure.GONE)) resourceVersion = null;
    long delayMs = backoff.nextDelayMs();
    if (wantsMore()) {
      LOG.info("{}: {}; watched again in {}", client, ApiFailure.inWords(failure), Backoff.inSeconds(delayMs));
    }
    await(delayMs);
  }

  private void await(long delayMs) {
    try {
      stopped.await(delayMs, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      stop();
    }
  }

  /** Ends the watch with its next event, and at the latest when its connection has been silent for too long. */
  void stop() {
    stopped.countDown();
  }

  @Override
  public boolean wantsMore() {
    return stopped.getCount() > 0;
  }

  @Override
  public void changed(ExecutorSet set) {
    if (!wantsMore()) return;
    try {
      consumer.accept(set);
    } catch (RuntimeException | LinkageError failure) {
      LOG.warn("{}: a change could not be passed on to Spark: {}", client, failure.toString());
    }
  }

  @Override
  public void reached(String version) {
    backoff.reset();
    resourceVersion = version;
  }
}
