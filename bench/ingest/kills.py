"""Imports killed at named steps and at random moments: nothing acknowledged is lost, doubled or half there.

    python -m bench.ingest.kills [count] [seed]     writes bench/ingest/kills.md

Each round starts an import of one new file of visits in a process group of its own. Every second round the process
kills itself at a named step, in the others the group is killed after a random time. A file counts as acknowledged when
the process ended by itself with 0. In the end every acknowledged file must be there once and whole, every other file
once and whole or not at all, and a rebuild must give the same cells.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import duckdb

from einlass import config, ingest
from einlass.warehouse import current_version

ROWS = 40
STEPS = ("parsed", "staged", "merged", "built", "batch_stored", "version_moved", "pointer_switched")


def write(path: Path, number: int) -> None:
    first = date(2012, 1, 1) + timedelta(days=number % 100 * ROWS)
    rows = [
        f"{first + timedelta(days=day):%d.%m.%Y};D{1 + number // 100};{number};ZAEHL" for day in range(ROWS)
    ]
    path.write_text("\n".join(["datum;dienststelle_id;besucher;zaehlart", *rows, ""]), encoding="utf-8")


def held() -> dict[int, int]:
    """How many rows of each file stand in the served warehouse: the count of visitors is the number of the file."""
    version = current_version()
    version.check()
    with duckdb.connect(str(version.snapshot_path), read_only=True) as db:
        return dict(db.execute("select visit_count, count(*) from visits group by visit_count").fetchall())


def killed(path: Path, seconds: float | None = None, step: str = "") -> bool:
    """Import a file and kill it after so many seconds or at a step; whether it came to its end before."""
    command = [sys.executable, "-m", "einlass", "import", str(path), "--json"]
    with subprocess.Popen(
        command,
        cwd=config.ROOT,
        env=os.environ | {"EINLASS_KILL_AT": step},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as run:
        try:
            return run.wait(seconds) == 0
        except subprocess.TimeoutExpired:
            os.killpg(run.pid, signal.SIGKILL)
            run.wait()
            return False


def duration(folder: Path) -> float:
    """How long an undisturbed import takes here, in seconds."""
    path = folder / "0.csv"
    write(path, 0)
    begun = time.monotonic()
    assert killed(path)
    return time.monotonic() - begun


def main(count: int = 500, seed: int = 11) -> None:
    chance = random.Random(seed)
    outcomes: Counter[tuple[str, str]] = Counter()
    faults: list[str] = []
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["EINLASS_DATA"] = str(folder / "data")
        offices = folder / "d.csv"
        lines = [f"D{n};Amt {n};Amt {n};;SONST;Mo-So" for n in range(1, 9)]
        offices.write_text("\n".join(["dienststelle_id;name;kurz;standort;gruppe;oeffnung", *lines, ""]))
        ingest.import_files([offices])
        whole = duration(folder)
        acknowledged: set[int] = set()
        for number in range(1, count + 1):
            path = folder / f"{number}.csv"
            write(path, number)
            step = chance.choice(STEPS) if number % 2 else ""
            is_done = killed(path, None if step else chance.uniform(0.2, whole), step)
            there = held()
            if is_done:
                acknowledged.add(number)
            became = "ended" if is_done else "published" if there.get(number) else "nothing changed"
            outcomes[(step or "at random", became)] += 1
            faults += [f"round {number}: file {n} has {c} rows" for n, c in there.items() if n and c != ROWS]
            faults += [f"round {number}: file {n} is lost" for n in acknowledged if there.get(n) != ROWS]
        before = held()
        ingest.rebuild()
        if held() != before:
            faults.append("a rebuild gives other rows")
    text = [
        "# Killed imports",
        "",
        f"`python -m bench.ingest.kills {count} {seed}`: {count} rounds, {time.monotonic() - started:,.0f} s.",
        f"**Lost, doubled or half there: {len(faults)}.**",
        "",
        "| killed | what became of the file | rounds |",
        "|---|---|---|",
        *(f"| {where} | {became} | {times} |" for (where, became), times in sorted(outcomes.items())),
        "",
        *faults[:20],
    ]
    Path(__file__).with_suffix(".md").write_text("\n".join(text) + "\n", encoding="utf-8")
    print("\n".join(text))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
