"""The measured error rates of the methods, as bench/calibration has committed them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

from einlass import config


@dataclass(frozen=True)
class Row:
    """One measure of one group of simulated cells: mean over the cells, lowest and highest cell."""

    settings: dict[str, float]
    measure: str
    mean: float
    low: float
    high: float
    cells: int
    series: int


@cache
def rows(study: str) -> tuple[Row, ...]:
    """All rows of a study; none when it has not been run."""
    if not config.CALIBRATION.is_file():
        return ()
    with config.CALIBRATION.open(newline="", encoding="utf-8") as file:
        return tuple(_row(plain) for plain in csv.DictReader(file) if plain["study"] == study)


def _row(plain: dict[str, str]) -> Row:
    pairs = (pair.split("=") for pair in plain["group"].split("|"))
    return Row(
        settings={name: float(value) for name, value in pairs},
        measure=plain["measure"],
        mean=float(plain["mean"]),
        low=float(plain["low"]),
        high=float(plain["high"]),
        cells=int(plain["cells"]),
        series=int(plain["series"]),
    )


def mean(table: tuple[Row, ...], measure: str, **settings: float) -> float | None:
    """The mean of a measure over all groups with these settings; None where it was not measured."""
    found = [
        row
        for row in table
        if row.measure == measure and all(row.settings.get(name) == value for name, value in settings.items())
    ]
    cells = sum(row.cells for row in found)
    return sum(row.mean * row.cells for row in found) / cells if cells else None
