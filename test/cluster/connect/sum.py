"""Prints the sum of the numbers below 1000, as the Spark Connect server at the given address adds them up."""

import sys

from pyspark.sql import SparkSession

spark = SparkSession.builder.remote(sys.argv[1]).getOrCreate()
print(spark.range(1000).selectExpr("sum(id) AS total").collect()[0].total)
