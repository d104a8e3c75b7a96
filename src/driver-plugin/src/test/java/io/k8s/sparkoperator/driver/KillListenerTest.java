package io.k8s.sparkoperator.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KillListenerTest {
  @ParameterizedTest(name = "{0}: {1}")
  @DisplayName("of the executors that Spark removes, those count that it has killed")
  @CsvSource({
    "Executor killed by driver., true",
    "Executor decommission: Executor is decommissioned., false",
    "The executor with id 3 exited with exit code 137(SIGKILL)., false",
    "Executor heartbeat timed out after 130000 ms, false",
  })
  void reasons(String reason, boolean isKilled) {
    List<String> killed = new ArrayList<>();
    new KillListener(killed::add).onExecutorRemoved(new SparkListenerExecutorRemoved(1L, "3", reason));
    assertEquals(isKilled ? List.of("3") : List.of(), killed);
  }
}
