"""How far one machine reaches: the facts of many check rows, and a file of one night that comes to them.

    python -m bench.scale [rows ...]     30 million without a number; writes bench/scale.md

Each warehouse is a town that never was, of as many offices as it takes: ten years, 20 blocks of checks an office and
day at two entrances. Its rows are put into the tables day by day, as imports of each night would leave them; every fact
is then made from nothing, in a process of its own whose largest memory counts, and the checks come to rest beside the
snapshot. "At once" makes each fact by one statement, as was done before facts of days went stretch by stretch; it is
left out above 100 million rows. The file of a night has the checks of twelve offices on the day after. It is imported
as the page does it, into this warehouse and into one that holds the offices alone; the better of three.
"""

from __future__ import annotations

import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

import duckdb

from bench.ingest.speed import HEADER, write_offices
from einlass import config, ingest
from einlass.ingest.processes import Failed, beside
from einlass.warehouse import current_version, versions
from einlass.warehouse.build import Builder
from einlass.warehouse.files import file_sha256
from einlass.warehouse.older import opened
from einlass.warehouse.query_files import query_files

FIRST, DAYS, BLOCKS = date(2010, 1, 4), 3650, 20
MOST_AT_ONCE = 100_000_000
OFFICES_OF_A_NIGHT = 12
DAYS_IN_A_STEP = 25
CHECKS = """
insert into checks by name
select
    'K' || (days.n * $offices + offices.n) || '-' || blocks.n as check_id,
    date '2010-01-04' + cast(days.n as integer) as day,
    'D' || (offices.n + 1) as office_id,
    case when blocks.n % 2 = 0 then 'Haupteingang' else 'Seite' end as entrance,
    make_time(7 + blocks.n // 2, 30 * (blocks.n % 2), 0) as starts_at,
    make_time(8 + blocks.n // 2, 15, 0) as ends_at,
    case when days.n % 3 = 0 then 'STICH' else 'VOLL' end as regime,
    'HS' as method_code,
    20 + hash(days.n, offices.n, blocks.n) % 80 as checked_count,
    hash(blocks.n, days.n) % 3 as persons_with_find_count,
    hash(blocks.n, days.n) % 3 as item_count,
    0 as refused_count,
    (hash(offices.n, blocks.n, days.n) % 100) / 10 as waiting_median_minutes,
    0 as device_outage_minutes,
    'SIDI' as origin,
    date '2010-01-04' + cast(days.n as integer) as recorded_at,
    blocks.n as row_number,
    'night' as batch_id
from range($since, $until) as days (n), range($offices) as offices (n), range($blocks) as blocks (n)
order by days.n, offices.n, blocks.n
"""
BATCH = """
insert into batches
values ('night', 'checks', 'k.csv', '', false, date '2010-01-04', $until, 1, 0, 0, 0, timestamp '2020-01-01')
"""


def filled(path: Path, offices: int) -> int:
    """A snapshot, without facts, of which the offices are there; how many checks were put into it."""
    with duckdb.connect(str(path)) as db:
        for since in range(0, DAYS, DAYS_IN_A_STEP):
            until = min(since + DAYS_IN_A_STEP, DAYS)
            db.execute(CHECKS, {"since": since, "until": until, "offices": offices, "blocks": BLOCKS})
        db.execute(BATCH, {"until": FIRST + timedelta(days=DAYS)})
        return int(db.execute("select count(*) from checks").fetchall()[0][0])


def by_stretches(path: Path, is_sample: bool = False) -> tuple[float, float, str]:
    """Seconds, largest memory in GB, and the hash of the snapshot with its facts."""
    started = time.perf_counter()
    with Builder(path) as builder:
        builder.facts.touch_all({"checks"})
        city = config.city_of(is_sample=is_sample)
        sha256 = builder.finish(city.state, city.severity.mapping)
    return time.perf_counter() - started, memory(), sha256


def at_once(path: Path) -> tuple[float, float, str]:
    """The same by one statement a fact, in a copy that is thrown away."""
    copy = path.with_name("at_once.duckdb")
    shutil.copyfile(path, copy)
    started = time.perf_counter()
    with duckdb.connect(str(copy), config={"memory_limit": "2GB"}) as db:
        db.execute("set preserve_insertion_order = false")
        db.execute("begin")
        for fact in query_files("facts"):
            name = fact.name.split("/")[1]
            db.execute(f"create or replace table {name} as {fact.sql.rstrip().rstrip(';')}")
        db.execute("commit")
        db.execute("checkpoint")
    file_sha256(copy)
    seconds = time.perf_counter() - started
    copy.unlink()
    return seconds, memory(), ""


def memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def night(folder: Path, number: int, offices: int) -> Path:
    """The check log of a day after all others; its identifiers go on where theirs end."""
    day = f"{FIRST + timedelta(days=DAYS + number):%d.%m.%Y}"
    lines = [
        f"K{(DAYS + number) * offices + office}-{block};{day};D{office};Seite;{7 + block:02d}:30;{8 + block:02d}:00;"
        f"VOLL;HS;30;0;0;0;2,5;0;SIDI;{day}"
        for office in range(1, OFFICES_OF_A_NIGHT + 1)
        for block in range(10)
    ]
    path = folder / f"nacht-{number}.csv"
    path.write_text("\n".join([HEADER, *lines, ""]), encoding="utf-8")
    return path


def imported(data: Path, path: Path) -> float:
    """Seconds until the file counts, by an import process that waits already."""
    os.environ["EINLASS_DATA"] = str(data)
    ingest.get_ready()
    time.sleep(3)
    started = time.perf_counter()
    (report,) = ingest.import_files([path], accept=["all"])
    seconds = time.perf_counter() - started
    assert (report.outcome, report.rejected) == ("imported", 0), (report.error, report.rejects[:1])
    return seconds


def held(data: Path) -> int:
    """How many checks a data folder serves."""
    with opened(current_version(data).snapshot_path) as db:
        return int(db.execute("select count(*) from checks").fetchall()[0][0])


def with_offices(folder: Path, name: str, offices: int) -> Path:
    """A data folder that holds the offices alone."""
    write_offices(folder / "dienststellen.csv", offices)
    os.environ["EINLASS_DATA"] = str(folder / name)
    ingest.import_files([folder / "dienststellen.csv"], accept=["all"])
    return folder / name


def measured(rows: int, folder: Path) -> list[str]:
    """A line of the table."""
    offices = max(OFFICES_OF_A_NIGHT, round(rows / DAYS / BLOCKS))
    empty, large = with_offices(folder, "empty", offices), with_offices(folder, "large", offices)
    version = current_version(large)
    staged = Path(shutil.copytree(version.path, folder / "staged"))
    building = staged / "building.duckdb"
    os.replace(staged / version.snapshot, building)
    made = filled(building, offices)
    before = "–"
    if made <= MOST_AT_ONCE * 1.1:
        try:
            seconds, peak, _ = beside(partial(at_once, building))()
            before = f"{seconds:,.0f} s, {peak:.1f} GB"
        except Failed:  # what was wrong stands on standard error
            before = "came to no end"
            building.with_name("at_once.duckdb").unlink()
    seconds, peak, sha256 = beside(partial(by_stretches, building))()
    size = f"{building.stat().st_size / 1024**2:,.0f} MB"
    beside_it = sum(one.stat().st_size for one in staged.glob("older-*.duckdb")) / 1024**3
    versions.name_snapshot(building, sha256)
    versions.publish(large, staged, versions.next_number(large), sha256, datetime.now())
    alone = min(imported(empty, night(folder, number, offices)) for number in range(3))
    there = min(imported(large, night(folder, number, offices)) for number in range(3))
    assert held(large) == made + held(empty)
    return [
        f"{made:,}", f"{offices:,}", size, f"{beside_it:.1f} GB", before, f"{seconds:,.0f} s, {peak:.1f} GB",
        f"{alone:.1f} s", f"{there:.1f} s", f"{there / alone:.1f}",
    ]  # fmt: skip


def main(rows: list[int], each: Callable[[int, Path], list[str]] = measured) -> None:
    lines = []
    for count in rows:
        with tempfile.TemporaryDirectory(dir=os.environ.get("EINLASS_BENCH")) as name:
            lines.append(each(count, Path(name)))
        print(*lines[-1], sep=" | ", flush=True)
    text = [
        "# How far one machine reaches",
        f"`python -m bench.scale {' '.join(map(str, rows))}`, {os.cpu_count()} cores, load at the end"
        f" {os.getloadavg()[0]:.1f}. What is measured: see the bench.",
        "",
        "| check rows | offices | snapshot | older checks beside it | facts, each at once | facts, by stretches"
        " | a night's file into an empty warehouse | into this one | ratio |",
        "|---|---|---|---|---|---|---|---|---|",
        *(f"| {' | '.join(line)} |" for line in lines),
    ]
    Path(__file__).with_suffix(".md").write_text("\n".join(text) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main([int(one) for one in sys.argv[1:]] or [30_000_000])
