"""Query files keep to the subset that gives the same rows on every engine over the same Parquet (queries/README.md).

The subset is checked in the text of each file, and by what it does on a random town: first in DuckDB alone, reading
Parquet as other engines do, then on Spark where it is there.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import serve
from engines import (
    SPARK_TYPES,
    Result,
    as_others_read_it,
    differences,
    of_snapshot,
    parquet_of,
    portable_files,
)
from random_town import written_town
from test_queries import READS, final_order, without_comments

from einlass import config, ingest
from einlass.warehouse import current_version, query_file

PORTABLE = [file.name for file in portable_files()]
SPARK = config.ROOT / ".venv-spark"
# What another engine understands otherwise or not at all: an example, and what finds it.
NOT_PORTABLE = {
    "select unnest(a)": r"\b(unnest|lambda|generate_series|range|struct_pack|list_\w+|array_\w+)\b|[\[\]{}]|->",
    "select b.* exclude (a)": r"\b(exclude|qualify|pivot|asof)\b|\bselect\s+(\w+\.)?\*",
    "group by all": r"\b(group|order)\s+by\s+all\b",
    "a at time zone 'UTC'": r"\bat\s+time\s+zone\b|\bnow\(|\bcurrent_\w+",
    "isodow(day)": r"\b(iso)?(dow|doy|dayof\w+|weekday|week|quarter|date_?diff|date_?sub|strftime|strptime|epoch)\(",
    "extract(dow from day)": r"\bextract\((?!hour|minute)",
    "date_trunc('month', day)": r"(?<!\bcast\()\bdate_trunc\(",
    "median(hour)": r"\b(median|mode|quantile\w*|approx\w*|any_value|arg_?m\w+|first|last|string_agg|group_concat)\(",
    "percentile_cont(0.5) over ()": r"\bpercentile_\w+\([\d.]+\)(?! within group \()",
    "cast(a as varchar)": r"::|\b(varchar|text|hugeint|uuid|enum|time|numeric|decimal)\b",
    "round(a, 2)": r"\bround\((?:[^(),]|\((?:[^()]|\([^()]*\))*\))*,",
    "1.0 * a": r"(?<!percentile_cont\()\b\d+\.\d+",  # a double here, a decimal there
    "a / b": r"(?m)^(?!.*\bas double\)).*/",  # whole numbers, decimals: each engine in its own way
    "from a b": r"\b(from|join)\s+\w+\s+(?!(as|on|where|inner|left|cross|group|order|union|having)\b)\w",
}


@pytest.mark.parametrize("name", PORTABLE)
def test_a_query_keeps_to_the_portable_subset(name: str) -> None:
    code = re.sub(r"'[^']*'", "''", without_comments(query_file(name).sql))
    assert [found[0] for one in NOT_PORTABLE.values() if (found := re.search(one, code))] == []


@pytest.mark.parametrize("example", NOT_PORTABLE)
def test_what_is_not_portable_is_found(example: str) -> None:
    assert re.search(NOT_PORTABLE[example], example)


def test_only_reads_of_pages_may_leave_the_subset_and_they_say_why() -> None:
    for name in set(READS) - set(PORTABLE):
        assert name.startswith("views/"), name
        assert len(query_file(name).fields["duckdb_only"].split()) > 3, name


# --- What the files do with a random town -----------------------------------------------------------------


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("town")
    with pytest.MonkeyPatch.context() as patch:
        serve(folder / "data", patch)
        ingest.import_files(written_town(folder / "exports", 7), accept=["all"])
        yield current_version().snapshot_path


@pytest.fixture(scope="module")
def shown(snapshot: Path) -> dict[str, Result]:
    return of_snapshot(snapshot)


@pytest.mark.parametrize("name", PORTABLE)
def test_the_town_has_rows_for_it_of_types_that_every_engine_knows(
    shown: dict[str, Result], name: str
) -> None:
    assert shown[name].rows
    assert {kind for _, kind in shown[name].columns} <= set(SPARK_TYPES.values())


@pytest.mark.parametrize("name", PORTABLE)
def test_an_order_says_where_empty_cells_come(shown: dict[str, Result], name: str) -> None:
    columns = [column for column, _ in shown[name].columns]
    for part in final_order(query_file(name).sql):
        column = part.removesuffix(" nulls last").split(".")[-1]
        has_empty = any(row[columns.index(column)] is None for row in shown[name].rows)
        assert part.endswith(" nulls last") or not has_empty, column


def test_codes_as_texts_empty_cells_first_and_another_order_of_rows_change_nothing(
    snapshot: Path, shown: dict[str, Result], tmp_path: Path
) -> None:
    tables = parquet_of(snapshot, tmp_path / "parquet")
    faults = {name: differences(shown[name], found)[:3] for name, found in as_others_read_it(tables)}
    assert {name: found for name, found in faults.items() if found} == {}
    assert faults.keys() == set(PORTABLE)


def test_spark_gives_the_same_cells_in_the_same_order() -> None:
    if not (SPARK / ".spark").exists() or not (shutil.which("java") or "JAVA_HOME" in os.environ):
        pytest.skip("Spark is not installed here; `make spark` installs it, and Java where there is none")
    done = subprocess.run(
        # pages that are tested beside it have limits of time
        ["nice", "-n", "19", SPARK / "bin/python", "-m", "bench.spark.differential", "1", "7", "--check"],
        cwd=config.ROOT,
        env={key: value for key, value in os.environ.items() if key != "PYTHONWARNINGS"},
        capture_output=True,
        text=True,
        check=False,
        timeout=1800,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-4000:]
    assert "Differences: 0. Files that never gave a row: 0." in done.stdout
