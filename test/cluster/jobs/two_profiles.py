"""One job in two stages, each on executors of its own size: numbers are made on the default ones and added up on others.

Prints what the tasks of each stage see of their executor, and waits until it is told to end.
"""

import json
import os
import time

from pyspark.resource import ExecutorResourceRequests, ResourceProfileBuilder, TaskResourceRequests
from pyspark.sql import SparkSession


def executor():
    return [os.environ[name] for name in ("SPARK_RESOURCE_PROFILE_ID", "SPARK_EXECUTOR_MEMORY")]


def make(number):
    return number % 2, (number, executor())


def add(numbers):
    _, made = numbers
    return sum(number for number, _ in made), [where for _, where in made], executor()


context = SparkSession.builder.getOrCreate().sparkContext
larger = (
    ResourceProfileBuilder()
    .require(ExecutorResourceRequests().cores(1).memory("600m"))
    .require(TaskResourceRequests().cpus(1))
    .build
)
made = context.parallelize(range(1, 11), 4).map(make).groupByKey(2)
sums = made.map(add).withResources(larger).collect()
print("SEEN " + json.dumps(sums))
print("Round 1 is over", flush=True)
while not os.path.exists("/tmp/end"):
    time.sleep(0.1)
context.stop()
