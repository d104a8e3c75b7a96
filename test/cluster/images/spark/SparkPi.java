package org.apache.spark.examples;

import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Estimates pi by throwing darts. Usage: SparkPi [slices], by default 2; each slice is one task of 100,000 darts. */
public final class SparkPi {
  private static final int DARTS_PER_SLICE = 100_000;

  private SparkPi() {}

  public static void main(String[] arguments) {
    SparkSession session = SparkSession.builder().appName("Spark Pi").getOrCreate();
    int slices = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2;
    long hits = new JavaSparkContext(session.sparkContext())
        .parallelize(IntStream.range(0, slices).boxed().collect(Collectors.toList()), slices)
        .map(SparkPi::hits)
        .reduce(Long::sum);
    System.out.println("Pi is roughly " + 4.0 * hits / ((double) slices * DARTS_PER_SLICE));
    session.stop();
  }

  /** How many darts of a slice hit the circle. */
  private static long hits(int slice) {
    SplittableRandom random = new SplittableRandom(slice);
    long hits = 0;
    for (int dart = 0; dart < DARTS_PER_SLICE; dart++) {
      double x = random.nextDouble(-1, 1);
      double y = random.nextDouble(-1, 1);
      if (x * x + y * y <= 1) hits++;
    }
    return hits;
  }
}
