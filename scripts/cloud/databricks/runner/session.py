"""The Spark engine of a run: Sail behind Spark Connect, no Java."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version


class SailSession:
    """A Spark Connect server in this process and a session on it. `SparkSession.builder.getOrCreate()` finds it too."""

    def __init__(self) -> None:
        from pysail.spark import SparkConnectServer

        self._server = SparkConnectServer("127.0.0.1", 0)
        self._server.start(background=True)
        _, port = self._server.listening_address
        os.environ["SPARK_REMOTE"] = f"sc://127.0.0.1:{port}"
        # Where a cluster names its runtime, ours names what it is: nobody shall take a rehearsal for the real thing.
        os.environ["DATABRICKS_RUNTIME_VERSION"] = ENGINE
        from pyspark.sql import SparkSession

        self.spark = SparkSession.builder.getOrCreate()

    def stop(self) -> None:
        self.spark.stop()
        self._server.stop()


def versions() -> dict[str, str]:
    """What ran the notebook, for its page and its result."""
    found = {"spark": ENGINE, "python": platform.python_version()}
    for package in ("pyspark-client", "pandas", "openai"):
        found[package] = _version(package)
    return found


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"


ENGINE = f"Sail {_version('pysail')} (Spark Connect)"
