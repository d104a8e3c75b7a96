package io.k8s.sparkoperator.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.resource.ExecutorResourceRequest;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.TaskResourceRequest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

/** The whole plugin as Spark uses it, against one executor set. */
class ExecutorSetPodsAllocatorTest {
  private final RecordedExecutors executors = new RecordedExecutors();

  private static ExecutorSetPodsAllocator allocator(FakeApiServer server) {
    Map<String, String> properties = new HashMap<>(server.properties());
    properties.put("spark.executor.memory", "2g");
    properties.put("spark.app.name", "pi");
    return new ExecutorSetPodsAllocator(properties, Map.of());
  }

  @Test
  @DisplayName("a driver's life: it asks, hears of a loss, acknowledges it, and ends")
  void life() throws Exception {
    try (FakeApiServer server = new FakeApiServer(); LogRecords log = LogRecords.ofAll()) {
      server.set.create();
      ExecutorSetPodsAllocator allocator = allocator(server);
      allocator.setTotalExpectedExecutors(demand(2));
      allocator.start(executors);
      server.set.report("{\"losses\":[{\"sequence\":1,\"id\":1,\"exitCode\":-1,\"reason\":\"the node is gone\"}]}");
      executors.expect("lost 1: exit code -1, the node is gone");
      server.set.awaitSpec(spec -> Long.valueOf(1).equals(spec.get("acknowledgedLoss")));
      executors.kill("2");
      server.set.awaitSpec(spec -> List.of(2L).equals(spec.get("killed")));
      assertTrue(allocator.isDeleted("1"));
      assertFalse(allocator.isDeleted("2"));
      assertTrue(allocator.driverPod().isEmpty());
      allocator.stop("spark-1");
      Map<String, Object> spec = server.set.spec();
      assertEquals(true, spec.get("stopped"));
      assertEquals(Map.of("spark.executor.memory", "2g"), spec.get("conf"));
      assertEquals("3.4.2", spec.get("sparkVersion"));
      assertFalse(log.hasStackTrace());
    }
  }

  @Test
  @DisplayName("a second SparkContext of the same driver asks under another name")
  void secondContext() throws Exception {
    try (FakeApiServer server = new FakeApiServer()) {
      server.set.create();
      ExecutorSetPodsAllocator first = allocator(server);
      first.setTotalExpectedExecutors(demand(2));
      first.stop("spark-1");
      Object firstContext = server.set.spec().get("context");
      ExecutorSetPodsAllocator second = allocator(server);
      second.setTotalExpectedExecutors(demand(3));
      server.set.awaitSpec(spec -> Boolean.FALSE.equals(spec.get("stopped")));
      assertNotEquals(firstContext, server.set.spec().get("context"));
      second.stop("spark-2");
    }
  }

  @Test
  @DisplayName("a set made again gets the demand again, and hears which ids were used")
  void recreated() throws Exception {
    try (FakeApiServer server = new FakeApiServer()) {
      server.set.create();
      ExecutorSetPodsAllocator allocator = allocator(server);
      allocator.setTotalExpectedExecutors(demand(2));
      allocator.start(executors);
      server.set.awaitSpec(spec -> spec.containsKey("profiles"));
      server.set.report("{\"nextExecutorId\":8,\"losses\":[{\"sequence\":1,\"id\":7,\"exitCode\":1,\"reason\":\"\"}]}");
      executors.expect("lost 7: exit code 1, ");
      server.set.delete();
      server.set.create();
      server.set.awaitSpec(spec -> spec.containsKey("profiles"));
      assertEquals(7L, server.set.spec().get("highestExecutorId"));
      allocator.stop("spark-1");
    }
  }

  @Test
  @DisplayName("without the name of the set, the message says who sets it")
  void noName() {
    IllegalArgumentException failure =
        assertThrows(IllegalArgumentException.class, () -> new ExecutorSetPodsAllocator(Map.of(), Map.of()));
    assertTrue(failure.getMessage().startsWith("spark.operator.executorSet.name is not set"), failure.getMessage());
  }

  @Test
  @DisplayName("a profile is reported with the amounts it names, custom resources by name")
  void profile() {
    scala.collection.immutable.Map<String, ExecutorResourceRequest> amounts =
        ExecutorSetPodsAllocatorTest.<ExecutorResourceRequest>none()
            .$plus(amount("cores", 4, ""))
            .$plus(amount("memory", 8192, ""))
            .$plus(amount("memoryOverhead", 1024, ""))
            .$plus(amount("pyspark.memory", 512, ""))
            .$plus(amount("offHeap", 256, ""))
            .$plus(amount("gpu", 1, "nvidia.com"))
            .$plus(amount("fpga", 2, ""));
    scala.collection.immutable.Map<String, TaskResourceRequest> tasks =
        ExecutorSetPodsAllocatorTest.<TaskResourceRequest>none()
            .$plus(new Tuple2<>("cpus", new TaskResourceRequest("cpus", 2)));
    ResourceProfile profile = new ResourceProfile(amounts, tasks);
    List<Map<String, Object>> profiles = ExecutorDemand.profiles(
        ExecutorSetPodsAllocatorTest.<ResourceProfile, Object>map().$plus(new Tuple2<>(profile, 7)));
    assertEquals(
        List.of(Map.ofEntries(
            Map.entry("id", (long) profile.id()), Map.entry("replicas", 7L), Map.entry("cores", 4L),
            Map.entry("memoryMiB", 8192L), Map.entry("memoryOverheadMiB", 1024L), Map.entry("pysparkMemoryMiB", 512L),
            Map.entry("offHeapMiB", 256L), Map.entry("taskCpus", 2L),
            Map.entry("resources", List.of(
                Map.of("name", "fpga", "amount", 2L),
                Map.of("name", "gpu", "amount", 1L, "vendor", "nvidia.com"))))),
        profiles);
    assertEquals("7 executors of profile " + profile.id(), ExecutorDemand.inWords(profiles));
  }

  private static scala.collection.immutable.Map<ResourceProfile, Object> demand(int replicas) {
    ResourceProfile profile = new ResourceProfile(none(), none());
    profile.setResourceProfileId(0);
    return ExecutorSetPodsAllocatorTest.<ResourceProfile, Object>map().$plus(new Tuple2<>(profile, replicas));
  }

  private static Tuple2<String, ExecutorResourceRequest> amount(String name, long amount, String vendor) {
    return new Tuple2<>(name, new ExecutorResourceRequest(name, amount, "", vendor));
  }

  private static <T> scala.collection.immutable.Map<String, T> none() {
    return map();
  }

  private static <K, V> scala.collection.immutable.Map<K, V> map() {
    return scala.collection.immutable.Map$.MODULE$.empty();
  }
}
