package io.k8s.sparkoperator.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The last write of a driver. */
class ExecutorSetWriterStopTest {
  private final ManualTimer timer = new ManualTimer();
  private FakeApiServer server;
  private ExecutorSetWriter writer;
  private LogRecords log;

  @BeforeEach
  void start() throws IOException {
    server = new FakeApiServer();
    server.set.create();
    writer = new ExecutorSetWriter(server.client(), timer, DriverReport.of("context-1", "4.3.0", Map.of()));
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

  @Test
  @DisplayName("the end is written: stopped, and no profiles")
  void stop() {
    want(2);
    timer.advance(1_000);
    writer.stop(5_000);
    assertEquals(true, server.set.spec().get("stopped"));
    assertEquals(List.of(), server.set.spec().get("profiles"));
    assertEquals("executor set spark/pi-1: wanted: no executors, the SparkContext has stopped", log.messages().get(1));
  }

  @Test
  @DisplayName("nothing asked for after the end is written")
  void afterStop() {
    writer.stop(5_000);
    want(9);
    timer.advance(60_000);
    assertEquals(List.of(), server.set.spec().get("profiles"));
  }

  @Test
  @DisplayName("a failing server is asked again while there is time for stopping")
  void stopAgain() {
    server.failNext(2, 503);
    writer.stop(5_000);
    assertEquals(true, server.set.spec().get("stopped"));
  }

  @Test
  @DisplayName("stopping ends within its limit when the server is silent")
  void stopSilent() {
    server.fallSilent();
    long before = System.nanoTime();
    writer.stop(200);
    assertTrue(System.nanoTime() - before < 2_000_000_000L);
    assertTrue(log.messages().contains("executor set spark/pi-1: the API server did not answer within 0.2 s; the "
        + "operator sees the driver's end by its pod"));
  }

  @Test
  @DisplayName("stopping ends at once when the set is gone")
  void stopGone() {
    server.set.delete();
    long before = System.nanoTime();
    writer.stop(60_000);
    assertTrue(System.nanoTime() - before < 30_000_000_000L);
    assertEquals(List.of(), log.messages());
  }

  @Test
  @DisplayName("a SparkContext that has ended says nothing any more once another one speaks")
  void nextContext() {
    want(2);
    timer.advance(1_000);
    ManualTimer nextTimer = new ManualTimer();
    ExecutorSetWriter next =
        new ExecutorSetWriter(server.client(), nextTimer, DriverReport.of("context-2", "4.3.0", Map.of()));
    next.update(report -> report.withProfiles(List.of(Map.of("id", 0L, "replicas", 3L))));
    nextTimer.advance(1_000);
    writer.stop(5_000);
    assertEquals("context-2", server.set.spec().get("context"));
    assertEquals(false, server.set.spec().get("stopped"));
  }

  @Test
  @DisplayName("a write that is under way when the driver stops doesn't undo the end")
  void lateWrite() {
    server.beforeEachPut(() -> {
      server.beforeEachPut(() -> { });
      writer.stop(5_000);
    });
    want(2);
    timer.advance(0);
    assertEquals(true, server.set.spec().get("stopped"));
    assertEquals(List.of(), server.set.spec().get("profiles"));
  }
}
