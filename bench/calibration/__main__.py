"""Run the studies: python -m bench.calibration --series 200 [--study grid …]. Resumes where it stopped."""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable
from pathlib import Path

from tqdm import tqdm

from bench.calibration import charts, grid, offices, penalty, starts, surveys, towns
from bench.calibration.cells import Cell

RESULTS = Path(__file__).with_name("results.csv")
STUDIES: tuple[tuple[Callable[[], list[Cell]], Callable[[Cell, int], dict[str, float]]], ...] = (
    (grid.cells, grid.measure),
    (starts.cells, starts.measure),
    (penalty.cells, penalty.measure),
    (offices.cells, offices.measure),
    (towns.cells, towns.measure),
    (surveys.cells, surveys.measure),
    (charts.cells, charts.measure),
)
FIXED = ("study", "settings", "series")


def main() -> None:
    """Measure every cell that has no line with at least the wanted number of series."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--series", type=int, default=200, help="simulated series per cell")
    parser.add_argument("--study", nargs="*", help="only these studies")
    parser.add_argument("--results", type=Path, default=RESULTS)
    wanted = parser.parse_args()
    table = read(wanted.results)
    todo = [
        (cell, measure)
        for list_cells, measure in STUDIES
        for cell in list_cells()
        if (not wanted.study or cell.study in wanted.study)
        and table.get(cell.key, (0, {}))[0] < wanted.series
    ]
    for cell, measure in tqdm(todo, unit="cell"):
        table[cell.key] = (wanted.series, measure(cell, wanted.series))
        write(wanted.results, table)


Table = dict[str, tuple[int, dict[str, float]]]


def read(path: Path) -> Table:
    """Key of the cell → number of series and its measurements."""
    if not path.exists():
        return {}
    with path.open(newline="", encoding="utf-8") as lines:
        return {_key(row): (int(row["series"]), _values(row)) for row in csv.DictReader(lines)}


def write(path: Path, table: Table) -> None:
    """A line per cell, all in one step, so that a stop in between loses nothing."""
    measures = sorted({name for _, values in table.values() for name in values})
    draft = path.with_suffix(".tmp")
    with draft.open("w", newline="", encoding="utf-8") as lines:
        out = csv.DictWriter(lines, (*FIXED, *measures), lineterminator="\n")
        out.writeheader()
        for key, (series, values) in table.items():
            study, settings = key.split("|", 1)
            out.writerow({"study": study, "settings": settings, "series": series, **values})
    draft.replace(path)


def _key(row: dict[str, str]) -> str:
    return f"{row['study']}|{row['settings']}"


def _values(row: dict[str, str]) -> dict[str, float]:
    return {name: float(value) for name, value in row.items() if name not in FIXED and value}


if __name__ == "__main__":
    main()
