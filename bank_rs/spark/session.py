"""A session of Spark, set up for the work of this program."""

import logging
import os
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bank_rs.spark.faults import told
from bank_rs.spark.java import check_java

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

Setting = bool | float | int | str | None

_ALWAYS: Final[dict[str, Setting]] = {
    # a bucket is what one task writes, so its rows must stay where they were brought together
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.autoBroadcastJoinThreshold": "-1",
    # a task's files take their names when the task is done, and not at the end of the job
    "spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version": "2",
    "spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs": "false",
    "spark.sql.session.timeZone": "UTC",
    # without the files of checksums, which readers of a folder of Parquet stumble over
    "spark.hadoop.fs.file.impl": "org.apache.hadoop.fs.RawLocalFileSystem",
}
_BY_DEFAULT: Final[dict[str, Setting]] = {
    "spark.app.name": "bank-rs",
    "spark.log.level": "ERROR",
    "spark.ui.showConsoleProgress": "false",
    # of counts and dates alone: clients are in buckets, each a partition
    "spark.sql.shuffle.partitions": "8",
}
_LOGGING: Final = Path(__file__).with_name("log4j2.properties")
_ON_THIS_MACHINE: Final[dict[str, Setting]] = {
    "spark.driver.memory": "3g",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.ui.enabled": "false",  # it would listen on every address
    "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={_LOGGING.as_uri()}",
}


@contextmanager
def spark_session(master: str, settings: Mapping[str, str]) -> Iterator["SparkSession"]:
    """Start Spark for the time of the block.

    Parameters
    ----------
    master
        As Spark writes it: ``local[*]``, ``spark://host:7077``, ``yarn``, ``k8s://...``.
    settings
        Spark's own, which go before those this program would choose.

    Yields
    ------
    SparkSession

    Raises
    ------
    JavaError
        If there is no Java to run on.
    SparkJobError
        If Spark does not start.
    """
    check_java()
    from pyspark.sql import SparkSession

    # Spark warns of pandas 3 wherever it might meet it, and here it does not
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
    logging.getLogger("DataFrameQueryContextLogger").setLevel(logging.CRITICAL)
    here = _ON_THIS_MACHINE if master.startswith("local") else {}
    chosen: dict[str, Setting] = _BY_DEFAULT | here | dict(settings) | _ALWAYS
    with _own_python(), told():
        session = SparkSession.builder.master(master).config(map=chosen).getOrCreate()
        try:
            yield session
        finally:
            session.stop()


@contextmanager
def _own_python() -> Iterator[None]:
    """Executors of this machine run this Python, and not the first one in PATH."""
    name = "PYSPARK_PYTHON"
    if name in os.environ:
        yield
        return
    os.environ[name] = sys.executable
    try:
        yield
    finally:
        del os.environ[name]
