"""The table for people: python -m bench.calibration.summary writes summary.csv from results.csv.

One row per study, measure and level of dependence or setting: mean over the cells, lowest and highest cell.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from bench.calibration.__main__ import FIXED, RESULTS

SUMMARY = Path(__file__).with_name("summary.csv")
GROUPED_BY = {
    "grid": ["ratio", "rho"],
    "trend": ["change_a_year"],
    "trigger": ["rho"],
    "rule": ["ratio", "rho"],
    "looks": ["rho"],
    "recording": ["base"],
    "penalty": ["change_a_year", "ratio"],
    "towns": ["kind", "rho", "ratio"],
    "control": ["ratio", "rho", "shocks"],
    "pooled": ["ratio", "rho"],
    "many": ["rho"],
    "scores": ["waves_before", "answers", "effect"],
    "weekly": ["rho", "swing", "effect"],
    "waves": ["rho", "effect"],
    "mix": ["before", "is_staggered", "effect"],
    "shares": ["checked"],
    "amounts": ["rho"],
    "open_days": ["rho"],
    "hours": ["rho", "shared"],
    "charts": ["rho"],
}


def settings(text: str) -> dict[str, float | str]:
    """Settings of a cell: numbers, and the kind of a town."""
    pairs = (pair.split("=") for pair in text.split("|"))
    return {name: value if name == "kind" else float(value) for name, value in pairs}


def summarise(results: pd.DataFrame) -> pd.DataFrame:
    """Long table: study, group, measure, mean, low, high, cells, series."""
    rows = []
    for study, keys in GROUPED_BY.items():
        cells = results[results.study == study].dropna(axis=1, how="all")
        cells = cells.join(pd.DataFrame([settings(text) for text in cells.settings], index=cells.index))
        measures = [name for name in cells if name in results.columns and name not in (*FIXED, "rule.series")]
        for levels, group in cells.groupby(keys):
            label = "|".join(f"{key}={_text(level)}" for key, level in zip(keys, levels, strict=True))
            rows += [_row(str(study), label, name, group) for name in measures if group[name].notna().any()]
    return pd.DataFrame(rows)


def _text(level: float | str) -> str:
    return level if isinstance(level, str) else f"{level:g}"


def _row(study: str, label: str, measure: str, cells: pd.DataFrame) -> dict[str, object]:
    values = cells[measure].dropna()
    return {
        "study": study,
        "group": label,
        "measure": measure,
        "mean": round(values.mean(), 4),
        "low": round(values.min(), 4),
        "high": round(values.max(), 4),
        "cells": len(values),
        "series": int(cells.get("rule.series", cells.series).min()),
    }


if __name__ == "__main__":
    summarise(pd.read_csv(RESULTS)).to_csv(SUMMARY, index=False, lineterminator="\n")
