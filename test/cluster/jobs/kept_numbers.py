"""Adds up numbers that executors keep in memory, round after round, until it is told to end.

Each round says how often numbers were made: they are made again when executors are lost with what they keep.
"""

import os
import time

from pyspark.sql import SparkSession

context = SparkSession.builder.getOrCreate().sparkContext
made = context.accumulator(0)


def make(number):
    made.add(1)
    return number


def slowly(number):
    time.sleep(0.2)
    return number


numbers = context.parallelize(range(1, 11), 10).map(make).persist()
rounds = total = 0
while not os.path.exists("/tmp/end"):
    total += numbers.map(slowly).sum()
    rounds += 1
    print(f"Made {made.value} numbers")
    print(f"Round {rounds} is over", flush=True)
print(f"The sum of 1 to 10 in {rounds} rounds is {total}")
context.stop()
