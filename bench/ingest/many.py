"""Imports one after the other: how long each takes, and how large the folder becomes.

    python -m bench.ingest.many [count]     writes bench/ingest/many.md

Each import is a month of visits of two offices; every tenth is taken back and comes again. What must not happen is that
an import takes longer, or a list of imports grows, with the number of those before it: lists that repeat all others at
each import would grow with the square.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from einlass import ingest

OFFICES = (
    "dienststelle_id;name;kurz;standort;gruppe;oeffnung\nD1;Amt 1;A1;;SONST;Mo-So\nD2;Amt 2;A2;;SONST;Mo-So\n"
)
ROWS = 60


def month(number: int) -> str:
    """The text of an export of visits."""
    first = date(2010, 1, 1) + timedelta(days=number * ROWS // 2)
    lines = [
        f"{first + timedelta(days=at // 2):%d.%m.%Y};D{1 + at % 2};{100 + at};ZAEHL" for at in range(ROWS)
    ]
    return "\n".join(["datum;dienststelle_id;besucher;zaehlart", *lines, ""])


def size(folder: Path, pattern: str = "**/*") -> int:
    """Bytes of the files of a folder."""
    return sum(path.stat().st_size for path in folder.glob(pattern) if path.is_file())


def imported(path: Path) -> float:
    """Import a file; how many seconds it took."""
    begun = time.monotonic()
    (report,) = ingest.import_files([path], accept=["all"])
    assert report.outcome == "imported", report
    return time.monotonic() - begun


def main(count: int = 200) -> None:
    """Import `count` files one after the other."""
    lines, seconds = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = folder / "data"
        os.environ["EINLASS_DATA"] = str(data)
        (folder / "d.csv").write_text(OFFICES, encoding="utf-8")
        imported(folder / "d.csv")
        for number in range(1, count + 1):
            path = folder / f"{number}.csv"
            path.write_text(month(number), encoding="utf-8")
            seconds.append(imported(path))
            if number % 10 == 0:
                ingest.undo(ingest.history()[0].batch_id)
                imported(path)
            if number % (count // 10) == 0:
                median = statistics.median(seconds[-(count // 10) :])
                manifests = size(data, "versions/*/*.json")
                lines.append(
                    f"| {number} | {median:.2f} s | {'█' * round(10 * median)} | {manifests / 1024:,.0f} KB"
                    f" | {size(data) / 1024**2:,.1f} MB | {'█' * round(size(data) / 8 / 1024**2)} |"
                )
                print(lines[-1], flush=True)
    text = [
        "# Imports one after the other",
        "",
        f"`python -m bench.ingest.many {count}`",
        "",
        "| imports | an import takes | █ = 0.1 s | lists of imports | folder | █ = 8 MB |",
        "|---|---|---|---|---|---|",
        *lines,
    ]
    Path(__file__).with_suffix(".md").write_text("\n".join(text) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
