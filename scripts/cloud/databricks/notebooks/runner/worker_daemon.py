"""`spark.python.daemon.module` of Apache Spark: its Python workers, which wait on the cloud's clock."""

from pyspark import daemon

from .cloud_clock import install, remote_sleep

if __name__ == "__main__":
    install(remote_sleep)
    daemon.manager()
