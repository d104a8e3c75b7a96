package io.k8s.sparkoperator.driver;

import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next try: twice as long each time up to a limit, and a random fifth less, so that the
 * drivers of a cluster don't come back all at once.
 */
final class Backoff {
  private final long firstMs;
  private final long longestMs;
  private long nextMs;

  Backoff(long firstMs, long longestMs) {
    this.firstMs = firstMs;
    this.longestMs = longestMs;
    this.nextMs = firstMs;
  }

  long nextDelayMs() {
    long delayMs = nextMs;
    nextMs = Math.min(longestMs, nextMs * 2);
    return delayMs - ThreadLocalRandom.current().nextLong(delayMs / 5 + 1);
  }

  void reset() {
    nextMs = firstMs;
  }

  static String inSeconds(long delayMs) {
    return String.format("%.1f s", delayMs / 1000.0);
  }
}
