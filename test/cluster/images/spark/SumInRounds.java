package org.apache.spark.examples;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Adds up 1 to N on the executors, one number in each task, round after round until it is told to end. For tests that do
 * something to an application in mid-job: whatever tasks are lost and run again, the sum has to be right.
 *
 * <p>Usage: SumInRounds [N]. Commands are files on the driver: no round begins while {@code /tmp/rest} is there, and none
 * after {@code /tmp/end} has come.
 */
public final class SumInRounds {
  private static final Path REST = Path.of("/tmp/rest");
  private static final Path END = Path.of("/tmp/end");
  private static final long TASK_MS = 200;
  private static final long LOOK_EVERY_MS = 50;

  private SumInRounds() {}

  public static void main(String[] arguments) throws InterruptedException {
    int tasks = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
    try (JavaSparkContext context = new JavaSparkContext(new SparkConf().setAppName("Sum in rounds"))) {
      long rounds = 0;
      long total = 0;
      while (!Files.exists(END)) {
        if (Files.exists(REST)) {
          Thread.sleep(LOOK_EVERY_MS);
          continue;
        }
        total += sum(context, tasks);
        System.out.println("Round " + ++rounds + " is over");
      }
      System.out.println("The sum of 1 to " + tasks + " in " + rounds + " rounds is " + total);
    }
  }

  private static long sum(JavaSparkContext context, int tasks) {
    return context
        .parallelize(IntStream.rangeClosed(1, tasks).boxed().collect(Collectors.toList()), tasks)
        .map(SumInRounds::slowly)
        .reduce(Long::sum);
  }

  private static long slowly(int number) throws InterruptedException {
    Thread.sleep(TASK_MS);
    return number;
  }
}
