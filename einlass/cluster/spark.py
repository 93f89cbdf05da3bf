"""Spark: a session, and the query files as they stand over Parquet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from einlass.errors import ClusterRefused
from einlass.warehouse import query_file

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

MASTER = "local[2]"
PARAMETER = re.compile(r"\$(\w+)")
SETTINGS = {
    "spark.sql.ansi.enabled": "true",  # a cast that cannot be fails, as it does in DuckDB
    "spark.sql.session.timeZone": "UTC",  # local wall-clock times stay what they are
    "spark.sql.timeType.enabled": "true",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",  # 0042 in a folder name is no number
    # A city has some hundred files of a table: to list them in the driver takes less than a job for it.
    "spark.sql.sources.parallelPartitionDiscovery.threshold": "10000",
    # Parquet of a check log is some 30 times smaller than its rows. Spark takes the size of the files for that of the
    # rows, and would hand ten million of them to every executor as a small table: no driver has room for that.
    "spark.sql.sources.fileCompressionFactor": "30",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}


def check_installed() -> None:
    """Raises ClusterRefused where PySpark is not installed: it has an environment of its own."""
    if find_spec("pyspark") is None:
        raise ClusterRefused("cluster.no_spark")


@contextmanager
def session(master: str = MASTER, settings: Mapping[str, str] = {}) -> Iterator[SparkSession]:
    """Spark, until the block ends; inside of such a block it is the same. `settings` are Spark's own.

    Raises ClusterRefused where PySpark or Java is not installed (`make spark`), and where Spark gives up.
    """
    check_installed()
    from py4j.protocol import Py4JError  # here, so that whoever needs no Spark needs no PySpark
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    if running := SparkSession.getActiveSession():
        yield running
        return
    try:
        spark = SparkSession.builder.master(master).config(map={**SETTINGS, **settings}).getOrCreate()
    except (PySparkException, Py4JError, OSError) as error:
        raise ClusterRefused("cluster.no_start", master=master, trouble=told(error)) from error
    try:
        yield spark
    except (PySparkException, Py4JError) as error:
        raise ClusterRefused("cluster.failed", trouble=told(error)) from error
    finally:
        spark.stop()


def read(spark: SparkSession, name: str, *paths: Path | str) -> None:
    """Have Parquet files or folders stand for a table or a fact of the query files."""
    spark.read.parquet(*map(str, paths)).createOrReplaceTempView(name)


def keep_months(spark: SparkSession, name: str, months: Sequence[str]) -> None:
    """Have a table with days hold those of some months alone."""
    from pyspark.sql.functions import date_format

    frame = spark.table(name)
    frame.where(date_format("day", "yyyyMM").isin(*months)).createOrReplaceTempView(name)


def run(spark: SparkSession, name: str, **parameters: object) -> DataFrame:
    """The result of a query file; nothing is computed before it is asked for."""
    file = query_file(name)
    return spark.sql(PARAMETER.sub(r":\1", file.sql), {one: parameters[one] for one in file.parameters})


def write(spark: SparkSession, name: str, folder: str, *, by_month: bool) -> None:
    """Write the rows of a fact, sorted, as one Parquet file, or as one in a folder of each month."""
    from pyspark.sql.functions import date_format

    columns = query_file(name).columns
    frame = run(spark, name)
    if by_month:
        frame = frame.withColumn("month", date_format("day", "yyyyMM")).repartition("month")
        frame.sortWithinPartitions("month", *columns).write.partitionBy("month").parquet(folder)
    else:
        frame.coalesce(1).sortWithinPartitions(*columns).write.parquet(folder)


def told(error: Exception) -> str:
    """What went wrong, in one line: of an error of Java the innermost cause, its first line names only the call."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    causes = [line.partition(":")[2].strip() for line in lines if line.startswith((":", "Caused by:"))]
    return (causes or lines[:1] or [type(error).__name__])[-1][:300]
