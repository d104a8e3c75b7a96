package io.k8s.sparkoperator.driver;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes on to Spark what the operator says in the status of the executor set: executors lost, executors to give back,
 * and that the driver has to end. Says in turn which executors Spark has killed, until their losses have been seen.
 *
 * <p>Guarantees: each loss is passed on once, however often it is seen, and acknowledged afterwards. An executor to
 * give back is asked again every {@value #AGAIN_MS} ms while it is still active and still listed. What is said to
 * another SparkContext of this driver is left out.
 */
final class OperatorReports {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorReports.class);
  /** Often enough that most executors are idle at one of these moments before their grace period is over. */
  private static final long AGAIN_MS = 500;
  /** What the schema lets a set hold. The others are said when these have ended, or their pods were deleted. */
  private static final int MOST_KILLED = 500;

  private final Executors executors;
  private final ExecutorSetWriter writer;
  private final Timer timer;
  private final IntConsumer exit;
  /** Of executors; an id is never used twice in an attempt. */
  private final Set<String> lost = ConcurrentHashMap.newKeySet();
  private final Set<String> retired = ConcurrentHashMap.newKeySet();
  private final Set<String> asked = ConcurrentHashMap.newKeySet();
  /** By Spark itself, and not lost yet as far as is known. */
  private final Set<Long> killed = new ConcurrentSkipListSet<>();
  private volatile Map<String, String> retirements = Collections.emptyMap();
  private boolean askingAgain;
  /** The set whose losses have been seen up to here. One that takes its place counts its losses anew. */
  private String uid = "";
  private long lastLoss;
  /** That any set has reserved. */
  private long highestId;

  /** {@code exit} ends the JVM with an exit code. */
  OperatorReports(Executors executors, ExecutorSetWriter writer, Timer timer, IntConsumer exit) {
    this.executors = executors;
    this.writer = writer;
    this.timer = timer;
    this.exit = exit;
  }

  /** Whether the executor is lost, or to be given back. Spark refuses its registration then. */
  boolean isGone(String id) {
    return lost.contains(id) || retired.contains(id);
  }

  /** Spark has killed an executor of its own accord: the operator has to see to it that its pod goes. */
  void killed(String id) {
    if (killed.add(Long.valueOf(id))) writer.update(this::withKilled);
  }

  private DriverReport withKilled(DriverReport report) {
    killed.removeIf(id -> lost.contains(id.toString()));
    return report.withKilled(killed.stream().limit(MOST_KILLED).collect(Collectors.toList()));
  }

  /** What the set says now. Called by one thread, with each state of the set or only with the newest. */
  void accept(ExecutorSet set) {
    if (set.nextExecutorId() != null) highestId = Math.max(highestId, set.nextExecutorId() - 1);
    if (set.answeredContext() != null && !set.answeredContext().equals(writer.context())) return;
    if (!uid.equals(set.uid())) madeAnew(set);
    passOnLosses(set.losses());
    retired.addAll(set.retirements().keySet());
    retirements = set.retirements();
    if (!retirements.isEmpty()) timer.after(0, this::giveBack);
    DriverFailure failure = set.failure();
    if (failure != null) endDriver(failure);
  }

  /**
   * In the place of a set that somebody deleted. An operator that was started since then knows only the ids of pods that
   * are left.
   */
  private void madeAnew(ExecutorSet set) {
    uid = String.valueOf(set.uid());
    lastLoss = 0;
    long highest = highestId;
    if (highest > 0) writer.update(report -> report.withHighestExecutorId(highest));
  }

  /** As Spark does it itself where it runs the executors: by the JVM's exit, which stops the SparkContext, too. */
  private void endDriver(DriverFailure failure) {
    LOG.error("the driver ends with exit code {}: {}", failure.exitCode, failure.message);
    exit.accept(failure.exitCode);
  }

  private void passOnLosses(List<ExecutorLoss> losses) {
    long before = lastLoss;
    losses.sort(Comparator.comparingLong(loss -> loss.sequence));
    for (ExecutorLoss loss : losses) {
      if (loss.sequence <= lastLoss) continue;
      if (lost.add(loss.id)) {
        String what = retired.contains(loss.id) ? "has ended as it was asked to" : "is lost";
        LOG.info("executor {} {} (exit code {}): {}", loss.id, what, loss.exitCode, loss.reason);
        executors.lost(loss);
      }
      lastLoss = loss.sequence;
    }
    if (lastLoss > before) writer.update(report -> withKilled(report.withAcknowledgedLoss(lastLoss)));
  }

  private void giveBack() {
    retirements.forEach((id, reason) -> {
      try {
        if (!executors.isActive(id)) return;
        if (asked.add(id)) LOG.info("executor {} is given back: {}", id, reason);
        executors.giveBack(id, reason);
      } catch (RuntimeException | LinkageError failure) {
        LOG.warn("executor {} could not be given back: {}", id, failure.toString());
      }
    });
    synchronized (this) {
      if (askingAgain || retirements.isEmpty()) return;
      askingAgain = true;
    }
    timer.after(AGAIN_MS, () -> {
      synchronized (this) {
        askingAgain = false;
      }
      giveBack();
    });
  }
}
