"""Uses the packages of a trimmed environment once, as the notebook and its runner do: what was deleted in error fails
here, and Python keeps the bytecode of what it imports."""

import os

import markdown  # noqa: F401
import openai  # noqa: F401
from pysail.spark import SparkConnectServer
from scipy import stats  # noqa: F401
from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: F401

server = SparkConnectServer("127.0.0.1", 0)
server.start(background=True)
os.environ["SPARK_REMOTE"] = f"sc://127.0.0.1:{server.listening_address[1]}"

from pyspark.sql import SparkSession  # noqa: E402 - it reads the variable

spark = SparkSession.builder.getOrCreate()
answer = spark.range(2).mapInPandas(lambda frames: frames, "id long").toPandas()
assert sorted(answer["id"]) == [0, 1]
spark.stop()
server.stop()
