"""How the facts of one folder of checks grow: DuckDB alone, Spark on two cores, and a build after one more night.

    make spark
    .venv-spark/bin/python -m bench.spark.growth [millions of check rows ...]     writes growth.md and growth.svg

The town is that of bench/scale.py, with a find in the first block of each office and day, and visitors: ten years, 20
blocks of checks an office and day, so that more rows are more offices. DuckDB makes every fact from nothing, as an
import does that touches all days. Each way runs in a process of its own. Peak memory is that of the process and its
children (Java), looked at ten times a second. What was measured before stays in the report.
"""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from bench.scale import (
    BLOCKS,
    DAYS,
    OFFICES_OF_A_NIGHT,
    by_stretches,
    filled,
    imported,
    night,
    with_offices,
)
from einlass.warehouse import current_version, versions
from einlass.warehouse.files import file_sha256

REPORT = Path(__file__).with_suffix(".md")
MEASURED = Path(__file__).with_suffix(".json")
CURVES = Path(__file__).with_suffix(".svg")
MILLIONS = (1, 3)
WAYS = {"DuckDB": "#1f5aa8", "Spark": "#b3501b", "Spark, one more night": "#5b7d2a"}
MORE_ROWS = """
insert into finds by name
select
    'F' || check_id as find_id,
    check_id,
    ['MESS', 'SPRAY', 'SONST'][cast(hash(check_id) % 3 as integer) + 1] as category_code,
    1 + hash(check_id) % 3 as item_count,
    'N' as weapons_act_code,
    'ABG' as disposal_code,
    1 as row_number,
    'finds' as batch_id
from checks
where ends_with(check_id, '-0');
insert into visits by name
select
    day,
    office_id,
    100 + hash(day, office_id) % 200 as visit_count,
    'ZAEHL' as counting_method,
    1 as row_number,
    'visits' as batch_id
from checks
where ends_with(check_id, '-0');
insert into batches
select unnest(['finds', 'visits']), unnest(['finds', 'visits']), 'x.csv', '', false, period_from, period_until, 1, 0, 0,
    0, imported_at
from batches
where batch_id = 'night';
"""


@dataclass(frozen=True)
class Cost:
    """What a way costs: seconds, the most memory in bytes; the load of the machine over its last five minutes."""

    seconds: float
    memory: int
    load: float = 0.0


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
    return Cost(time.monotonic() - began, most, os.getloadavg()[1])


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
    offices = max(OFFICES_OF_A_NIGHT, round(1_000_000 * millions / DAYS / BLOCKS))
    cities = base / "cities"
    cities.mkdir()
    city = with_offices(cities, "one", offices)
    version = current_version(city)
    staged = Path(shutil.copytree(version.path, base / "staged"))
    building = staged / "building.duckdb"
    os.replace(staged / version.snapshot, building)
    filled(building, offices)
    with duckdb.connect(str(building), config={"memory_limit": "2GB"}) as db:
        db.execute(MORE_ROWS)
    costs = {"DuckDB": cost("-m", "bench.spark.growth", "--facts", building)}
    sha256 = file_sha256(building)
    versions.name_snapshot(building, sha256)
    versions.publish(city, staged, versions.next_number(city), sha256, datetime.now())
    build = ("-m", "einlass", "cluster", "build", "--cities", cities, "--out", base / "out")
    costs["Spark"] = cost(*build, "--conf", "spark.driver.memory=2g")
    imported(city, night(base, 0, offices))
    costs["Spark, one more night"] = cost(*build, "--conf", "spark.driver.memory=2g")
    return costs


def main() -> None:
    """Write the report after each size."""
    if sys.argv[1:2] == ["--facts"]:
        by_stretches(Path(sys.argv[2]))
        return
    for millions in [int(one) for one in sys.argv[1:]] or MILLIONS:
        with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_TMP")) as folder:
            costs = grow(millions, Path(folder))
        done = json.loads(MEASURED.read_text()) if MEASURED.exists() else {}
        done[str(millions)] = {name: vars(one) for name, one in costs.items()}
        print(done[str(millions)], flush=True)
        done = dict(sorted(done.items(), key=lambda one: int(one[0])))
        MEASURED.write_text(json.dumps(done, indent=1) + "\n", encoding="utf-8")
        sizes = {int(size): {way: Cost(**one) for way, one in ways.items()} for size, ways in done.items()}
        REPORT.write_text("\n".join(report(sizes)) + "\n", encoding="utf-8")
        CURVES.write_text(curves(sizes), encoding="utf-8")


def report(done: dict[int, dict[str, Cost]]) -> list[str]:
    """The lines of the report."""
    return [
        "# Facts of many checks: DuckDB and Spark on two cores",
        "",
        f"`python -m bench.spark.growth {' '.join(map(str, done))}`. Spark: the whole of `cluster build`, with its"
        " start and the Parquet files that DuckDB writes for it. Seconds, peak memory (GiB), and the"
        " load of the two cores in the last five minutes: about 2 is what Spark makes alone.",
        "",
        f"| million check rows | {' | '.join(WAYS)} |",
        f"|---|{'---|' * len(WAYS)}",
        *(
            f"| {millions} | {' | '.join(_cell(costs[way]) for way in WAYS)} |"
            for millions, costs in done.items()
        ),
        "",
        "![seconds by rows, both axes by powers of ten](growth.svg)",
    ]


def _cell(one: Cost) -> str:
    return f"{one.seconds:,.0f} s, {one.memory / 2**30:.1f}, load {one.load:.0f}"


def curves(done: dict[int, dict[str, Cost]]) -> str:
    """Seconds by rows as SVG, both axes by powers of ten; a dashed line grows as the rows do."""

    def at(millions: float, seconds: float) -> str:
        return f"{60 + 180 * math.log10(millions):.1f},{330 - 75 * math.log10(seconds):.1f}"

    def text(place: str, words: str, anchor: str = "middle") -> str:
        x, y = place.split(",")
        return f'<text x="{x}" y="{float(y) + 4:.1f}" text-anchor="{anchor}">{words}</text>'

    parts = [text(at(10**power, 0.55), f"{10**power} M") for power in range(3)]
    for power in range(5):
        left = at(1, 10**power)
        parts.append(f'<path d="M{left} h470" stroke="#ddd"/>')
        parts.append(text(f"52,{left.split(',')[1]}", f"{10**power:,} s", "end"))
    first = next(iter(done))
    start = done[first]["DuckDB"].seconds
    parts.append(
        f'<path d="M{at(first, start)} L{at(300, start * 300 / first)}" stroke="#777" stroke-dasharray="4 4"/>'
    )
    for way, colour in WAYS.items():
        places = [at(millions, costs[way].seconds) for millions, costs in done.items()]
        parts.append(
            f'<polyline points="{" ".join(places)}" fill="none" stroke="{colour}" stroke-width="2"/>'
        )
        parts += [
            f'<circle cx="{p.split(",")[0]}" cy="{p.split(",")[1]}" r="3" fill="{colour}"/>' for p in places
        ]
        x, y = places[-1].split(",")
        parts.append(text(f"{float(x) + 8},{y}", way, "start"))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 700 390" font-family="sans-serif" font-size="12">'
        '<rect width="700" height="390" fill="white"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


if __name__ == "__main__":
    main()
