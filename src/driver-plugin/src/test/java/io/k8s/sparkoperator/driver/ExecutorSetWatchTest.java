package io.k8s.sparkoperator.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The watch together with what it is for: losses and retirements that reach Spark. */
class ExecutorSetWatchTest {
  private final RecordedExecutors executors = new RecordedExecutors();
  private final ManualTimer writeTimer = new ManualTimer();
  private final ManualTimer retirementTimer = new ManualTimer();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final List<Integer> exits = new CopyOnWriteArrayList<>();
  private FakeApiServer server;
  private ExecutorSetWriter writer;
  private OperatorReports reports;
  private ExecutorSetWatch watch;
  private LogRecords log;

  @BeforeEach
  void start() throws IOException {
    log = LogRecords.ofAll();
    server = new FakeApiServer();
    writer = new ExecutorSetWriter(server.client(), writeTimer, DriverReport.of("context-1", "4.3.0", Map.of()));
    reports = new OperatorReports(executors, writer, retirementTimer, exits::add);
    watch = new ExecutorSetWatch(server.client(), reports::accept, new Backoff(1, 1));
    server.set.create();
    writer.update(report -> report.withProfiles(List.of(Map.of("id", 0L, "replicas", 2L))));
    writeTimer.advance(1_000);
    Timer.daemon("watch", () -> {
      watch.run();
      ended.countDown();
    }).start();
  }

  @AfterEach
  void end() throws InterruptedException {
    watch.stop();
    server.close();
    assertTrue(ended.await(10, TimeUnit.SECONDS), "the watch ends when it is told to");
    assertFalse(log.hasStackTrace());
    log.close();
  }

  private static String losses(long... sequences) {
    StringBuilder losses = new StringBuilder();
    for (long sequence : sequences) {
      losses.append(losses.length() == 0 ? "" : ",").append(String.format(
          "{\"sequence\":%d,\"id\":%d,\"exitCode\":137,\"causedByApplication\":true,\"reason\":\"out of memory\"}",
          sequence, sequence + 100));
    }
    return "{\"losses\":[" + losses + "]}";
  }

  private static String lost(long sequence) {
    return "lost " + (sequence + 100) + ": exit code 137 by itself, out of memory";
  }

  /** What the driver acknowledges once it has dealt with all that was reported before. */
  private Object acknowledged() throws Exception {
    server.set.report("{\"retire\":[{\"id\":999}]}");
    retirementTimer.awaitTask();
    writeTimer.advance(1_000);
    return server.set.spec().get("acknowledgedLoss");
  }

  /** After this, everything that was reported before has been passed on. */
  private void expectAfter(long sequence) throws Exception {
    server.set.report(losses(sequence));
    executors.expect(lost(sequence));
  }

  @Test
  @DisplayName("a loss reaches Spark once, in order, and is acknowledged")
  void loss() throws Exception {
    server.set.report(losses(2, 1));
    executors.expect(lost(1));
    executors.expect(lost(2));
    server.set.report(losses(1, 2, 3));
    executors.expect(lost(3));
    expectAfter(4);
    assertEquals(4L, acknowledged());
    assertTrue(reports.isGone("101"));
    assertFalse(reports.isGone("105"));
  }

  @Test
  @DisplayName("a loss that was there before the driver came is passed on")
  void early() throws Exception {
    server.set.report(losses(1));
    executors.expect(lost(1));
    assertEquals(1L, acknowledged());
  }

  @Test
  @DisplayName("what is said to an earlier SparkContext of the driver is not passed on")
  void earlierContext() throws Exception {
    String toAnother = losses(10, 11).replace("{\"losses\"", "{\"context\":\"context-0\",\"losses\"");
    expectAfter(9);
    server.set.report(toAnother);
    server.set.report(losses(10).replace("{\"losses\"", "{\"context\":\"context-1\",\"losses\""));
    executors.expect(lost(10));
    executors.expectNothingMore();
  }

  @Test
  @DisplayName("a driver that has to end exits with the code it is given, and logs why")
  void failure() throws Exception {
    expectAfter(1);
    server.set.report("{\"failure\":{\"exitCode\":11,\"message\":\"4 executors failed\"}}");
    expectAfter(2);
    assertEquals(List.of(11), exits);
    assertTrue(log.messages().contains("the driver ends with exit code 11: 4 executors failed"));
  }

  @Test
  @DisplayName("a broken watch goes on where it was: nothing is missed, nothing told twice")
  void reconnect() throws Exception {
    expectAfter(1);
    server.set.endWatches();
    expectAfter(2);
    server.set.endWatches();
    server.set.report(losses(1, 2, 3));
    executors.expect(lost(3));
    expectAfter(4);
    executors.expectNothingMore();
    assertEquals(1, server.count("LIST"));
  }

  @Test
  @DisplayName("a version too old to watch from leads to a new start, and nothing is told twice")
  void tooOld() throws Exception {
    expectAfter(1);
    server.set.report(losses(1, 2));
    executors.expect(lost(2));
    server.set.compact();
    server.set.endWatches();
    server.set.report(losses(2, 3));
    executors.expect(lost(3));
    expectAfter(4);
    executors.expectNothingMore();
    assertEquals(2, server.count("LIST"));
  }

  @ParameterizedTest
  @DisplayName("an answer with an error is survived")
  @ValueSource(ints = {401, 403, 429, 500, 503})
  void failure(int status) throws Exception {
    expectAfter(1);
    server.failNext(3, status);
    server.set.endWatches();
    expectAfter(2);
    assertTrue(log.messages().stream().anyMatch(message -> message.startsWith(
        "executor set spark/pi-1: WATCH was answered with HTTP " + status + " (the test says so); watched again in ")));
  }

  @Test
  @DisplayName("the losses of a set made again count anew, but no executor is lost twice")
  void recreated() throws Exception {
    expectAfter(5);
    server.set.delete();
    server.set.create();
    server.set.report("{\"losses\":["
        + "{\"sequence\":1,\"id\":105,\"exitCode\":1},{\"sequence\":2,\"id\":7,\"exitCode\":1}]}");
    executors.expect("lost 7: exit code 1, the operator gave no reason");
    executors.expectNothingMore();
    assertEquals(2L, acknowledged());
  }

  @Test
  @DisplayName("an entry that makes no sense is passed over")
  void malformed() throws Exception {
    server.set.report("{\"retire\":\"all\","
        + "\"losses\":[7,null,{\"id\":3},{\"sequence\":1,\"id\":3,\"exitCode\":\"x\"}]}");
    expectAfter(2);
    executors.expectNothingMore();
  }

  @Test
  @DisplayName("an executor to give back is asked once, and may not register any more")
  void retire() throws Exception {
    executors.active.add("5");
    server.set.report("{\"retire\":[{\"id\":5,\"reason\":\"scaled down\"},{\"id\":6,\"reason\":\"scaled down\"}]}");
    retirementTimer.awaitTask();
    retirementTimer.advance(0);
    executors.expect("give back 5: scaled down");
    server.set.report("{\"retire\":[{\"id\":5,\"reason\":\"scaled down\"}]}");
    expectAfter(2);
    retirementTimer.advance(60_000);
    executors.expectNothingMore();
    assertTrue(reports.isGone("5") && reports.isGone("6"));
  }

  @Test
  @DisplayName("executors that Spark has killed are said by ascending id, until their losses are seen")
  void killed() throws Exception {
    reports.killed("101");
    reports.killed("12");
    reports.killed("12");
    writeTimer.advance(1_000);
    assertEquals(List.of(12L, 101L), server.set.spec().get("killed"));
    expectAfter(1);
    acknowledged();
    assertEquals(List.of(12L), server.set.spec().get("killed"));
  }

  @Test
  @DisplayName("one whose loss was seen before it is known to be killed is not said")
  void killedLate() throws Exception {
    expectAfter(1);
    reports.killed("101");
    acknowledged();
    assertFalse(server.set.spec().containsKey("killed"));
  }

  @Test
  @DisplayName("of more than a set holds, the lowest ids are said first")
  void manyKilled() {
    for (int id = 700; id > 0; id--) reports.killed(String.valueOf(id));
    writeTimer.advance(1_000);
    List<?> killed = (List<?>) server.set.spec().get("killed");
    assertEquals(500, killed.size());
    assertEquals(500L, killed.get(499));
  }

  @Test
  @DisplayName("an API server that does not know of killed executors is not told of them again and again")
  void prunedKilled() {
    server.set.prune("killed");
    reports.killed("3");
    writeTimer.advance(60_000);
    assertEquals(2, server.count("PUT"));
  }

  @Test
  @DisplayName("a busy executor is asked again until it is idle")
  void busy() throws Exception {
    executors.active.add("5");
    executors.busy.add("5");
    server.set.report("{\"retire\":[{\"id\":5,\"reason\":\"scaled down\"}]}");
    retirementTimer.awaitTask();
    retirementTimer.advance(0);
    executors.expect("give back 5: scaled down");
    retirementTimer.advance(500);
    executors.expect("give back 5: scaled down");
    executors.busy.clear();
    retirementTimer.advance(500);
    executors.expect("give back 5: scaled down");
    retirementTimer.advance(60_000);
    executors.expectNothingMore();
  }
}
