package io.k8s.sparkoperator.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiServerTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir
  private Path folder;

  @ParameterizedTest
  @DisplayName("an address set by hand wins, then the environment's, then the name of the service")
  @CsvSource({
    ",                               10.96.0.1, 443,  https://10.96.0.1:443",
    ",                               fd00::1,   6443, https://[fd00::1]:6443",
    ",                               ,          ,     https://kubernetes.default.svc",
    "https://kubernetes.default.svc, 10.96.0.1, ,     https://10.96.0.1:443",
    "k8s://https://host:6443/,       10.96.0.1, 443,  https://host:6443",
    "k8s://host:6443,                10.96.0.1, 443,  https://host:6443",
    "http://localhost:8001,          10.96.0.1, 443,  http://localhost:8001",
  })
  void address(String master, String host, String port, String expected) {
    Map<String, String> properties = master == null ? Map.of() : Map.of("spark.kubernetes.driver.master", master);
    Map<String, String> environment = new HashMap<>();
    if (host != null) environment.put("KUBERNETES_SERVICE_HOST", host);
    if (port != null) environment.put("KUBERNETES_SERVICE_PORT", port);
    assertEquals(expected, ApiServer.inCluster(properties, environment).toString());
  }

  @Test
  @DisplayName("the mounted CA is trusted, and the token is read each time")
  void tokenAndCa() throws Exception {
    Path ca = certificate("one");
    Path token = Files.writeString(folder.resolve("token"), "first\n");
    List<String> tokens = new CopyOnWriteArrayList<>();
    HttpsServer server = server("one", tokens);
    try {
      ApiServer api = new ApiServer("https://localhost:" + server.getAddress().getPort(), token, ca);
      assertEquals(200, api.connect("GET", "/", 10_000).getResponseCode());
      Files.writeString(token, "second");
      assertEquals(200, api.connect("GET", "/", 10_000).getResponseCode());
      assertEquals(List.of("Bearer first", "Bearer second"), tokens);
    } finally {
      server.stop(0);
    }
  }

  @Test
  @DisplayName("another CA is not trusted until it takes the first one's place")
  void otherCa() throws Exception {
    Path trusted = certificate("two");
    Path servers = certificate("one");
    HttpsServer server = server("one", new CopyOnWriteArrayList<>());
    try {
      String address = "https://localhost:" + server.getAddress().getPort();
      ApiServer api = new ApiServer(address, folder.resolve("no-token"), trusted);
      assertThrows(SSLHandshakeException.class, () -> api.connect("GET", "/", 10_000).getResponseCode());
      Files.copy(servers, trusted, StandardCopyOption.REPLACE_EXISTING);
      assertEquals(200, api.connect("GET", "/", 10_000).getResponseCode());
    } finally {
      server.stop(0);
    }
  }

  /** Makes a key with a certificate for localhost; answers with the certificate's file. */
  private Path certificate(String name) throws Exception {
    Path store = folder.resolve(name + ".p12");
    Process keytool = new ProcessBuilder(
        Paths.get(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", name,
        "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost", "-storetype", "PKCS12",
        "-keystore", store.toString(), "-storepass", new String(PASSWORD)).inheritIO().start();
    assertEquals(0, keytool.waitFor());
    byte[] certificate = open(store).getCertificate(name).getEncoded();
    String base64 = Base64.getMimeEncoder().encodeToString(certificate);
    return Files.writeString(
        folder.resolve(name + ".crt"),
        "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n",
        StandardCharsets.US_ASCII);
  }

  private static KeyStore open(Path store) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }

  private HttpsServer server(String name, List<String> tokens) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(open(folder.resolve(name + ".p12")), PASSWORD);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(keys.getKeyManagers(), null, null);
    HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.createContext("/", exchange -> {
      tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
    });
    server.start();
    return server;
  }
}
