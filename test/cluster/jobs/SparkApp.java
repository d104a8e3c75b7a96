package meetup;

import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Adds up a few numbers on the executors, which need this class for that. Usage: SparkApp NUMBER... */
public final class SparkApp {
  private SparkApp() {}

  public static void main(String[] numbers) {
    try (JavaSparkContext context = new JavaSparkContext(new SparkConf())) {
      int sum = context.parallelize(List.of(numbers)).map(SparkApp::read).reduce(Integer::sum);
      System.out.println("The sum of " + String.join(" and ", numbers) + " is " + sum);
    }
  }

  private static int read(String number) {
    return Integer.parseInt(number);
  }
}
