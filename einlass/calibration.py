"""The measured error rates of the methods, as bench/calibration has committed them."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from einlass import config

WORDS = ("kind",)
"""Settings that are no numbers."""


@dataclass(frozen=True)
class Row:
    """One measure of one group of simulated cells: mean over the cells, lowest and highest cell."""

    settings: dict[str, float | str]
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
        settings={name: value if name in WORDS else float(value) for name, value in pairs},
        measure=plain["measure"],
        mean=float(plain["mean"]),
        low=float(plain["low"]),
        high=float(plain["high"]),
        cells=int(plain["cells"]),
        series=int(plain["series"]),
    )


def mean(table: tuple[Row, ...], measure: str, **settings: float | str) -> float | None:
    """The mean of a measure over all groups with these settings; None where it was not measured."""
    found = _select(table, measure, settings)
    cells = sum(row.cells for row in found)
    return sum(row.mean * row.cells for row in found) / cells if cells else None


def worst(table: tuple[Row, ...], measure: str, **settings: float | str) -> float | None:
    """The worst cell of the groups with these settings: the lowest coverage, the highest of all else."""
    found = _select(table, measure, settings)
    if not found:
        return None
    return min(row.low for row in found) if measure.endswith("covers") else max(row.high for row in found)


def _select(table: tuple[Row, ...], measure: str, settings: Mapping[str, float | str]) -> list[Row]:
    return [
        row
        for row in table
        if row.measure == measure and all(row.settings.get(name) == value for name, value in settings.items())
    ]
