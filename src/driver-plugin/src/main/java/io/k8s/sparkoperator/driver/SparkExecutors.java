package io.k8s.sparkoperator.driver;

import java.lang.reflect.Field;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.spark.scheduler.ExecutorDecommissionInfo;
import org.apache.spark.scheduler.ExecutorExited;
import org.apache.spark.scheduler.cluster.k8s.KubernetesClusterSchedulerBackend;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * The executors of a running SparkContext, through its scheduler backend.
 *
 * <p>Only methods for a single executor are called: those for several take and return collections whose type differs
 * between Spark's versions.
 */
final class SparkExecutors implements Executors {
  private static final Logger LOG = LoggerFactory.getLogger(SparkExecutors.class);

  private final KubernetesClusterSchedulerBackend backend;
  private final boolean decommissions;

  SparkExecutors(KubernetesClusterSchedulerBackend backend, boolean decommissions) {
    this.backend = backend;
    this.decommissions = decommissions;
    forgetDelayedKillsAtTheEnd(backend);
  }

  @Override
  public void lost(ExecutorLoss loss) {
    backend.doRemoveExecutor(loss.id, new ExecutorExited(loss.exitCode, loss.causedByApplication, loss.reason));
  }

  @Override
  public boolean isActive(String id) {
    return backend.isExecutorActive(id);
  }

  @Override
  public void giveBack(String id, String reason) {
    if (decommissions) {
      boolean keepTarget = false;
      boolean triggeredByExecutor = false;
      backend.decommissionExecutor(
          id, new ExecutorDecommissionInfo(reason, Option.empty()), keepTarget, triggeredByExecutor);
    } else {
      backend.killExecutor(id);
    }
  }

  /**
   * A while after it has killed an executor, the backend lists and deletes the executor's pod. This driver may not, and
   * need not; so the operator sets that while ({@code spark.kubernetes.dynamicAllocation.deleteGracePeriod}) very long.
   * The backend's end must then not wait for it. Its timer is a field with another name in each version, but always
   * of this type.
   */
  private static void forgetDelayedKillsAtTheEnd(KubernetesClusterSchedulerBackend backend) {
    for (Field field : backend.getClass().getFields()) {
      if (!ScheduledExecutorService.class.isAssignableFrom(field.getType())) continue;
      try {
        Object timer = field.get(backend);
        if (timer instanceof ScheduledThreadPoolExecutor) {
          ((ScheduledThreadPoolExecutor) timer).setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
          return;
        }
      } catch (IllegalAccessException notReadable) {
        LOG.debug("the scheduler backend's timer cannot be read", notReadable);
      }
    }
    LOG.info("the scheduler backend has no timer that can be told to stop early; the driver's end may take 30 s longer");
  }
}
