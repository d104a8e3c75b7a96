"""Prints what the driver and each of its executors see of their settings, and waits until it is told to end.

What the builder of the session sets is part of the test: sizes count, all else is not for code to choose.
"""

import glob
import hashlib
import json
import os
import resource
import sys
import time

from pyspark.sql import SparkSession


def seen(where):
    """What a process sees: a proof that it has the whole secret, and what only a pod template has given it."""
    with open("/etc/login/password") as file:
        password = file.read()
    proof = hashlib.sha256(f"{where} {os.environ['LOGIN_USER']} {password}".encode()).hexdigest()
    return {"proof": proof, "fromTemplate": os.environ.get("FROM_TEMPLATE")}


def seen_by_worker(_):
    executor = os.environ["SPARK_EXECUTOR_ID"]
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    files = glob.glob(os.environ["SPARK_LOCAL_DIRS"] + "/**/shuffle_*.data", recursive=True)
    time.sleep(0.2)  # So that no executor does all tasks.
    report = {"workerBytes": limit, "tooMuch": grab(limit), "shuffled": bool(files)}
    return executor, {**seen(executor), **report}


def grab(size):
    """What comes of asking for more memory than there may be."""
    try:
        return len(bytearray(size))
    except MemoryError:
        return "MemoryError"


def look(context):
    """Each executor has written shuffle files once the reduction is done: after it they look."""
    context.parallelize(range(100), 4).map(lambda number: (number % 7, number)).groupByKey(4).count()
    return dict(context.parallelize(range(8), 8).map(seen_by_worker).collect())


session = (
    SparkSession.builder.config("spark.executor.memory", "600m")
    .config("spark.executorEnv.FROM_CODE", "yes")
    .config("spark.kubernetes.executor.label.from-code", "yes")
    .config("spark.kubernetes.executor.annotation.from-code", "yes")
    .config("spark.kubernetes.executor.container.image", "from-code")
    .config("spark.kubernetes.executor.volumes.hostPath.from-code.mount.path", "/from-code")
    .config("spark.kubernetes.executor.volumes.hostPath.from-code.options.path", "/")
    .getOrCreate()
)
executors = {}
while len(executors) < 2 or not all(each["shuffled"] for each in executors.values()):
    executors.update(look(session.sparkContext))
print("SEEN " + json.dumps({"driver": seen("driver"), **executors}))
print("Round 1 is over")
sys.stdout.flush()
while not os.path.exists("/tmp/end"):
    time.sleep(0.1)
session.stop()
