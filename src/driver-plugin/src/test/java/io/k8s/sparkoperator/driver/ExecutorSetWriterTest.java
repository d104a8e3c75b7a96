package io.k8s.sparkoperator.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ExecutorSetWriterTest {
  private static final DriverReport REPORT =
      DriverReport.of("context-1", "4.3.0", Map.of("spark.executor.memory", "1g"));

  private final ManualTimer timer = new ManualTimer();
  private FakeApiServer server;
  private ExecutorSetWriter writer;
  private LogRecords log;

  @BeforeEach
  void start() throws IOException {
    server = new FakeApiServer();
    server.set.create();
    writer = new ExecutorSetWriter(server.client(), timer, REPORT);
    log = LogRecords.ofAll();
  }

  @AfterEach
  void end() {
    assertFalse(log.hasStackTrace());
    log.close();
    server.close();
  }

  private void want(long replicas) {
    writer.update(report -> report.withProfiles(List.of(Map.of("id", 0L, "replicas", replicas))));
  }

  private Object replicas() {
    return FakeExecutorSet.members(((List<?>) server.set.spec().get("profiles")).get(0)).get("replicas");
  }

  @Test
  @DisplayName("the first demand is written at once, with everything else the driver has to say")
  void first() {
    want(2);
    timer.advance(0);
    assertEquals(
        Map.ofEntries(
            Map.entry("applicationName", "pi"), Map.entry("attempt", 1L), Map.entry("driverPodName", "pi-driver"),
            Map.entry("schema", 1L), Map.entry("context", "context-1"), Map.entry("sequence", 1L),
            Map.entry("sparkVersion", "4.3.0"), Map.entry("stopped", false),
            Map.entry("conf", Map.of("spark.executor.memory", "1g")),
            Map.entry("profiles", List.of(Map.of("id", 0L, "replicas", 2L)))),
        server.set.spec());
    assertEquals(Map.of("kept", "yes"), FakeExecutorSet.members(server.set.current().get("metadata")).get("labels"));
    assertEquals(List.of("executor set spark/pi-1: wanted: 2 executors"), log.messages());
  }

  @Test
  @DisplayName("nothing is written before Spark has asked for executors")
  void notAsked() {
    writer.update(report -> report.withAcknowledgedLoss(3));
    timer.advance(60_000);
    assertEquals(List.of(), server.requests);
  }

  @Test
  @DisplayName("of many demands the newest is written, with a pause between two writes")
  void coalesced() {
    List<Object> written = new ArrayList<>();
    for (long replicas = 1; replicas <= 100; replicas++) {
      want(replicas);
      timer.advance(10);
      if (!written.contains(replicas())) written.add(replicas());
    }
    timer.advance(1_000);
    assertEquals(List.of(1L, 30L, 60L, 90L), written);
    assertEquals(100L, replicas());
    assertEquals(5L, server.set.spec().get("sequence"));
  }

  @Test
  @DisplayName("a demand that the set already says costs no write")
  void unchanged() {
    want(2);
    timer.advance(1_000);
    want(3);
    want(2);
    timer.advance(1_000);
    assertEquals(1, server.count("PUT"));
  }

  @Test
  @DisplayName("a set that changed in between is read again, and what the operator wrote is kept")
  void conflict() {
    AtomicInteger puts = new AtomicInteger();
    server.beforeEachPut(() -> {
      if (puts.incrementAndGet() <= 2) report("{\"nextExecutorId\":7}");
    });
    want(2);
    timer.advance(0);
    assertEquals(2L, replicas());
    assertEquals(Map.of("nextExecutorId", 7L), server.set.current().get("status"));
    assertEquals(3, server.count("PUT"));
  }

  private void report(String status) {
    try {
      server.set.report(status);
    } catch (IOException cause) {
      throw new IllegalStateException(cause);
    }
  }

  @Test
  @DisplayName("a failing server is asked again, less and less often, and the log says so")
  void backoff() {
    server.failNext(4, 503);
    want(2);
    timer.advance(60_000);
    assertEquals(2L, replicas());
    assertEquals(5, log.messages().size());
    assertTrue(log.messages().get(3).matches("executor set spark/pi-1: GET was answered with HTTP 503 \\(the test says "
        + "so\\); it is written again in (3[.][2-9]|4[.]0) s, until then executors stay as they are"),
        log.messages().get(3));
  }

  @Test
  @DisplayName("the newest demand is written once the server is well again")
  void newestAfterFailure() {
    server.failNext(1, 500);
    want(2);
    timer.advance(100);
    want(5);
    timer.advance(1_000);
    assertEquals(5L, replicas());
    assertEquals(1, server.count("PUT"));
  }

  @Test
  @DisplayName("a set that was deleted and made again gets the demand again")
  void recreated() {
    want(2);
    timer.advance(1_000);
    server.set.delete();
    server.set.create();
    assertNull(server.set.spec().get("profiles"));
    writer.check();
    timer.advance(1_000);
    assertEquals(2L, replicas());
  }
}
