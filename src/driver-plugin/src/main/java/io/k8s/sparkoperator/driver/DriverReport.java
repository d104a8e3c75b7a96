package io.k8s.sparkoperator.driver;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What this driver says in the spec of its executor set. Never changes; the {@code with} methods make the next one. */
final class DriverReport {
  private static final long SCHEMA = 1;

  private final Map<String, Object> spec;

  private DriverReport(Map<String, Object> spec) {
    this.spec = Collections.unmodifiableMap(spec);
  }

  /** A driver that hasn't asked for executors yet. */
  static DriverReport of(String context, String sparkVersion, Map<String, String> conf) {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("schema", SCHEMA);
    spec.put("context", context);
    spec.put("sparkVersion", sparkVersion);
    spec.put("conf", new TreeMap<>(conf));
    spec.put("stopped", false);
    return new DriverReport(spec);
  }

  DriverReport withProfiles(List<Map<String, Object>> profiles) {
    return with("profiles", profiles);
  }

  DriverReport withAcknowledgedLoss(long sequence) {
    return with("acknowledgedLoss", sequence);
  }

  /** Executors that Spark has killed of its own accord, by ascending id. As long as there was none, nothing is said. */
  DriverReport withKilled(List<Long> ids) {
    return ids.isEmpty() && !spec.containsKey("killed") ? this : with("killed", ids);
  }

  /** No executor id up to this one is to be used again, whatever a set that was made anew says. */
  DriverReport withHighestExecutorId(long id) {
    return with("highestExecutorId", id);
  }

  /** The SparkContext has ended: nothing is wanted any more. */
  DriverReport stopped() {
    return withProfiles(Collections.emptyList()).with("stopped", true);
  }

  private DriverReport with(String member, Object value) {
    Map<String, Object> next = new LinkedHashMap<>(spec);
    next.put(member, value);
    return new DriverReport(next);
  }

  String context() {
    return (String) spec.get("context");
  }

  boolean asksForExecutors() {
    return spec.containsKey("profiles");
  }

  boolean isIn(ExecutorSet set) {
    return set.says(spec);
  }

  /** Whether this SparkContext has ended, and another one speaks in the set by now. */
  boolean isSucceededIn(ExecutorSet set) {
    String speaking = set.context();
    return Boolean.TRUE.equals(spec.get("stopped")) && speaking != null && !speaking.equals(context());
  }

  ExecutorSet writtenInto(ExecutorSet set, long sequence) {
    Map<String, Object> changes = new LinkedHashMap<>(spec);
    changes.put("sequence", sequence);
    return set.withSpec(changes);
  }

  /** The demand in one line. */
  @Override
  public String toString() {
    if (Boolean.TRUE.equals(spec.get("stopped"))) return "no executors, the SparkContext has stopped";
    return ExecutorDemand.inWords(profiles());
  }

  @SuppressWarnings("unchecked") // put there by withProfiles
  private List<Map<String, Object>> profiles() {
    return (List<Map<String, Object>>) spec.get("profiles");
  }
}
