"""A cell is a study with its settings; a measurement is a table of rates; both become one line."""

from __future__ import annotations

import zlib
from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True, slots=True)
class Cell:
    """One setting of one study; its key seeds its random numbers, whatever other cells run."""

    study: str
    settings: tuple[tuple[str, float | str], ...]

    @property
    def key(self) -> str:
        """Study and settings as text, unique."""
        return self.study + "|" + "|".join(f"{name}={value}" for name, value in self.settings)

    def number(self, name: str, default: float = 0.0) -> float:
        """A numeric setting."""
        return float(dict(self.settings).get(name, default))

    def text(self, name: str) -> str:
        """A setting that is a word."""
        return str(dict(self.settings)[name])

    def rng(self) -> np.random.Generator:
        """The cell's own random numbers."""
        return np.random.default_rng([20191111, zlib.crc32(self.key.encode())])


def cell(study: str, **settings: float | str) -> Cell:
    """Build a cell from keywords."""
    return Cell(study, tuple(settings.items()))


@dataclass(slots=True)
class Means:
    """Running means by name; None is left out of its mean."""

    sums: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    sizes: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, **values: float | bool | None) -> None:
        """Count one series' values."""
        for name, value in values.items():
            if value is not None:
                self.sums[name] += float(value)
                self.sizes[name] += 1

    def claim(self, method: str, sign: int) -> None:
        """Count a claim of change (claim) and of decrease (down)."""
        self.add(**{f"{method}.claim": sign != 0, f"{method}.down": sign < 0})

    def result(self) -> dict[str, float]:
        """Means to five digits."""
        return {name: round(self.sums[name] / self.sizes[name], 5) for name in self.sums}
