"""Runs in an environment of its own with pytauargus 0.6.0: two-way tables in, what tau-ARGUS hides out (JSON lines).

Each line of the input is {"rows": [[…]], "k": 3}; the answer {"hidden": [[row, column], …], "seconds": …}, where the
index behind the last row or column is the total. Counts below k, but none, are unsafe; their protection is what the
project asks for: from nothing to k more. It uses the table input of tau-ARGUS and its optimal method.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

RDA = """<SEPARATOR> ";"
<SAFE> "S"
<UNSAFE> "U"
<PROTECT> "P"
Line "" ""
 <RECODEABLE>
 <TOTCODE> "Total"
Place "" ""
 <RECODEABLE>
 <TOTCODE> "Total"
Count "" ""
 <NUMERIC>
 <DECIMALS> 0
State "" ""
 <STATUS>
Lower "" ""
 <NUMERIC> <LOWERPL>
 <DECIMALS> 0
Upper "" ""
 <NUMERIC> <UPPERPL>
 <DECIMALS> 0
"""
ARB = """<OPENTABLEDATA> "table.tab"
<OPENMETADATA> "table.rda"
<SPECIFYTABLE> "Line""Place"|"Count"|""|""
<SAFETYRULE>
<READTABLE> 0
<SUPPRESS> OPT(1,5)
<GOINTERACTIVE>
"""


def cells(rows: list[list[int]]) -> dict[tuple[int, int], int]:
    """Counts by place, margins behind the last row and column."""
    height, width = len(rows), len(rows[0])
    found = {(row, column): rows[row][column] for row in range(height) for column in range(width)}
    found |= {(row, width): sum(rows[row]) for row in range(height)}
    found |= {(height, column): sum(row[column] for row in rows) for column in range(width)}
    return found | {(height, width): sum(map(sum, rows))}


def write(rows: list[list[int]], k: int, folder: Path) -> None:
    """The table as tau-ARGUS reads it."""
    lines = []
    for (row, column), value in sorted(cells(rows).items(), key=lambda one: (-one[0][0], -one[0][1])):
        names = [
            "Total" if row == len(rows) else f"r{row}",
            "Total" if column == len(rows[0]) else f"c{column}",
        ]
        state = ["U", str(value), str(k)] if 0 < value < k else ["S", "0", "0"]
        lines.append(";".join([*names, str(value), *state]))
    (folder / "table.tab").write_text("\n".join(lines) + "\n")
    (folder / "table.rda").write_text(RDA)
    (folder / "batch.arb").write_text(ARB)


def hidden(engine: Any, rows: list[list[int]]) -> list[tuple[int, int]]:
    """Places of unsafe and secondary cells: the code of the total is number 0."""
    found = []
    for row in range(len(rows) + 1):
        for column in range(len(rows[0]) + 1):
            place = [0 if row == len(rows) else row + 1, 0 if column == len(rows[0]) else column + 1]
            state = engine._tau.get_table_cell(0, place, 0)[10]
            if state in (3, 4, 5, 6, 7, 8, 9, 11, 12):
                found.append((row, column))
    return found


def main() -> None:
    """One answer a line; what fails says so."""
    from pytauargus.engine import run_batch

    sys.stdout.flush()
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # the engine talks on standard output
    for line in sys.stdin:
        asked = json.loads(line)
        with tempfile.TemporaryDirectory() as name:
            write(asked["rows"], asked["k"], Path(name))
            begun = time.process_time()
            try:
                engine = run_batch(Path(name) / "batch.arb")
                answer = {"hidden": hidden(engine, asked["rows"]), "seconds": time.process_time() - begun}
            except Exception as error:
                answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), file=out, flush=True)


if __name__ == "__main__":
    main()
