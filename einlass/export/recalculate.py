"""Compute it yourself: the weekly series of a finding and the same fit as a short program."""

from __future__ import annotations

from pathlib import Path

from einlass.findings import Finding

PROGRAMS = Path(__file__).with_name("programs")
SERIES_FILE = "series.csv"


def program(finding: Finding, language: str) -> str:
    """The fit of a finding as a program, `language` being `py` or `R`. Raises ValueError without a scale."""
    if finding.analysis is None or finding.analysis.scale is None:
        raise ValueError("the finding has no fit")
    text = (PROGRAMS / f"fit.{language}.txt").read_text("utf-8")
    return text.format(scale=finding.analysis.scale, file=SERIES_FILE)
