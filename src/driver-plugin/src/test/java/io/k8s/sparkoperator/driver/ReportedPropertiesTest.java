package io.k8s.sparkoperator.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportedPropertiesTest {
  @ParameterizedTest
  @DisplayName("what executors are made from is reported")
  @ValueSource(strings = {
    "spark.executor.memory", "spark.executor.extraJavaOptions", "spark.executorEnv.LANG",
    "spark.dynamicAllocation.enabled", "spark.kubernetes.allocation.batch.size",
    "spark.kubernetes.executor.limit.cores",
    "spark.driver.host", "spark.driver.port", "spark.blockManager.port", "spark.port.maxRetries",
    "spark.rpc.message.maxSize",
    "spark.network.timeout", "spark.authenticate", "spark.ssl.enabled", "spark.memory.offHeap.size",
  })
  void reported(String name) {
    assertTrue(ReportedProperties.isReported(name));
  }

  @ParameterizedTest
  @DisplayName("secrets, and what decides who executors are, is not")
  @ValueSource(strings = {
    "spark.authenticate.secret", "spark.authenticate.secret.file", "spark.ssl.keyPassword",
    "spark.ssl.keyStorePASSWORD",
    "spark.executorEnv.AWS_SECRET_ACCESS_KEY", "spark.executorEnv.API_TOKEN", "spark.executorEnv.access.key",
    "spark.hadoop.fs.s3a.access.key", "spark.app.name", "spark.kubernetes.executor.label.team",
    "spark.executor.memoryX",
    "spark.kubernetes.executor.podTemplateFile", "spark.kubernetes.container.image", "my.port",
  })
  void notReported(String name) {
    assertFalse(ReportedProperties.isReported(name));
  }

  @ParameterizedTest
  @DisplayName("of Java options, only those whose name looks like a secret are left out")
  @CsvSource(quoteCharacter = '|', value = {
    "-Xss4m -Da=b,                                        -Xss4m -Da=b",
    "--add-opens=java.base/java.nio=ALL -Dkey.password=1, --add-opens=java.base/java.nio=ALL",
    "-Dkey.store=/mnt/secrets/key.jks -Dfs.access.key=K, -Dkey.store=/mnt/secrets/key.jks",
    "-javaagent:agent.jar=token=abc -Xss4m,               -Xss4m",
    "-Da='b c' \"-Dpassword=x y\" -Dd=\"e f\",            -Da='b c' -Dd=\"e f\"",
    "-Dmy.token -Da=b,                                    -Da=b",
  })
  void javaOptions(String given, String reported) {
    assertEquals(
        Map.of("spark.executor.extraJavaOptions", reported),
        ReportedProperties.of(Map.of("spark.executor.extraJavaOptions", given)));
  }

  @Test
  @DisplayName("a value longer than 16 KiB is left out, counted in bytes")
  void longValue() {
    Map<String, String> given = Map.of(
        "spark.executorEnv.FITS", text('x', 16 * 1024),
        "spark.executorEnv.TOO_LONG", text('x', 16 * 1024 + 1),
        "spark.executorEnv.TOO_LONG_IN_BYTES", text('é', 9 * 1024));
    assertEquals(Map.of("spark.executorEnv.FITS", text('x', 16 * 1024)), ReportedProperties.of(given));
  }

  @Test
  @DisplayName("of more than 128 KiB, what has a fixed name is kept")
  void longReport() {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < 20; i++) given.put("spark.dynamicAllocation." + i, text('x', 16_000));
    given.put("spark.executor.memory", "4g");
    given.put("spark.task.cpus", "2");
    Map<String, String> reported = ReportedProperties.of(given);
    assertTrue(reported.keySet().containsAll(Arrays.asList("spark.executor.memory", "spark.task.cpus")));
    assertEquals(2 + 8, reported.size());
  }

  @Test
  @DisplayName("the log names what executors may miss, but no value")
  void log() {
    try (LogRecords log = LogRecords.of(ReportedProperties.class)) {
      ReportedProperties.of(
          Map.of("spark.executorEnv.API_TOKEN", "hunter2", "spark.executorEnv.LONG", text('x', 20_000)));
      assertEquals(
          Arrays.asList(
              "not reported to the operator, since they are too long; executors get what the SparkApplication says: "
                  + "[spark.executorEnv.LONG]",
              "not reported to the operator, since they look like secrets; executors get what the SparkApplication "
                  + "says: [spark.executorEnv.API_TOKEN]"),
          log.messages());
    }
  }

  private static String text(char character, int length) {
    char[] characters = new char[length];
    Arrays.fill(characters, character);
    return new String(characters);
  }
}
