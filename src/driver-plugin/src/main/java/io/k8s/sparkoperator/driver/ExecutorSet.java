package io.k8s.sparkoperator.driver;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One SparkExecutorSet as the API server sent it. Never changes; {@link #withSpec} makes the next one.
 *
 * <p>Guarantees: members that this version doesn't know are kept. Of the status, an entry that can't be understood is
 * as if it weren't there.
 */
final class ExecutorSet {
  private final Map<String, Object> object;

  private ExecutorSet(Map<String, Object> object) {
    this.object = object;
  }

  /** Fails: when the value isn't a JSON object. */
  static ExecutorSet of(Object json) throws JsonException {
    if (!(json instanceof Map)) throw new JsonException("expected an object");
    return new ExecutorSet(members(json));
  }

  /** The same set with these members of its spec replaced. */
  ExecutorSet withSpec(Map<String, Object> changes) {
    Map<String, Object> spec = new LinkedHashMap<>(members(object.get("spec")));
    spec.putAll(changes);
    Map<String, Object> next = new LinkedHashMap<>(object);
    next.put("spec", spec);
    return new ExecutorSet(next);
  }

  /** Whether its spec has each of these members with this very value. */
  boolean says(Map<String, Object> expected) {
    Map<String, Object> spec = members(object.get("spec"));
    return expected.entrySet().stream().allMatch(member -> member.getValue().equals(spec.get(member.getKey())));
  }

  /** The SparkContext that wrote last, or null. */
  String context() {
    return string(members(object.get("spec")).get("context"));
  }

  /** The SparkContext that the status answers, or null. Losses and failures of another one mean nothing to this one. */
  String answeredContext() {
    return string(members(object.get("status")).get("context"));
  }

  /** Why the driver has to end itself, or null. */
  DriverFailure failure() {
    Map<String, Object> failure = members(members(object.get("status")).get("failure"));
    Long exitCode = number(failure.get("exitCode"));
    String message = string(failure.get("message"));
    return exitCode == null || message == null ? null : new DriverFailure(exitCode.intValue(), message);
  }

  String uid() {
    return string(members(object.get("metadata")).get("uid"));
  }

  String resourceVersion() {
    return string(members(object.get("metadata")).get("resourceVersion"));
  }

  /** The lowest executor id never used, or null. */
  Long nextExecutorId() {
    return number(members(object.get("status")).get("nextExecutorId"));
  }

  List<ExecutorLoss> losses() {
    List<ExecutorLoss> losses = new ArrayList<>();
    for (Map<String, Object> entry : statusEntries("losses")) {
      Long sequence = number(entry.get("sequence"));
      Long id = number(entry.get("id"));
      Long exitCode = number(entry.get("exitCode"));
      if (sequence == null || id == null || exitCode == null) continue;
      boolean causedByApplication = Boolean.TRUE.equals(entry.get("causedByApplication"));
      losses.add(new ExecutorLoss(sequence, id.toString(), exitCode.intValue(), causedByApplication, reason(entry)));
    }
    return losses;
  }

  /** Executors to give back: their ids, each with the reason. */
  Map<String, String> retirements() {
    Map<String, String> retirements = new LinkedHashMap<>();
    for (Map<String, Object> entry : statusEntries("retire")) {
      Long id = number(entry.get("id"));
      if (id != null) retirements.put(id.toString(), reason(entry));
    }
    return retirements;
  }

  String toJson() {
    return JsonWriter.write(object);
  }

  private List<Map<String, Object>> statusEntries(String name) {
    Object entries = members(object.get("status")).get(name);
    List<Map<String, Object>> objects = new ArrayList<>();
    if (entries instanceof List) ((List<?>) entries).forEach(entry -> objects.add(members(entry)));
    return objects;
  }

  private static String reason(Map<String, Object> entry) {
    String reason = string(entry.get("reason"));
    return reason == null ? "the operator gave no reason" : reason;
  }

  private static String string(Object value) {
    return value instanceof String ? (String) value : null;
  }

  private static Long number(Object value) {
    return value instanceof Long ? (Long) value : null;
  }

  @SuppressWarnings("unchecked") // what JsonReader makes has strings for names
  private static Map<String, Object> members(Object value) {
    return value instanceof Map ? (Map<String, Object>) value : Collections.emptyMap();
  }
}
