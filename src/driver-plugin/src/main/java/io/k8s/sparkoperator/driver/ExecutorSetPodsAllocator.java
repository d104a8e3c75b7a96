package io.k8s.sparkoperator.driver;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.scheduler.cluster.k8s.AbstractPodsAllocator;
import org.apache.spark.scheduler.cluster.k8s.ExecutorPodsSnapshotsStore;
import org.apache.spark.scheduler.cluster.k8s.KubernetesClusterSchedulerBackend;
import org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBuilder;
import org.apache.spark.util.Clock;
import scala.Option;
import scala.Tuple2;

/**
 * Gets a driver its executors from the operator: Spark's demand goes into the spec of a SparkExecutorSet, and what the
 * operator reports in its status goes to Spark's scheduler. No pod is created, read or deleted here.
 *
 * <p>Named by {@code spark.kubernetes.allocation.pods.allocator}. Assumes: {@value #SET_NAME} names the set.
 * Guarantees: no call of Spark waits for the API server, except {@link #stop}, which takes {@value #STOP_LIMIT_MS} ms
 * at most.
 *
 * <p>One jar serves Spark 3.4 to 4.3: besides the JDK it uses nothing but members that all of them have, which a test
 * proves against their jars.
 */
public final class ExecutorSetPodsAllocator extends AbstractPodsAllocator {
  private static final String SET_NAME = "spark.operator.executorSet.name";
  private static final long STOP_LIMIT_MS = 5_000;

  private final Map<String, String> properties;
  private final ExecutorSetClient client;
  private final ExecutorSetWriter writer;
  private final Timer retirementTimer = Timer.onDaemonThread("executor-set-retirements");
  private volatile ExecutorSetWatch watch;
  private volatile OperatorReports reports;

  /** Called by Spark, which looks for exactly these parameters. */
  public ExecutorSetPodsAllocator(
      SparkConf conf,
      SecurityManager security,
      KubernetesExecutorBuilder builder,
      KubernetesClient kubernetes,
      ExecutorPodsSnapshotsStore snapshots,
      Clock clock) {
    this(propertiesOf(conf), System.getenv());
  }

  ExecutorSetPodsAllocator(Map<String, String> properties, Map<String, String> environment) {
    String name = properties.get(SET_NAME);
    if (name == null) {
      throw new IllegalArgumentException(SET_NAME + " is not set, so the driver does not know where to ask for "
          + "executors. The operator sets it; to run this driver without the operator, remove "
          + "spark.kubernetes.allocation.pods.allocator.");
    }
    this.properties = properties;
    String namespace = properties.getOrDefault("spark.kubernetes.namespace", "default");
    client = new ExecutorSetClient(ApiServer.inCluster(properties, environment), namespace, name);
    DriverReport report =
        DriverReport.of(UUID.randomUUID().toString(), sparkVersion(), ReportedProperties.of(properties));
    writer = new ExecutorSetWriter(client, Timer.onDaemonThread("executor-set-writer"), report);
  }

  @Override
  public void start(String applicationId, KubernetesClusterSchedulerBackend backend) {
    boolean decommissions = Boolean.parseBoolean(properties.getOrDefault("spark.decommission.enabled", "false").trim());
    start(new SparkExecutors(backend, decommissions));
  }

  void start(Executors executors) {
    reports = new OperatorReports(executors, writer, retirementTimer, System::exit);
    watch = new ExecutorSetWatch(client, this::changed, new Backoff(1_000, 30_000));
    executors.onKilled(reports::killed);
    Timer.daemon("executor-set-watch", watch).start();
  }

  private void changed(ExecutorSet set) {
    try {
      reports.accept(set);
    } finally {
      // Only now: what the driver says first into a set that was made anew has to be complete.
      if (!writer.context().equals(set.context())) writer.check();
    }
  }

  @Override
  public void setTotalExpectedExecutors(scala.collection.immutable.Map<ResourceProfile, Object> executors) {
    List<Map<String, Object>> profiles = ExecutorDemand.profiles(executors);
    writer.update(report -> report.withProfiles(profiles));
  }

  /** There is none to own executor pods: their owner is the operator's matter. */
  @Override
  public Option<Pod> driverPod() {
    return Option.empty();
  }

  @Override
  public boolean isDeleted(String executorId) {
    return reports != null && reports.isGone(executorId);
  }

  @Override
  public void stop(String applicationId) {
    if (watch != null) watch.stop();
    retirementTimer.stop();
    writer.stop(STOP_LIMIT_MS);
  }

  private static Map<String, String> propertiesOf(SparkConf conf) {
    Map<String, String> properties = new HashMap<>();
    for (Tuple2<String, String> property : conf.getAll()) properties.put(property._1(), property._2());
    return properties;
  }

  /** From the file that every build of Spark has on its class path: no class has told it in all versions. */
  private static String sparkVersion() {
    Properties build = new Properties();
    try (InputStream file = SparkConf.class.getClassLoader().getResourceAsStream("spark-version-info.properties")) {
      if (file != null) build.load(file);
    } catch (IOException unreadable) {
      return "unknown";
    }
    return build.getProperty("version", "unknown");
  }
}
