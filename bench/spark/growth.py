"""How the facts of one folder of checks grow: DuckDB alone, Spark on two cores, and a build after one more day.

    make spark
    .venv-spark/bin/python -m bench.spark.growth [millions of check rows …]     writes bench/spark/growth.md

The rows are drawn by DuckDB in the shape of the exports: blocks of checks at offices on days of ten years, finds of one
in twenty of them; about fourteen blocks an office and day, so that more rows are more offices. Each way runs in a
process of its own. Peak memory is that of the process and its children (Java), looked at ten times a second.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from einlass import config
from einlass.warehouse import current_version, query_file, query_files, versions
from einlass.warehouse.files import file_sha256

REPORT = Path(__file__).with_suffix(".md")
MILLIONS = (1, 3)
ROWS_PER_OFFICE = 50_000
DAYS = 3650
MEMORY = "2GB"
ROWS = """
insert into offices
select 'D' || n, 'Amt ' || n, 'Amt ' || n, null, 'SONST', '1,2,3,4,5', n, 'b'
from range({offices}) t(n);
insert into calendar select day, day - isodow(day)::int + 1, isodow(day), date_trunc('month', day)::date, false
from (select unnest(generate_series(date '2010-01-01', date '2039-12-31', interval 1 day))::date as day);
insert into batches
select name, name, name || '.csv', 'x', false, date '2015-01-01', date '2015-01-01' + {days}, {rows}, 0, 0, 0, now()
from (values ('checks'), ('visits'), ('incidents'), ('shifts')) t(name);
insert into checks
select 'K' || n, date '2015-01-01' + (n // {offices} % {days})::int, 'D' || n % {offices},
    if(n % 2 = 0, 'Nord', null), make_time(8 + n // 7 % 8, 0, 0), make_time(9 + n // 7 % 8, 30, 0),
    if(n % 5 = 0, 'STICH', 'VOLL'), 'HS', 20 + hash(n) % 80, hash(n) % 3, hash(n) % 3 + 1, 0,
    (hash(n + 1) % 100) / 10, 0, 'SIDI', null, n, 'checks'
from range({rows}) t(n);
insert into finds
select 'F' || n, 'K' || 20 * n, ['MESS', 'SPRAY', 'SONST'][n % 3 + 1], 1 + n % 3, 'N', 'ABG', n, 'finds'
from range({rows} // 20) t(n);
insert into visits select day, office_id, 100 + hash(day) % 200, 'ZAEHL', 1, 'visits'
from calendar cross join offices where day >= date '2015-01-01' and day < date '2015-01-01' + {days};
"""
ONE_MORE = """
insert into checks select * replace ('N' || check_id as check_id) from checks where day = date '2016-03-07' limit 20;
"""


@dataclass(frozen=True)
class Cost:
    """What a way costs: seconds, and the most memory in bytes."""

    seconds: float
    memory: int


def facts(path: Path) -> None:
    """Make every fact in a snapshot by DuckDB."""
    with duckdb.connect(str(path), config={"memory_limit": MEMORY}) as db:
        for fact in query_files("facts"):
            sql, name = fact.sql.rstrip().rstrip(";"), fact.name.split("/")[1]
            db.execute(query_file("load/materialise").sql.format(table=name, statement=sql))


def publish(folder: Path, snapshot: Path) -> None:
    """Have a snapshot be the next version of a data folder."""
    with versions.importing(folder), versions.staging(folder) as staged:
        (staged / "version").mkdir()
        kept = staged / "version/snapshot.duckdb"
        os.link(snapshot, kept)
        (staged / "version/manifest.json").write_text("[]", encoding="utf-8")
        sha256 = file_sha256(kept)
        versions.name_snapshot(kept, sha256)
        versions.publish(folder, staged / "version", versions.next_number(folder), sha256, datetime.now())


def cost(*command: str | Path) -> Cost:
    """What a command costs, with its children."""
    began, most = time.monotonic(), 0
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(
            [sys.executable, *command], stderr=said, stdout=said, start_new_session=True
        )
        while process.poll() is None:
            most = max(most, sum(_resident(process.pid)))
            time.sleep(0.1)
        said.seek(0)
        if process.returncode:
            raise SystemExit(said.read())
    return Cost(time.monotonic() - began, most)


def _resident(session: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            if os.getsid(int(path.name)) == session:
                found.append(int((path / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE"))
        except OSError:  # it has ended
            continue
    return found


def grow(millions: int, base: Path) -> dict[str, Cost]:
    """One size, in each way."""
    rows, snapshot, city = 1_000_000 * millions, base / "made.duckdb", base / "cities/one"
    with duckdb.connect(
        str(snapshot), config={"memory_limit": "4GB", "preserve_insertion_order": "false"}
    ) as db:
        for table in query_files("tables"):
            db.execute(table.sql)
        db.execute(ROWS.format(rows=rows, offices=max(12, rows // ROWS_PER_OFFICE), days=DAYS))
    costs = {"DuckDB": cost("-m", "bench.spark.growth", "--facts", snapshot)}
    publish(city, snapshot)
    build = ("-m", "einlass", "cluster", "build", "--cities", base / "cities", "--out", base / "out")
    costs["Spark"] = cost(*build, "--conf", "spark.driver.memory=2g")
    snapshot.unlink()
    snapshot = base / "more.duckdb"
    snapshot.write_bytes(current_version(city).snapshot_path.read_bytes())
    with duckdb.connect(str(snapshot)) as db:
        db.execute(ONE_MORE)
    facts(snapshot)
    publish(city, snapshot)
    costs["Spark, one more day"] = cost(*build, "--conf", "spark.driver.memory=2g")
    return costs


def main() -> None:
    """Write bench/spark/growth.md after each size."""
    if sys.argv[1:2] == ["--facts"]:
        facts(Path(sys.argv[2]))
        return
    os.environ["EINLASS_DATA"] = str(config.ROOT / "no-such-folder")
    done: dict[int, dict[str, Cost]] = {}
    sizes = [int(one) for one in sys.argv[1:]] or MILLIONS
    for millions in sizes:
        with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_TMP")) as folder:
            done[millions] = grow(millions, Path(folder))
        print(json.dumps({name: vars(one) for name, one in done[millions].items()}))
        REPORT.write_text("\n".join(report(done)) + "\n", encoding="utf-8")


def report(done: dict[int, dict[str, Cost]]) -> list[str]:
    """The lines of the report."""
    ways = list(next(iter(done.values())))
    return [
        "# Facts of many checks: DuckDB and Spark on two cores",
        "",
        f"`python -m bench.spark.growth {' '.join(map(str, done))}`. Spark: the whole of `cluster build`, with its"
        " start and the Parquet files that DuckDB writes for it. Seconds and peak memory (GiB).",
        "",
        f"| million check rows | {' | '.join(ways)} |",
        f"|---|{'---|' * len(ways)}",
        *(f"| {millions} | {' | '.join(map(_cell, costs.values()))} |" for millions, costs in done.items()),
    ]


def _cell(one: Cost) -> str:
    return f"{one.seconds:,.0f} s, {one.memory / 2**30:.1f}"


if __name__ == "__main__":
    main()
