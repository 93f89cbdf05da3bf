"""Compute it yourself: the model that decided as a short program that reads what went into it."""

from __future__ import annotations

from pathlib import Path

from einlass.findings import Finding

PROGRAMS = Path(__file__).with_name("programs")
SERIES_FILE = "series.csv"


def is_recalculable(finding: Finding) -> bool:
    """Whether counts gave a ratio with closed limits, and the table of the model is there."""
    if finding.estimate is None or finding.analysis is None or not finding.analysis.table:
        return False
    narrow, wide = finding.estimate.interval_80, finding.estimate.interval_95
    numbers = (finding.analysis.scale, finding.estimate.value, narrow.low, narrow.high, wide.low, wide.high)
    return None not in numbers


def program(finding: Finding, language: str) -> str:
    """The fit of a finding as a program, `language` being `py` or `R`: the design of the method, then the limits.

    Raises ValueError for a finding that is not recalculable.
    """
    if finding.analysis is None or finding.estimate is None or not is_recalculable(finding):
        raise ValueError("the finding has no fit")
    text = "".join(
        (PROGRAMS / f"{part}.{language}.txt").read_text("utf-8")
        for part in (finding.estimate.method, "limits")
    )
    is_added = str(finding.analysis.is_added_up)
    text = text.replace("{added}", is_added).replace("{added_r}", is_added.upper())
    return text.replace("{scale}", repr(finding.analysis.scale)).replace("{file}", SERIES_FILE)
