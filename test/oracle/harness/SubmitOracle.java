import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkSubmit;
import org.apache.spark.deploy.SparkSubmitArguments;
import scala.Option;
import scala.Tuple2;
import scala.Tuple4;

/**
 * Answers what {@code spark-submit} makes of a command line, without submitting it: one a line on standard input, one
 * answer a line on standard output, both JSON, in the same order. Files are those of the folder it runs in.
 *
 * <pre>
 * question  {words: [word], environment: {variable: value}}
 * answer    {conf, arguments: what the client of Kubernetes is told} or {refused}
 * </pre>
 */
public final class SubmitOracle {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SubmitOracle() {}

  public static void main(String[] arguments) throws IOException {
    PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), false, "UTF-8");
    // Whatever a library prints must not come between the answers.
    System.setOut(System.err);
    BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = questions.readLine(); line != null; line = questions.readLine()) {
      answers.print(JSON.writeValueAsString(answer(JSON.readTree(line))) + "\n");
      answers.flush();
    }
    System.exit(0);
  }

  /** An exception is a refusal; an error is a fault of this program and ends it. */
  private static Map<String, Object> answer(JsonNode question) {
    try {
      SparkSubmitArguments arguments =
          new SparkSubmitArguments(
              wordsOf(question.get("words")), environmentOf(question.get("environment")));
      Tuple4<?, ?, SparkConf, String> prepared =
          new SparkSubmit().prepareSubmitEnvironment(arguments, Option.empty());
      Map<String, Object> answer = new LinkedHashMap<>();
      Map<String, String> conf = new TreeMap<>();
      for (Tuple2<String, String> property : prepared._3().getAll()) conf.put(property._1(), property._2());
      answer.put("conf", conf);
      answer.put("arguments", listOf((scala.collection.Iterable<?>) prepared._1()));
      return answer;
    } catch (Exception refusal) {
      return Map.of("refused", refusal.getClass().getSimpleName() + ": " + refusal.getMessage());
    }
  }

  @SuppressWarnings("unchecked")
  private static scala.collection.immutable.List<String> wordsOf(JsonNode words) {
    scala.collection.immutable.List<String> list =
        (scala.collection.immutable.List<String>) (Object) scala.collection.immutable.Nil$.MODULE$;
    for (int at = words.size() - 1; at >= 0; at--) list = list.$colon$colon(words.get(at).asText());
    return list;
  }

  private static scala.collection.immutable.Map<String, String> environmentOf(JsonNode variables) {
    scala.collection.immutable.Map<String, String> environment =
        scala.collection.immutable.Map$.MODULE$.<String, String>empty();
    for (Iterator<Map.Entry<String, JsonNode>> all = variables.fields(); all.hasNext(); ) {
      Map.Entry<String, JsonNode> each = all.next();
      environment = environment.updated(each.getKey(), each.getValue().asText());
    }
    return environment;
  }

  private static List<Object> listOf(scala.collection.Iterable<?> found) {
    List<Object> list = new ArrayList<>();
    scala.collection.Iterator<?> each = found.iterator();
    while (each.hasNext()) list.add(each.next());
    return list;
  }
}
