"""Says what the driver and an executor find of a module, a data file and an archive that came with this application."""

from pyspark import SparkFiles
from pyspark.sql import SparkSession


def found(who):
    import greeting

    with open(SparkFiles.get("name.txt")) as name, open(SparkFiles.get("words/end.txt")) as end:
        return f"{who}: {greeting.GREETING} {name.read().strip()}{end.read().strip()}"


context = SparkSession.builder.getOrCreate().sparkContext
print(found("driver"))
print(context.parallelize(["executor"], 1).map(found).first())
context.stop()
