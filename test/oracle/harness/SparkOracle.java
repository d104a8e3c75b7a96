import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.k8s.KubernetesConf;
import org.apache.spark.deploy.k8s.KubernetesDriverConf;
import org.apache.spark.deploy.k8s.KubernetesDriverSpec;
import org.apache.spark.deploy.k8s.KubernetesExecutorConf;
import org.apache.spark.deploy.k8s.KubernetesExecutorSpec;
import org.apache.spark.deploy.k8s.SparkPod;
import org.apache.spark.deploy.k8s.submit.JavaMainAppResource;
import org.apache.spark.deploy.k8s.submit.KubernetesDriverBuilder;
import org.apache.spark.deploy.k8s.submit.MainAppResource;
import org.apache.spark.deploy.k8s.submit.PythonMainAppResource;
import org.apache.spark.deploy.k8s.submit.RMainAppResource;
import org.apache.spark.resource.ExecutorResourceRequests;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfile$;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBuilder;
import scala.Option;
import scala.Tuple2;

/**
 * Answers what Spark's own builders make of a configuration: one case a line on standard input, one answer a line on
 * standard output, both JSON, in the same order.
 *
 * <p>What is called here is the same in all versions from 3.4 on; it is compiled against the version that is asked. The
 * client is never connected: no step that is asked for here talks to an API server.
 *
 * <pre>
 * case    {conf, kind, resource, mainClass, arguments, proxyUser, appId, driver: {name, uid, ip},
 *          files: {path: content}, hadoopConf: {name: content}, profile: {id, cores, memoryMiB, memoryOverheadMiB,
 *          offHeapMiB, pysparkMemoryMiB, resources: [{name, amount, vendor}]}}
 * answer  {driver: {pod, pre, resources, properties} or {refused}, executor: {pod, resources} or {refused}}
 * </pre>
 */
public final class SparkOracle {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAME_PREFIX = "spark.kubernetes.executor.podNamePrefix";
  private static final String TEMPLATE = "spark.kubernetes.executor.podTemplateFile";

  private final KubernetesClient client;

  private SparkOracle(KubernetesClient client) {
    this.client = client;
  }

  public static void main(String[] arguments) throws IOException {
    PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), false, "UTF-8");
    // Whatever a library prints must not come between the answers.
    System.setOut(System.err);
    Config nowhere = new ConfigBuilder(Config.empty()).withMasterUrl("https://localhost:1").build();
    SparkOracle oracle = new SparkOracle(new KubernetesClientBuilder().withConfig(nowhere).build());
    BufferedReader cases = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = cases.readLine(); line != null; line = cases.readLine()) {
      JsonNode asked = JSON.readTree(line);
      answers.print(JSON.writeValueAsString(oracle.answer(asked)) + "\n");
      answers.flush();
      removeFiles(asked.get("files"));
    }
    // The client's threads would keep the process.
    System.exit(0);
  }

  /** An exception is a refusal; an error is a fault of this program and ends it. */
  private Map<String, Object> answer(JsonNode asked) {
    Map<String, Object> answer = new LinkedHashMap<>();
    Map<String, String> properties;
    try {
      KubernetesDriverSpec driver = buildDriver(asked);
      properties = propertiesOf(driver);
      Map<String, Object> parts = new LinkedHashMap<>();
      parts.put("pod", finished(driver.pod()));
      parts.put("pre", listOf(driver.driverPreKubernetesResources()));
      parts.put("resources", listOf(driver.driverKubernetesResources()));
      parts.put("properties", properties);
      answer.put("driver", parts);
    } catch (Exception refusal) {
      answer.put("driver", refused(refusal));
      return answer;
    }
    try {
      KubernetesExecutorSpec executor = buildExecutor(asked, properties);
      Map<String, Object> parts = new LinkedHashMap<>();
      parts.put("pod", finished(executor.pod()));
      parts.put("resources", listOf(executor.executorKubernetesResources()));
      answer.put("executor", parts);
    } catch (Exception refusal) {
      answer.put("executor", refused(refusal));
    }
    return answer;
  }

  private KubernetesDriverSpec buildDriver(JsonNode asked) throws IOException {
    writeFiles(Path.of("."), asked.get("files"));
    SparkConf conf = new CaseConf(hadoopConfDir(asked.get("hadoopConf")));
    asked.get("conf").fields().forEachRemaining(entry -> conf.set(entry.getKey(), entry.getValue().asText()));
    List<String> arguments = new ArrayList<>();
    asked.get("arguments").forEach(argument -> arguments.add(argument.asText()));
    KubernetesDriverConf driver =
        KubernetesConf.createDriverConf(
            conf,
            textOf(asked, "appId"),
            mainResource(asked),
            textOf(asked, "mainClass"),
            arguments.toArray(new String[0]),
            Option.apply(textOf(asked, "proxyUser")));
    return new KubernetesDriverBuilder().buildFromFeatures(driver, client);
  }

  /** As the allocator in the driver asks for its first executor. */
  private KubernetesExecutorSpec buildExecutor(JsonNode asked, Map<String, String> properties)
      throws ReflectiveOperationException {
    JsonNode driver = asked.get("driver");
    SparkConf conf = new SparkConf(false);
    properties.forEach(conf::set);
    // The image's entry point adds it to the properties file.
    conf.set("spark.driver.bindAddress", textOf(driver, "ip"));
    // In the driver's pod it would be a mounted file; here it is where it was.
    // The driver's cluster manager does this before it makes an allocator.
    if (!conf.contains(NAME_PREFIX)) {
      conf.set(NAME_PREFIX, KubernetesConf.getResourceNamePrefix(conf.get("spark.app.name", "spark")));
    }
    String template = textOf(asked.get("conf"), TEMPLATE);
    if (template != null) conf.set(TEMPLATE, template);
    Pod driverPod =
        new PodBuilder()
            .withNewMetadata()
            .withName(textOf(driver, "name"))
            .withUid(textOf(driver, "uid"))
            .endMetadata()
            .build();
    try {
      ResourceProfile profile = profileOf(conf, asked.get("profile"));
      KubernetesExecutorConf executor =
          KubernetesConf.createExecutorConf(
              conf, "1", textOf(asked, "appId"), Option.apply(driverPod), profile.id());
      return new KubernetesExecutorBuilder().buildFromFeatures(executor, securityOf(conf), client, profile);
    } finally {
      // Spark keeps one for the life of a driver.
      ResourceProfile$.MODULE$.clearDefaultProfile();
    }
  }

  /** The default one follows the properties. */
  private static ResourceProfile profileOf(SparkConf conf, JsonNode asked) throws ReflectiveOperationException {
    ResourceProfile byDefault = ResourceProfile$.MODULE$.getOrCreateDefaultProfile(conf);
    if (asked == null || asked.isNull()) return byDefault;
    ExecutorResourceRequests requests = new ExecutorResourceRequests();
    if (asked.has("cores")) requests.cores(asked.get("cores").asInt());
    if (asked.has("memoryMiB")) requests.memory(asked.get("memoryMiB").asText() + "m");
    if (asked.has("memoryOverheadMiB")) requests.memoryOverhead(asked.get("memoryOverheadMiB").asText() + "m");
    if (asked.has("offHeapMiB")) requests.offHeapMemory(asked.get("offHeapMiB").asText() + "m");
    if (asked.has("pysparkMemoryMiB")) requests.pysparkMemory(asked.get("pysparkMemoryMiB").asText() + "m");
    asked
        .path("resources")
        .forEach(
            resource ->
                requests.resource(
                    textOf(resource, "name"),
                    resource.get("amount").asLong(),
                    "",
                    resource.path("vendor").asText()));
    ResourceProfile profile = new ResourceProfileBuilder().require(requests).build();
    // Spark counts them up for as long as the JVM lives.
    Field id = ResourceProfile.class.getDeclaredField("_id");
    id.setAccessible(true);
    id.setInt(profile, asked.get("id").asInt());
    return profile;
  }

  private static SecurityManager securityOf(SparkConf conf) {
    SecurityManager security =
        new SecurityManager(
            conf,
            Option.apply(null),
            org.apache.spark.internal.config.package$.MODULE$.AUTH_SECRET_FILE_DRIVER());
    security.initializeAuth();
    return security;
  }

  private static MainAppResource mainResource(JsonNode asked) {
    String resource = textOf(asked, "resource");
    switch (textOf(asked, "kind")) {
      case "python":
        return new PythonMainAppResource(resource);
      case "r":
        return new RMainAppResource(resource);
      default:
        return new JavaMainAppResource(Option.apply("spark-internal".equals(resource) ? null : resource));
    }
  }

  private static String hadoopConfDir(JsonNode files) throws IOException {
    if (files == null || files.isNull()) return null;
    Path folder = Files.createTempDirectory("hadoop-conf-");
    writeFiles(folder, files);
    return folder.toString();
  }

  /** The next case must not find them. */
  private static void removeFiles(JsonNode files) throws IOException {
    if (files == null || files.isNull()) return;
    for (Iterator<String> names = files.fieldNames(); names.hasNext(); ) Files.deleteIfExists(Path.of(names.next()));
  }

  private static void writeFiles(Path folder, JsonNode files) throws IOException {
    if (files == null || files.isNull()) return;
    for (Iterator<Map.Entry<String, JsonNode>> each = files.fields(); each.hasNext(); ) {
      Map.Entry<String, JsonNode> file = each.next();
      Files.write(folder.resolve(file.getKey()), file.getValue().asText().getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The Spark container comes after the others, as where Spark submits the pod. */
  private static Pod finished(SparkPod built) {
    return new PodBuilder(built.pod()).editOrNewSpec().addToContainers(built.container()).endSpec().build();
  }

  private static Map<String, String> propertiesOf(KubernetesDriverSpec driver) {
    Map<String, String> properties = new TreeMap<>();
    scala.collection.Iterator<Tuple2<String, String>> each = driver.systemProperties().iterator();
    while (each.hasNext()) {
      Tuple2<String, String> property = each.next();
      properties.put(property._1(), property._2());
    }
    return properties;
  }

  private static List<Object> listOf(scala.collection.Iterable<?> found) {
    List<Object> list = new ArrayList<>();
    scala.collection.Iterator<?> each = found.iterator();
    while (each.hasNext()) list.add(each.next());
    return list;
  }

  /** The folder that files are in is another one each time. */
  private static Map<String, String> refused(Exception refusal) {
    String reason = refusal.getClass().getSimpleName() + ": " + refusal.getMessage();
    return Map.of("refused", reason.replace(System.getProperty("user.dir") + "/", ""));
  }

  private static String textOf(JsonNode object, String key) {
    JsonNode found = object.get(key);
    return found == null || found.isNull() ? null : found.asText();
  }

  /** Spark looks at variables of the submitter through its properties: here they belong to the case. */
  private static final class CaseConf extends SparkConf {
    private final String hadoopConfDir;

    CaseConf(String hadoopConfDir) {
      super(false);
      this.hadoopConfDir = hadoopConfDir;
    }

    @Override
    public String getenv(String name) {
      return "HADOOP_CONF_DIR".equals(name) ? hadoopConfDir : super.getenv(name);
    }

    @Override
    public SparkConf clone() {
      SparkConf copy = new CaseConf(hadoopConfDir);
      for (Tuple2<String, String> property : getAll()) copy.set(property._1(), property._2());
      return copy;
    }
  }
}
