"""The Spark engines that a notebook can run on."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


class SailSession:
    """A Spark Connect server in this process, without Java. `SparkSession.builder.getOrCreate()` finds it too."""

    def __init__(self) -> None:
        from pysail.spark import SparkConnectServer

        self.engine = f"Sail {_version('pysail')} (Spark Connect)"
        self._server = SparkConnectServer("127.0.0.1", 0)
        self._server.start(background=True)
        _, port = self._server.listening_address
        os.environ["SPARK_REMOTE"] = f"sc://127.0.0.1:{port}"
        _announce(self.engine)
        from pyspark.sql import SparkSession

        self.spark = SparkSession.builder.getOrCreate()

    def stop(self) -> None:
        self.spark.stop()
        self._server.stop()


#: Settings of a small driver on few cores: only the first JIT compiler, a serial collector, no web UI. Its ports want
#: Spark's own secret: other users of the machine reach them too.
JVM_SETTINGS = {
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.authenticate": "true",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.python.daemon.module": "runner.worker_daemon",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


class JvmSession:
    """Apache Spark in one JVM, as on a single-node cluster."""

    def __init__(self, scratch: Path) -> None:
        self.engine = f"Apache Spark {_version('pyspark')} ({_java()})"
        os.environ["PYSPARK_PYTHON"] = sys.executable
        _announce(self.engine)
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master("local[2]").config("spark.sql.warehouse.dir", str(scratch / "warehouse"))
        for key, value in JVM_SETTINGS.items():
            builder = builder.config(key, value)
        self.spark = builder.config("spark.local.dir", str(scratch / "spark")).getOrCreate()
        self.spark.sparkContext.setLogLevel("ERROR")

    def stop(self) -> None:
        self.spark.stop()


def versions(engine: str) -> dict[str, str]:
    """Versions of the engine, of Python and of the main packages."""
    found = {"spark": engine, "python": platform.python_version()}
    for package in ("pandas", "scikit-learn", "openai"):
        found[package] = _version(package)
    return found


def _announce(engine: str) -> None:
    """Sets the variable in which a cluster names its runtime to the engine: a simulation must be recognisable."""
    os.environ["DATABRICKS_RUNTIME_VERSION"] = engine


def _java() -> str:
    home = os.environ.get("JAVA_HOME")
    command = os.path.join(home, "bin/java") if home else "java"
    output = subprocess.run([command, "-version"], capture_output=True, text=True).stderr
    found = re.search(r'version "(\d+)', output)
    return f"Java {found.group(1)}" if found else "Java"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"
