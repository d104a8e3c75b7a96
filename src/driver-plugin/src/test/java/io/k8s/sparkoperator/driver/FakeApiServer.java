package io.k8s.sparkoperator.driver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Serves one executor set over HTTP like an API server. What goes wrong, and when, is the test's choice. */
final class FakeApiServer implements AutoCloseable {
  private static final String COLLECTION = "/apis/sparkoperator.k8s.io/v1alpha1/namespaces/spark/sparkexecutorsets";
  private static final String ONLY_THIS = "fieldSelector=metadata.name=pi-1";

  final FakeExecutorSet set = new FakeExecutorSet();
  final List<String> requests = new CopyOnWriteArrayList<>();
  private final HttpServer http;
  private final ExecutorService threads = Executors.newCachedThreadPool(task -> Timer.daemon("fake-api-server", task));
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean silent;
  private volatile Runnable beforePut = () -> { };
  private int failuresLeft;
  private int failureStatus;

  FakeApiServer() throws IOException {
    this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
  }

  FakeApiServer(HttpServer http) {
    this.http = http;
    http.createContext("/", this::answer);
    http.setExecutor(threads);
    http.start();
  }

  Map<String, String> properties() {
    return Map.of(
        "spark.kubernetes.driver.master", "http://localhost:" + http.getAddress().getPort(),
        "spark.kubernetes.namespace", "spark",
        "spark.operator.executorSet.name", "pi-1");
  }

  ExecutorSetClient client() {
    return new ExecutorSetClient(ApiServer.inCluster(properties(), Map.of()), "spark", "pi-1");
  }

  synchronized void failNext(int count, int status) {
    failuresLeft = count;
    failureStatus = status;
  }

  /** From now on requests are taken and never answered. */
  void fallSilent() {
    silent = true;
  }

  void beforeEachPut(Runnable action) {
    beforePut = action;
  }

  long count(String request) {
    return requests.stream().filter(request::equals).count();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String query = exchange.getRequestURI().getQuery();
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String request = request(exchange.getRequestMethod(), query);
      requests.add(request);
      if (silent) closed.await();
      if (fails()) {
        send(exchange, status(failureStatus, "the test says so"));
      } else {
        answer(exchange, request, body);
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(HttpExchange exchange, String request, String body) throws IOException, InterruptedException {
    switch (request) {
      case "LIST":
        send(exchange, set.list());
        break;
      case "WATCH":
        watch(exchange, resourceVersion(exchange.getRequestURI().getQuery()));
        break;
      case "PUT":
        beforePut.run();
        int code = set.replace(FakeExecutorSet.members(JsonReader.read(body)));
        send(exchange, code == 200 ? set.current() : status(code, "the object has been modified"));
        break;
      default:
        boolean found = exchange.getRequestURI().getPath().equals(COLLECTION + "/pi-1") && set.current() != null;
        send(exchange, found ? set.current() : status(404, "sparkexecutorsets \"pi-1\" not found"));
    }
  }

  private static String request(String method, String query) {
    if (query == null) return method;
    if (!query.contains(ONLY_THIS)) throw new IllegalArgumentException(query);
    return query.contains("watch=true") ? "WATCH" : "LIST";
  }

  private void watch(HttpExchange exchange, long from) throws IOException, InterruptedException {
    int endedBefore = set.endedWatches();
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    if (set.isTooOld(from)) {
      write(out, Map.of("type", "ERROR", "object", status(410, "too old resource version")));
      return;
    }
    long seen = from;
    while (true) {
      Map<String, Object> event = set.awaitEvent(seen, endedBefore);
      if (event == null) return;
      write(out, event);
      seen = FakeExecutorSet.versionOf(event);
    }
  }

  private static void write(OutputStream out, Map<String, Object> event) throws IOException {
    out.write((JsonWriter.write(event) + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private synchronized boolean fails() {
    return failuresLeft > 0 && failuresLeft-- > 0;
  }

  private static Map<String, Object> status(int code, String message) {
    return Map.of("kind", "Status", "code", (long) code, "message", message);
  }

  private static void send(HttpExchange exchange, Map<String, Object> body) throws IOException {
    int status = "Status".equals(body.get("kind")) ? ((Long) body.get("code")).intValue() : 200;
    byte[] content = JsonWriter.write(body).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, content.length);
    exchange.getResponseBody().write(content);
  }

  private static long resourceVersion(String query) {
    Matcher value = Pattern.compile("&resourceVersion=(\\d+)").matcher(query);
    if (!value.find()) throw new IllegalArgumentException(query);
    return Long.parseLong(value.group(1));
  }

  @Override
  public void close() {
    closed.countDown();
    set.endWatches();
    http.stop(0);
    threads.shutdownNow();
  }
}
