package io.k8s.sparkoperator.driver;

import java.lang.reflect.Field;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;
import org.apache.spark.scheduler.ExecutorDecommissionInfo;
import org.apache.spark.scheduler.ExecutorExited;
import org.apache.spark.scheduler.TaskSchedulerImpl;
import org.apache.spark.scheduler.cluster.k8s.KubernetesClusterSchedulerBackend;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * The executors of a running SparkContext, through its scheduler backend.
 *
 * <p>Only methods for a single executor are called: those for several take and return collections whose type differs
 * between Spark's versions. Nothing here changes how many executors Spark wants. That rules out {@code killExecutor},
 * which makes it want none when the number is static.
 */
final class SparkExecutors implements Executors {
  private static final Logger LOG = LoggerFactory.getLogger(SparkExecutors.class);

  private final KubernetesClusterSchedulerBackend backend;
  private final Optional<TaskSchedulerImpl> scheduler;
  private final boolean decommissions;
  /** Executors that get no more tasks, but were not idle yet. */
  private final Set<String> draining = ConcurrentHashMap.newKeySet();

  /** {@code decommissions}: executors know how to decommission themselves, and hand on their blocks before they end. */
  SparkExecutors(KubernetesClusterSchedulerBackend backend, boolean decommissions) {
    this.backend = backend;
    this.decommissions = decommissions;
    scheduler = publicField(backend, TaskSchedulerImpl.class);
    forgetDelayedKillsAtTheEnd(backend);
  }

  @Override
  public void lost(ExecutorLoss loss) {
    draining.remove(loss.id);
    remove(loss.id, loss.exitCode, loss.causedByApplication, loss.reason);
  }

  @Override
  public boolean isActive(String id) {
    return draining.contains(id) || backend.isExecutorActive(id);
  }

  /**
   * An executor that can't decommission itself is only marked as decommissioned, so that it gets no more tasks, and is
   * removed when it is idle.
   */
  @Override
  public void giveBack(String id, String reason) {
    if (!draining.contains(id)) decommission(id, reason);
    if (decommissions) return;
    draining.add(id);
    if (scheduler.isPresent() && scheduler.get().isExecutorBusy(id)) return;
    draining.remove(id);
    remove(id, 0, false, reason);
  }

  @Override
  public void onKilled(Consumer<String> listener) {
    if (scheduler.isPresent()) scheduler.get().sc().addSparkListener(new KillListener(listener));
    else LOG.info("the scheduler cannot be listened to; executors that it kills and that hang stay until the end");
  }

  private void decommission(String id, String reason) {
    boolean adjustTarget = false;
    boolean triggeredByExecutor = false;
    backend.decommissionExecutor(
        id, new ExecutorDecommissionInfo(reason, Option.empty()), adjustTarget, triggeredByExecutor);
  }

  /** Tells the executor to end, should it still be there, and the scheduler that it is gone. */
  private void remove(String id, int exitCode, boolean causedByApplication, String reason) {
    backend.doRemoveExecutor(id, new ExecutorExited(exitCode, causedByApplication, reason));
  }

  /**
   * A while after it has killed an executor, the backend lists and deletes the executor's pod. This driver may not, and
   * need not; so the operator sets that while ({@code spark.kubernetes.dynamicAllocation.deleteGracePeriod}) very long.
   * The backend's end must then not wait for it.
   */
  private static void forgetDelayedKillsAtTheEnd(KubernetesClusterSchedulerBackend backend) {
    Optional<ScheduledExecutorService> timer = publicField(backend, ScheduledExecutorService.class);
    if (timer.isPresent() && timer.get() instanceof ScheduledThreadPoolExecutor) {
      ((ScheduledThreadPoolExecutor) timer.get()).setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    } else {
      LOG.info("the scheduler backend's timer cannot be told to stop early; the driver's end may take 30 s longer");
    }
  }

  /** Scala makes fields that its closures use public, under names of its own; so they are found by their type. */
  private static <T> Optional<T> publicField(Object owner, Class<T> type) {
    for (Field field : owner.getClass().getFields()) {
      if (!type.isAssignableFrom(field.getType())) continue;
      try {
        return Optional.ofNullable(type.cast(field.get(owner)));
      } catch (IllegalAccessException notReadable) {
        LOG.debug("field {} cannot be read", field, notReadable);
      }
    }
    return Optional.empty();
  }
}
