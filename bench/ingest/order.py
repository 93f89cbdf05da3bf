"""Random sequences of imports, undos and re-imports against a warehouse that saw only what counts, cell by cell.

    python -m bench.ingest.order [count] [seed]     writes bench/ingest/order.md

Each round writes small exports of all kinds whose rows refer to each other, replace each other and contradict each
other, plays a random sequence of imports and undos in one folder and, in another, imports only the files that count in
the end. Both warehouses, and the first one built anew, must hold the same cells in every table. The work is that of the
product; only the import process is forked instead of started, which saves a second each time.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from einlass.ingest.commit import process
from einlass.ingest.read.fork import beside

sys.path.append(str(Path(__file__).parents[2] / "tests"))
FILES, STEPS = 9, 12
MEMORY = Path("/dev/shm")  # where there is one: every import has the disk write its files before it goes on


def differing(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """The tables that do not hold the same cells."""
    return [table for table in one if one[table] != other[table]]


def round_of(folder: Path, chance: random.Random, seen: Counter[str]) -> list[str]:
    """Play one sequence; the faults that were found."""
    import sequences

    files = sequences.written_files(folder / "files", chance, FILES)
    os.environ["EINLASS_DATA"] = str(folder / "played")
    counting = sequences.played(files, sequences.sequence(chance, FILES, STEPS))
    if not counting:
        return []
    found = beside(sequences.cells)()
    seen.update({table: len(rows) for table, rows in found.items()})
    process.run_and_publish(folder / "played", {"task": "rebuild"})
    rebuilt = beside(sequences.cells)()
    os.environ["EINLASS_DATA"] = str(folder / "straight")
    again = sequences.played(files, iter([sequences.Step(files.index(path), False) for path in counting]))
    straight = beside(sequences.cells)()
    faults = [f"rebuild differs in {table}" for table in differing(found, rebuilt)]
    faults += [f"what counts alone differs in {table}" for table in differing(found, straight)]
    return faults + [f"{path.name} was not imported" for path in counting if path not in again]


def main(count: int = 1_000, seed: int = 11) -> None:
    """Play `count` sequences."""
    from forks import in_fork

    process.in_child = in_fork
    faults: list[str] = []
    seen: Counter[str] = Counter()
    started = time.monotonic()
    for number in range(count):
        with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as name:
            found = round_of(Path(name), random.Random(f"{seed}-{number}"), seen)
        faults += [f"sequence {number}: {fault}" for fault in found]
        if number % 50 == 49:
            print(number + 1, len(faults), f"{time.monotonic() - started:,.0f} s", flush=True)
    text = [
        "# The order of imports and undos",
        "",
        f"`python -m bench.ingest.order {count} {seed}`: {count} sequences of {STEPS} imports and undos,"
        f" {time.monotonic() - started:,.0f} s.",
        f"**Warehouses that differ from one that saw only what counts, or from their own rebuild: {len(faults)}.**",
        "",
        "| table | rows compared |",
        "|---|---|",
        *(f"| {table} | {rows:,} |" for table, rows in sorted(seen.items())),
        "",
        *faults[:40],
    ]
    Path(__file__).with_suffix(".md").write_text("\n".join(text) + "\n", encoding="utf-8")
    print("\n".join(text))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
