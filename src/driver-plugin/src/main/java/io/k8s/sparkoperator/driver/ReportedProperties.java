package io.k8s.sparkoperator.driver;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The properties in force in the driver that executors are made from, chosen by an allow-list.
 *
 * <p>Who may read executor sets reads these properties, and that is every job of the namespace. So nothing is reported
 * whose name matches Spark's redaction pattern, {@code (?i)secret|password|token|access[.]?key}; Java options are
 * reported without the single options whose name matches. What the SparkApplication itself sets is known to the
 * operator anyway; what code sets at run time and looks like a secret doesn't reach executors.
 *
 * <p>Guarantees: no value is longer than 16 KiB, all together are at most 128 KiB, and properties with a fixed name go
 * before {@code spark.executorEnv.*} and the like. Environment variables that look like secrets, and whatever is too
 * long, are named in the log.
 */
final class ReportedProperties {
  private static final Logger LOG = LoggerFactory.getLogger(ReportedProperties.class);
  private static final int LONGEST_VALUE = 16 * 1024;
  private static final int LONGEST_REPORT = 128 * 1024;

  private static final Set<String> NAMES = new HashSet<>(Arrays.asList(
      "spark.executor.cores",
      "spark.executor.memory",
      "spark.executor.memoryOverhead",
      "spark.executor.memoryOverheadFactor",
      "spark.executor.minMemoryOverhead",
      "spark.executor.pyspark.memory",
      "spark.executor.instances",
      "spark.executor.extraJavaOptions",
      "spark.executor.defaultJavaOptions",
      "spark.executor.extraClassPath",
      "spark.executor.extraLibraryPath",
      "spark.executor.maxNumFailures",
      "spark.executor.failuresValidityInterval",
      "spark.memory.offHeap.enabled",
      "spark.memory.offHeap.size",
      "spark.task.cpus",
      "spark.driver.host",
      "spark.driver.port",
      "spark.driver.bindAddress",
      "spark.decommission.enabled",
      "spark.kubernetes.memoryOverheadFactor",
      "spark.kubernetes.executor.request.cores",
      "spark.kubernetes.executor.limit.cores",
      "spark.kubernetes.executor.deleteOnTermination"));

  private static final List<String> PREFIXES = Collections.unmodifiableList(Arrays.asList(
      "spark.executorEnv.",
      "spark.dynamicAllocation.",
      "spark.kubernetes.allocation.",
      // What Spark hands to executors at their start.
      "spark.auth",
      "spark.rpc",
      "spark.network",
      "spark.ssl",
      "spark.port."));

  private ReportedProperties() {}

  static Map<String, String> of(Map<String, String> properties) {
    Map<String, String> reported = new TreeMap<>();
    List<String> tooLong = new ArrayList<>();
    int size = 0;
    for (String name : inOrderOfImportance(properties.keySet())) {
      String value = value(name, properties.get(name));
      int valueSize = size(value);
      int sizeWithThis = size + size(name) + valueSize;
      if (valueSize > LONGEST_VALUE || sizeWithThis > LONGEST_REPORT) {
        tooLong.add(name);
      } else {
        reported.put(name, value);
        size = sizeWithThis;
      }
    }
    logLeftOut("they are too long", tooLong);
    logLeftOut("they look like secrets", secretVariables(properties.keySet()));
    return reported;
  }

  private static String value(String name, String value) {
    return name.endsWith("JavaOptions") ? SecretPattern.withoutSecretOptions(value) : value;
  }

  private static List<String> secretVariables(Set<String> names) {
    return names.stream()
        .filter(name -> name.startsWith("spark.executorEnv.") && SecretPattern.matches(name))
        .sorted()
        .collect(Collectors.toList());
  }

  private static void logLeftOut(String because, List<String> names) {
    if (names.isEmpty()) return;
    LOG.info("not reported to the operator, since {}; executors get what the SparkApplication says: {}",
        because, names);
  }

  /** Those with a fixed name first, then the rest, each by name. */
  private static List<String> inOrderOfImportance(Set<String> names) {
    List<String> reported = new ArrayList<>(names);
    reported.removeIf(name -> !isReported(name));
    Collections.sort(reported);
    reported.sort((a, b) -> Boolean.compare(NAMES.contains(b), NAMES.contains(a)));
    return reported;
  }

  static boolean isReported(String name) {
    if (SecretPattern.matches(name)) return false;
    return NAMES.contains(name)
        || PREFIXES.stream().anyMatch(name::startsWith)
        || (name.startsWith("spark.") && name.endsWith(".port"));
  }

  private static int size(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
