"""Random sequences of imports, undos and re-imports against a warehouse that saw only what counts, cell by cell.

    python -m bench.ingest.order [count] [seed] [first]     writes bench/ingest/order.md

first: go on with this sequence, and add to what the file holds of those before it. With a small number in
EINLASS_CHECKS_IN_SNAPSHOT the sequences are played with checks that rest in files; what counts alone has none.

Each round writes small exports of all kinds whose rows refer to each other, replace each other and contradict each
other, plays a random sequence of imports and undos in one folder and, in another, imports only the files that count in
the end. Both warehouses, and the first one built anew, must hold the same cells in every table. The work is that of the
product; only the import process is forked instead of started, which saves a second each time.
"""

from __future__ import annotations

import os
import random
import re
import sys
import tempfile
import time
from collections import Counter
from functools import partial
from pathlib import Path

import duckdb

from einlass import config, ingest
from einlass.ingest.commit import process
from einlass.ingest.processes import beside
from einlass.warehouse.build import make_ready
from einlass.warehouse.older import opened
from einlass.warehouse.versions import current_version

sys.path.append(str(Path(__file__).parents[2] / "tests"))
FILES, STEPS = 9, 12
WITH_OFFICES = 0.7
LISTS_OF_FILES = (
    "batches",
    "rejects",
    "waiting",
)  # a file may count twice, of which neither has a row that counts
WRITTEN_EACH = 10  # sequences
REPORT = Path(__file__).with_suffix(".md")
MEMORY = Path("/dev/shm")  # where there is one: every import has the disk write its files before it goes on


def differing(one: Path, other: Path) -> list[str]:
    """The tables of two snapshots that do not hold the same cells."""
    with opened(one) as db, opened(other) as beside_it:
        tables, others = tables_of(db), tables_of(beside_it)
        return [
            *(tables ^ others),
            *(table for table in sorted(tables & others) if _is_different(db, beside_it, table)),
        ]


def tables_of(db: duckdb.DuckDBPyConnection) -> set[str]:
    """But for those that say where rows lie."""
    names = db.execute("select view_name from duckdb_views() where not internal").fetchall()
    return {name for (name,) in names if not name.startswith("older_")}


def _is_different(db: duckdb.DuckDBPyConnection, other: duckdb.DuckDBPyConnection, table: str) -> bool:
    """But for moments of import, numbers behind the names of batches, and how often a file stands in their lists."""
    names = [row[0] for row in db.execute(f"describe {table}").fetchall()]
    cells = ", ".join(
        rf"regexp_replace({name}, '^([0-9a-f]{{16}})-\d+$', '\1') as {name}" if name == "batch_id" else name
        for name in names
        if name != "imported_at"
    )
    rows = f"{'select distinct' if table in LISTS_OF_FILES else 'select'} {cells} from {table}"
    db.register("other_rows", other.sql(rows).to_arrow_table())
    sides = [rows, "select * from other_rows"]
    either = f"({sides[0]} except all {sides[1]}) union all ({sides[1]} except all {sides[0]})"
    return bool(db.execute(f"select exists ({either})").fetchall()[0][0])


def counted() -> Counter[str]:
    """Rows of each table of what is served."""
    with opened(current_version().snapshot_path) as db:
        return Counter(
            {name: db.execute(f"select count(*) from {name}").fetchall()[0][0] for name in tables_of(db)}
        )


def straight_of(folder: Path, paths: list[Path]) -> list[str]:
    """Import what counts into an empty folder, all in one go but for a file that counts twice; what was left out."""
    os.environ["EINLASS_DATA"] = str(folder)
    left, seen, refused = paths, set[str](), []
    while left:
        doubled = next((at for at, path in enumerate(left) if path in left[:at]), len(left))
        first, left = left[:doubled], left[doubled:]
        for report in ingest.import_files(first, accept=["all", *(f"{path.name}:gone" for path in first)]):
            is_known = (
                report.outcome == "known" and report.file in seen
            )  # what had replaced its rows was taken back
            refused += [] if report.outcome == "imported" or is_known else [report.file]
            seen.add(report.file)
    return refused


def round_of(folder: Path, chance: random.Random, seen: Counter[str], limit: str = "") -> list[str]:
    """Play one sequence; the faults that were found."""
    import sequences

    files = sequences.written_files(folder / "files", chance, FILES)
    os.environ["EINLASS_DATA"] = str(folder / "played")
    os.environ |= {"EINLASS_CHECKS_IN_SNAPSHOT": limit} if limit else {}
    steps = list(sequences.sequence(chance, FILES, STEPS))
    if chance.random() < WITH_OFFICES:  # without offices every row waits, and little else is compared
        steps[chance.randrange(STEPS)] = sequences.Step(0, is_undo=False)
    counting = sequences.played(files, iter(steps))
    if not counting:
        return []
    played = current_version().snapshot_path
    seen.update(beside(counted)())
    process.run_and_publish(folder / "played", {"task": "rebuild"})
    rebuilt = current_version().snapshot_path
    os.environ.pop("EINLASS_CHECKS_IN_SNAPSHOT", None)  # what counts alone has all its checks in the snapshot
    refused = straight_of(folder / "straight", counting)
    straight = current_version().snapshot_path
    faults = [f"rebuild differs in {table}" for table in beside(partial(differing, played, rebuilt))()]
    faults += [
        f"what counts alone differs in {table}" for table in beside(partial(differing, played, straight))()
    ]
    return faults + [f"{file} was not imported" for file in refused]


def main(count: int = 1_000, seed: int = 11, first: int = 0) -> None:
    """Play the sequences from the first up to `count`. Raises ValueError where the file lacks those before."""
    from forks import in_fork

    process.in_child = in_fork
    make_ready()
    config.city_of(is_sample=False)  # what is loaded here is loaded in every fork
    faults: list[str] = []
    limit = os.environ.get("EINLASS_CHECKS_IN_SNAPSHOT", "")
    seen, before = _so_far(first, seed) if first else (Counter(), 0.0)
    started = time.monotonic() - before
    for number in range(first, count):
        with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as name:
            found = round_of(Path(name), random.Random(f"{seed}-{number}"), seen, limit)
        faults += [f"sequence {number}: {fault}" for fault in found]
        if number % WRITTEN_EACH == WRITTEN_EACH - 1 or number == count - 1:
            _write(number + 1, seed, time.monotonic() - started, seen, faults)


def _so_far(first: int, seed: int) -> tuple[Counter[str], float]:
    """Rows compared of each table, and seconds, of a run without faults that ended before the first sequence."""
    text = REPORT.read_text("utf-8")
    seconds = re.search(rf"bench\.ingest\.order {first} {seed}`.* ([\d,]+) s\.\n.*: 0\.\*\*", text)
    if seconds is None:
        raise ValueError(f"{REPORT.name} holds no {first} sequences of seed {seed} without faults")
    rows = re.findall(r"^\| (\w+) \| ([\d,]+) \|$", text, re.MULTILINE)
    return Counter({table: int(count.replace(",", "")) for table, count in rows}), float(
        seconds[1].replace(",", "")
    )


def _write(count: int, seed: int, seconds: float, seen: Counter[str], faults: list[str]) -> None:
    """What is known so far; whoever stops the bench finds it."""
    text = [
        "# The order of imports and undos",
        "",
        f"`python -m bench.ingest.order {count} {seed}`: {count} sequences of {STEPS} imports and undos,"
        f" {seconds:,.0f} s.",
        f"**Warehouses that differ from one that saw only what counts, or from their own rebuild: {len(faults)}.**",
        "",
        "| table | rows compared |",
        "|---|---|",
        *(f"| {table} | {rows:,} |" for table, rows in sorted(seen.items())),
        "",
        *faults[:40],
    ]
    REPORT.write_text("\n".join(text) + "\n", encoding="utf-8")
    print(count, len(faults), f"{seconds:,.0f} s", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
