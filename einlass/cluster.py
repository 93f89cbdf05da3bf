"""The only door to Spark: the query files, as they stand, over Parquet that holds more than one machine does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from einlass.warehouse import query_file

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

PARAMETER = re.compile(r"\$(\w+)")
SETTINGS = {
    "spark.sql.ansi.enabled": "true",  # a cast that cannot be fails, as it does in DuckDB
    "spark.sql.session.timeZone": "UTC",  # local wall-clock times stay what they are
    "spark.sql.timeType.enabled": "true",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",  # 0042 in a folder name is no number
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


@contextmanager
def session(master: str = "local[2]", settings: Mapping[str, str] = {}) -> Iterator[SparkSession]:
    """Spark, until the block ends; `settings` are Spark's own.

    Raises ImportError where PySpark is not installed: it has an environment of its own (`make spark`).
    """
    from pyspark.sql import SparkSession  # here, so that whoever needs no Spark needs no PySpark

    spark = SparkSession.builder.master(master).config(map={**SETTINGS, **settings}).getOrCreate()
    try:
        yield spark
    finally:
        spark.stop()


def read(spark: SparkSession, name: str, path: Path | str) -> None:
    """Have a Parquet file or folder stand for a table or a fact of the query files."""
    spark.read.parquet(str(path)).createOrReplaceTempView(name)


def run(spark: SparkSession, name: str, **parameters: object) -> DataFrame:
    """The result of a query file; nothing is computed before it is asked for."""
    file = query_file(name)
    return spark.sql(PARAMETER.sub(r":\1", file.sql), {one: parameters[one] for one in file.parameters})
