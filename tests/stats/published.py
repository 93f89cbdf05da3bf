"""Published data sets, read from the fixtures; origin and licence lie beside each."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from einlass.stats.series import FloatArray

FOLDER = Path(__file__).parents[1] / "fixtures" / "published"


def seatbelts() -> pd.DataFrame:
    """192 months of UK road casualties."""
    return pd.read_csv(FOLDER / "uk_seatbelts" / "seatbelts.csv")


def prop99() -> pd.DataFrame:
    """Cigarette packs per head, 39 states × 31 years."""
    return pd.read_csv(FOLDER / "prop99" / "california_prop99.csv", sep=";")


def castle() -> pd.DataFrame:
    """Homicide, larceny and motor theft, 50 states × 11 years."""
    return pd.read_csv(FOLDER / "castle_doctrine" / "castle.csv")


def dots(name: str) -> pd.DataFrame:
    """A table of the NHS plot-the-dots case."""
    return pd.read_csv(FOLDER / "plot_the_dots" / f"{name}.csv")


def montgomery(name: str) -> pd.DataFrame:
    """An example of the textbook of control charts."""
    return pd.read_csv(FOLDER / "montgomery" / f"{name}.csv")


def logit_case(name: str) -> pd.DataFrame:
    """Successes and totals of a textbook's logit model."""
    return pd.read_csv(FOLDER / "logit" / f"{name}.csv")


def decimals(printed: str) -> int:
    """How many digits behind the point were printed."""
    return len(printed.partition(".")[2])


def dummies(labels: pd.Series) -> FloatArray:
    """One column per label but the first."""
    return pd.get_dummies(labels).iloc[:, 1:].to_numpy(dtype=float)


def with_intercept(*columns: object) -> FloatArray:
    """Ones and the columns, side by side."""
    first = np.asarray(columns[0])
    return np.column_stack([np.ones(len(first)), *columns])
