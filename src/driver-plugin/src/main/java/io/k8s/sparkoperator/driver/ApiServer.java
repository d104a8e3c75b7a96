package io.k8s.sparkoperator.driver;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Map;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * The API server of the cluster this driver runs in, spoken to with the pod's own token.
 *
 * <p>Guarantees: token and CA are read again for each request, since the kubelet replaces both; without a CA file the
 * JVM's own trust decides. No proxy of the JVM's settings is used: the server is in the cluster.
 */
final class ApiServer {
  private static final String MOUNTED = "/var/run/secrets/kubernetes.io/serviceaccount/";
  private static final String DEFAULT_ADDRESS = "https://kubernetes.default.svc";

  private final String address;
  private final Path tokenFile;
  private final Path caFile;
  private byte[] trustedCa;
  private SSLSocketFactory trustingSockets;

  ApiServer(String address, Path tokenFile, Path caFile) {
    this.address = address;
    this.tokenFile = tokenFile;
    this.caFile = caFile;
  }

  /**
   * The server that Spark's own client would talk to. An address set by hand wins; otherwise the one that the kubelet
   * puts into the environment, which needs no DNS.
   */
  static ApiServer inCluster(Map<String, String> properties, Map<String, String> environment) {
    String mounted = "spark.kubernetes.authenticate.driver.mounted.";
    return new ApiServer(
        address(properties.getOrDefault("spark.kubernetes.driver.master", DEFAULT_ADDRESS), environment),
        Paths.get(properties.getOrDefault(mounted + "oauthTokenFile", MOUNTED + "token")),
        Paths.get(properties.getOrDefault(mounted + "caCertFile", MOUNTED + "ca.crt")));
  }

  private static String address(String master, Map<String, String> environment) {
    String host = environment.get("KUBERNETES_SERVICE_HOST");
    String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
    if (master.equals(DEFAULT_ADDRESS) && host != null) {
      return "https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
    String url = master.startsWith("k8s://") ? master.substring("k8s://".length()) : master;
    return (url.contains("://") ? url : "https://" + url).replaceAll("/+$", "");
  }

  /** A connection that hasn't been opened yet. Each read from it ends after the time-out. */
  HttpURLConnection connect(String method, String path, int timeoutMs) throws IOException {
    URL url = new URL(address + path);
    HttpURLConnection connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
    if (connection instanceof HttpsURLConnection && Files.exists(caFile)) {
      ((HttpsURLConnection) connection).setSSLSocketFactory(socketsTrusting(Files.readAllBytes(caFile)));
    }
    connection.setRequestMethod(method);
    connection.setConnectTimeout(Math.min(timeoutMs, 10_000));
    connection.setReadTimeout(timeoutMs);
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setRequestProperty("Accept", "application/json");
    connection.setRequestProperty("User-Agent", "spark-operator-driver-plugin");
    if (Files.exists(tokenFile)) {
      String token = new String(Files.readAllBytes(tokenFile), StandardCharsets.UTF_8).trim();
      connection.setRequestProperty("Authorization", "Bearer " + token);
    }
    return connection;
  }

  /** The same factory as long as the CA stays the same, so that connections are used again. */
  private synchronized SSLSocketFactory socketsTrusting(byte[] ca) throws IOException {
    if (Arrays.equals(ca, trustedCa)) return trustingSockets;
    try (InputStream certificates = new ByteArrayInputStream(ca)) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(certificates)) {
        trusted.setCertificateEntry("ca-" + trusted.size(), each);
      }
      TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(null, trust.getTrustManagers(), null);
      trustingSockets = tls.getSocketFactory();
      trustedCa = ca;
      return trustingSockets;
    } catch (GeneralSecurityException cause) {
      throw new IOException("the CA certificates in " + caFile + " cannot be used: " + cause.getMessage(), cause);
    }
  }

  @Override
  public String toString() {
    return address;
  }
}
