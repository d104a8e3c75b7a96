package io.k8s.sparkoperator.driver;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.resource.ExecutorResourceRequest;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.TaskResourceRequest;
import scala.Tuple2;
import scala.collection.Iterator;

/**
 * How many executors Spark wants of each resource profile, as the executor set says it.
 *
 * <p>An amount is there only if the profile (for profile 0: the configuration) names it; the operator knows the rest.
 */
final class ExecutorDemand {
  private static final Map<String, String> AMOUNTS = new LinkedHashMap<>();

  static {
    AMOUNTS.put("cores", "cores");
    AMOUNTS.put("memory", "memoryMiB");
    AMOUNTS.put("memoryOverhead", "memoryOverheadMiB");
    AMOUNTS.put("offHeap", "offHeapMiB");
    AMOUNTS.put("pyspark.memory", "pysparkMemoryMiB");
  }

  private ExecutorDemand() {}

  /** The profiles by ascending id. */
  static List<Map<String, Object>> profiles(scala.collection.immutable.Map<ResourceProfile, Object> executors) {
    List<Map<String, Object>> profiles = new ArrayList<>();
    Iterator<Tuple2<ResourceProfile, Object>> each = executors.iterator();
    while (each.hasNext()) {
      Tuple2<ResourceProfile, Object> entry = each.next();
      ResourceProfile profile = entry._1();
      profiles.add(profile(
          profile.id(),
          ((Number) entry._2()).longValue(),
          profile.executorResourcesJMap(),
          profile.taskResourcesJMap()));
    }
    profiles.sort(Comparator.comparing(profile -> (Long) profile.get("id")));
    return profiles;
  }

  private static Map<String, Object> profile(
      long id, long replicas, Map<String, ExecutorResourceRequest> amounts, Map<String, TaskResourceRequest> tasks) {
    Map<String, Object> profile = new LinkedHashMap<>();
    profile.put("id", id);
    profile.put("replicas", replicas);
    AMOUNTS.forEach((resource, member) -> {
      if (amounts.containsKey(resource)) profile.put(member, amounts.get(resource).amount());
    });
    if (tasks.containsKey("cpus") && tasks.get("cpus").amount() >= 1) {
      profile.put("taskCpus", (long) tasks.get("cpus").amount());
    }
    List<Map<String, Object>> resources = customResources(amounts);
    if (!resources.isEmpty()) profile.put("resources", resources);
    return profile;
  }

  private static List<Map<String, Object>> customResources(Map<String, ExecutorResourceRequest> amounts) {
    List<Map<String, Object>> resources = new ArrayList<>();
    new TreeMap<>(amounts).forEach((name, request) -> {
      if (AMOUNTS.containsKey(name) || request.amount() < 1) return;
      Map<String, Object> resource = new LinkedHashMap<>();
      resource.put("name", name);
      resource.put("amount", request.amount());
      if (!request.vendor().isEmpty()) resource.put("vendor", request.vendor());
      resources.add(resource);
    });
    return resources;
  }

  /** {@code 2 executors}, or with several profiles {@code 2 executors of profile 0, 1 executor of profile 3}. */
  static String inWords(List<Map<String, Object>> profiles) {
    if (profiles.isEmpty()) return "no executors";
    boolean one = profiles.size() == 1 && profiles.get(0).get("id").equals(0L);
    return profiles.stream()
        .map(profile -> executors(profile) + (one ? "" : " of profile " + profile.get("id")))
        .collect(Collectors.joining(", "));
  }

  private static String executors(Map<String, Object> profile) {
    Object replicas = profile.get("replicas");
    return replicas + (replicas.equals(1L) ? " executor" : " executors");
  }
}
