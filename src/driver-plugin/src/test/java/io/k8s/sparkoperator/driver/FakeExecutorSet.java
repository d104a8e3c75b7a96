package io.k8s.sparkoperator.driver;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/** The executor set {@code spark/pi-1} as an API server stores it: with versions, conflicts and a history to watch. */
final class FakeExecutorSet {
  private final List<Map<String, Object>> events = new ArrayList<>();
  private Map<String, Object> set;
  private long version = 100;
  private long oldestVersion;
  private int endedWatches;
  /** A member of the spec that the API server doesn't know, and drops; null when there is none. */
  private String pruned;

  /** What the operator does at the start of an attempt, or after somebody deleted the set. */
  synchronized void create() {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", "pi-1");
    metadata.put("uid", UUID.randomUUID().toString());
    metadata.put("labels", Map.of("kept", "yes"));
    set = new LinkedHashMap<>();
    set.put("apiVersion", "sparkoperator.k8s.io/v1alpha1");
    set.put("kind", "SparkExecutorSet");
    set.put("metadata", metadata);
    set.put("spec", Map.of("applicationName", "pi", "attempt", 1L, "driverPodName", "pi-driver"));
    changed("ADDED");
  }

  synchronized void delete() {
    changed("DELETED");
    set = null;
  }

  /** What the operator reports, as JSON. */
  synchronized void report(String status) throws IOException {
    set = new LinkedHashMap<>(set);
    set.put("status", JsonReader.read(status));
    changed("MODIFIED");
  }

  /** What a driver writes; answers with the HTTP status. */
  synchronized int replace(Map<String, Object> next) {
    if (set == null) return 404;
    if (!members(next.get("metadata")).get("resourceVersion").equals(resourceVersion(set))) return 409;
    Map<String, Object> replaced = new LinkedHashMap<>(next);
    Map<String, Object> spec = new LinkedHashMap<>(members(next.get("spec")));
    spec.remove(pruned);
    replaced.put("spec", spec);
    replaced.put("status", set.get("status"));
    set = replaced;
    changed("MODIFIED");
    return 200;
  }

  /** As with a resource definition that is older than the driver's jar. */
  synchronized void prune(String member) {
    pruned = member;
  }

  /** Forgets all earlier versions, so that they can't be watched from any more. */
  synchronized void compact() {
    version++;
    oldestVersion = version;
    events.clear();
  }

  synchronized boolean isTooOld(long from) {
    return from < oldestVersion;
  }

  /** Ends each watch that is open now. */
  synchronized void endWatches() {
    endedWatches++;
    notifyAll();
  }

  synchronized int endedWatches() {
    return endedWatches;
  }

  /** The next event after that version, once there is one; null when watches have been ended since. */
  synchronized Map<String, Object> awaitEvent(long after, int endedBefore) throws InterruptedException {
    while (endedWatches == endedBefore) {
      for (Map<String, Object> event : events) {
        if (versionOf(event) > after) return event;
      }
      wait();
    }
    return null;
  }

  static long versionOf(Map<String, Object> event) {
    return Long.parseLong(resourceVersion(members(event.get("object"))));
  }

  /** Null when there is none. */
  synchronized Map<String, Object> current() {
    return set;
  }

  synchronized Map<String, Object> list() {
    return Map.of(
        "metadata", Map.of("resourceVersion", Long.toString(version)),
        "items", set == null ? List.of() : List.of(set));
  }

  Map<String, Object> spec() {
    return members(current().get("spec"));
  }

  /** Waits until the spec is so. */
  synchronized void awaitSpec(Predicate<Map<String, Object>> so) throws InterruptedException {
    while (set == null || !so.test(spec())) wait();
  }

  private void changed(String type) {
    version++;
    Map<String, Object> metadata = new LinkedHashMap<>(members(set.get("metadata")));
    metadata.put("resourceVersion", Long.toString(version));
    set = new LinkedHashMap<>(set);
    set.put("metadata", metadata);
    events.add(Map.of("type", type, "object", set));
    notifyAll();
  }

  private static String resourceVersion(Map<String, Object> object) {
    return (String) members(object.get("metadata")).get("resourceVersion");
  }

  @SuppressWarnings("unchecked") // JSON objects have strings for names
  static Map<String, Object> members(Object value) {
    return (Map<String, Object>) value;
  }
}
