package io.k8s.sparkoperator.driver;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UnsupportedEncodingException;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Reads, replaces and watches one SparkExecutorSet.
 *
 * <p>Fails: with {@link ApiFailure} when the server answers with an error, otherwise with the {@code IOException} of
 * the connection; no call takes longer than its time-out without a sign of life from the server.
 */
final class ExecutorSetClient {
  /** The watch ends by itself after this long, and is opened again. */
  private static final int WATCH_SECONDS = 300;
  /** API servers send a bookmark each minute. Two missing ones mean that nobody is there any more. */
  private static final int WATCH_SILENCE_MS = 150_000;
  private static final int MESSAGE_LENGTH = 300;

  private final ApiServer server;
  private final String namespace;
  private final String name;
  private final String collection;

  ExecutorSetClient(ApiServer server, String namespace, String name) {
    this.server = server;
    this.namespace = namespace;
    this.name = name;
    this.collection = "/apis/sparkoperator.k8s.io/v1alpha1/namespaces/" + namespace + "/sparkexecutorsets";
  }

  ExecutorSet read(int timeoutMs) throws IOException {
    HttpURLConnection connection = server.connect("GET", collection + "/" + name, timeoutMs);
    return ExecutorSet.of(JsonReader.read(answer("GET", connection)));
  }

  /** Fails: with HTTP 409 if the set has changed since it was read. */
  ExecutorSet replace(ExecutorSet set, int timeoutMs) throws IOException {
    HttpURLConnection connection = server.connect("PUT", collection + "/" + name, timeoutMs);
    connection.setDoOutput(true);
    connection.setRequestProperty("Content-Type", "application/json");
    try (OutputStream body = connection.getOutputStream()) {
      body.write(set.toJson().getBytes(StandardCharsets.UTF_8));
    }
    return ExecutorSet.of(JsonReader.read(answer("PUT", connection)));
  }

  /** Hands the set to the listener if it exists; answers with the version to watch from. */
  String list(int timeoutMs, Listener listener) throws IOException {
    HttpURLConnection connection = server.connect("GET", collection + "?" + onlyThis(), timeoutMs);
    Object list = JsonReader.read(answer("LIST", connection));
    Object items = list instanceof Map ? ((Map<?, ?>) list).get("items") : null;
    if (items instanceof List) {
      for (Object item : (List<?>) items) listener.changed(ExecutorSet.of(item));
    }
    return ExecutorSet.of(list).resourceVersion();
  }

  /**
   * Hands each change after that version to the listener until the server ends the watch or the listener wants no more.
   *
   * <p>Guarantees: {@link Listener#reached} is told of each version behind which nothing has to be seen again.
   * Fails: with HTTP 410 when the version is too old to watch from.
   */
  void watch(String resourceVersion, Listener listener) throws IOException {
    String query = "?watch=true&allowWatchBookmarks=true&timeoutSeconds=" + WATCH_SECONDS
        + "&resourceVersion=" + encode(resourceVersion) + "&" + onlyThis();
    HttpURLConnection connection = server.connect("GET", collection + query, WATCH_SILENCE_MS);
    requireSuccess("WATCH", connection);
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
      String line;
      while (listener.wantsMore() && (line = lines.readLine()) != null) {
        if (!line.isEmpty()) deliver(JsonReader.read(line), listener);
      }
    } finally {
      connection.disconnect();
    }
  }

  private void deliver(Object event, Listener listener) throws IOException {
    Map<?, ?> members = event instanceof Map ? (Map<?, ?>) event : null;
    if (members == null || !(members.get("object") instanceof Map)) throw new JsonException("expected a watch event");
    Map<?, ?> object = (Map<?, ?>) members.get("object");
    if ("ERROR".equals(members.get("type"))) {
      Object code = object.get("code");
      throw new ApiFailure("WATCH", code instanceof Long ? ((Long) code).intValue() : 500, message(object));
    }
    ExecutorSet set = ExecutorSet.of(object);
    if ("ADDED".equals(members.get("type")) || "MODIFIED".equals(members.get("type"))) listener.changed(set);
    listener.reached(set.resourceVersion());
  }

  private String onlyThis() {
    return "fieldSelector=" + encode("metadata.name=" + name);
  }

  private static String encode(String value) {
    try {
      return URLEncoder.encode(value, "UTF-8");
    } catch (UnsupportedEncodingException cause) {
      throw new IllegalStateException(cause);
    }
  }

  private static String answer(String request, HttpURLConnection connection) throws IOException {
    requireSuccess(request, connection);
    return content(connection.getInputStream());
  }

  private static void requireSuccess(String request, HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    if (status / 100 == 2) return;
    throw new ApiFailure(request, status, message(connection.getErrorStream()));
  }

  /** What the server says about its error, in one line. */
  private static String message(InputStream error) throws IOException {
    if (error == null) return "";
    String content = content(error);
    try {
      Object status = JsonReader.read(content);
      return status instanceof Map ? message((Map<?, ?>) status) : "";
    } catch (JsonException notFromKubernetes) {
      return oneLine(content);
    }
  }

  private static String message(Map<?, ?> status) {
    return status.get("message") instanceof String ? oneLine((String) status.get("message")) : "";
  }

  private static String oneLine(String text) {
    String line = text.replaceAll("\\s+", " ").trim();
    return line.length() <= MESSAGE_LENGTH ? line : line.substring(0, MESSAGE_LENGTH) + " …";
  }

  private static String content(InputStream stream) throws IOException {
    try (InputStream in = stream) {
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) content.write(buffer, 0, count);
      return new String(content.toByteArray(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public String toString() {
    return "executor set " + namespace + "/" + name;
  }

  /** Who wants to know of changes. Called in the thread that reads them. */
  interface Listener {
    void changed(ExecutorSet set);

    void reached(String resourceVersion);

    boolean wantsMore();
  }
}
