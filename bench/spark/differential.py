"""Every query file on DuckDB and on Spark: the same cells in the same order.

    make spark
    .venv-spark/bin/python -m bench.spark.differential [towns] [seed]     writes bench/spark/differential.md
    .venv-spark/bin/python -m bench.spark.differential 1 7 --check        writes nothing; 1 where a cell differs

Each town is drawn at random (tests/random_town.py) and imported as any other. The tables of its snapshot are written
as Parquet. Spark reads them, builds the facts, each from its own tables and facts, writes them as Parquet, and runs the
indicators and views over them. Names and types of columns, texts, days and whole numbers must be those of the
snapshot, doubles to 1e-12.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pyspark

from einlass import cluster, config, ingest
from einlass.warehouse import current_version

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

sys.path.append(str(config.ROOT / "tests"))
from engines import (
    TOLERANCE,
    Result,
    differences,
    of_snapshot,
    parameters_of,
    parquet_of,
    portable_files,
    short,
)
from random_town import written_town

REPORT = Path(__file__).with_suffix(".md")
DAYS = (20, 400)
SHOWN = 20  # differences
SMALL = {
    "spark.driver.memory": "2g",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",  # many small queries: compiling them well takes longer
    "spark.sql.shuffle.partitions": "2",
}


@dataclass
class Compared:
    """What was compared, by folder of query files, and what differed."""

    rows: Counter[str] = field(default_factory=Counter)
    cells: Counter[str] = field(default_factory=Counter)
    filled: set[str] = field(default_factory=set)  # files that gave rows
    faults: list[str] = field(default_factory=list)


def by_spark(spark: SparkSession, tables: dict[str, Path]) -> Iterator[tuple[str, Result]]:
    """The result of each file over Parquet, and the facts beside it."""
    for table, path in tables.items():
        cluster.read(spark, table, path)
    for file in portable_files():
        frame = cluster.run(spark, file.name, **parameters_of(file)).cache()
        yield file.name, Result(frame.dtypes, [tuple(row) for row in frame.collect()])
        if file.name.startswith("facts/"):
            path = tables["offices"].with_name(short(file))
            frame.write.parquet(str(path))
            cluster.read(spark, short(file), path)
        frame.unpersist()


def compare(spark: SparkSession, folder: Path, seed: str, seen: Compared) -> None:
    """Import one town and compare."""
    os.environ["EINLASS_DATA"] = str(folder / "data")
    days = random.Random(seed).randint(*DAYS)
    ingest.import_files(written_town(folder / "exports", seed, days), accept=["all"])
    snapshot = current_version().snapshot_path
    expected = of_snapshot(snapshot)
    for name, found in by_spark(spark, parquet_of(snapshot, folder / "parquet")):
        kind, rows = name.split("/")[0], expected[name].rows
        seen.rows[kind] += len(rows)
        seen.cells[kind] += sum(map(len, rows))
        seen.filled |= {name} if rows else set()
        seen.faults += [
            f"town {seed}, {name}: {one}" for one in differences(expected[name], found, TOLERANCE)
        ]


def main() -> None:
    """Compare, and write bench/spark/differential.md after each town."""
    parser = argparse.ArgumentParser()
    parser.add_argument("towns", type=int, nargs="?", default=20)
    parser.add_argument("seed", type=int, nargs="?", default=11)
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    seen, began = Compared(), time.monotonic()
    with cluster.session("local[2]", SMALL) as spark:
        for number in range(asked.towns):
            with tempfile.TemporaryDirectory() as folder:
                compare(spark, Path(folder), f"{asked.seed}-{number}", seen)
            text = "\n".join(report(seen, number + 1, asked.seed, time.monotonic() - began)) + "\n"
            if not asked.check:
                REPORT.write_text(text, "utf-8")
    print(text)
    raise SystemExit(bool(seen.faults or empty(seen)))


def empty(seen: Compared) -> list[str]:
    """Files of which no town gave a row: nothing was compared of them."""
    return sorted({file.name for file in portable_files()} - seen.filled)


def report(seen: Compared, towns: int, seed: int, seconds: float) -> list[str]:
    """The lines of the report."""
    files = Counter(file.name.split("/")[0] for file in portable_files())
    return [
        "# The same query files on DuckDB and on Spark",
        "",
        f"`python -m bench.spark.differential {towns} {seed}`: {towns} random towns, {seconds:,.0f} s, Spark"
        f" {pyspark.__version__} on two cores.",
        f"**Differences: {len(seen.faults)}. Files that never gave a row: {len(empty(seen))}.**",
        "",
        "| folder | files | rows compared | cells compared |",
        "|---|---|---|---|",
        *(f"| {kind} | {files[kind]} | {seen.rows[kind]:,} | {seen.cells[kind]:,} |" for kind in files),
        "",
        *(f"- {one}" for one in [*empty(seen), *seen.faults[:SHOWN]]),
    ]


if __name__ == "__main__":
    main()
