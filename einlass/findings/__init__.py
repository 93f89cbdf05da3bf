"""Indicator × measure × offices × windows → one frozen Finding, worn by charts, sentences and files alike."""

from einlass.findings.changes import VerdictChange, verdict_changes
from einlass.findings.city import city
from einlass.findings.control import Limits, control_chart
from einlass.findings.days import data_window, indicator_rows, provenance
from einlass.findings.make import finding
from einlass.findings.phases import phase, series, since_any_start, since_start
from einlass.findings.records import (
    Analysis,
    Caveat,
    CityFinding,
    Estimate,
    Finding,
    OfficeResult,
    OfficeUse,
    Phase,
    Point,
    Provenance,
    Request,
    Series,
    Variant,
    Week,
)

__all__ = [
    "Analysis",
    "Caveat",
    "CityFinding",
    "Estimate",
    "Finding",
    "Limits",
    "OfficeResult",
    "OfficeUse",
    "Phase",
    "Point",
    "Provenance",
    "Request",
    "Series",
    "Variant",
    "VerdictChange",
    "Week",
    "city",
    "control_chart",
    "data_window",
    "finding",
    "indicator_rows",
    "phase",
    "provenance",
    "series",
    "since_any_start",
    "since_start",
    "verdict_changes",
]
