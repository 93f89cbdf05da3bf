"""Indicator × measure × offices × windows → one frozen Finding, worn by charts, sentences and files alike."""

from einlass.findings.control import Limits, control_chart
from einlass.findings.make import city, finding
from einlass.findings.records import (
    Analysis,
    Caveat,
    CityFinding,
    Estimate,
    Finding,
    OfficeResult,
    Phase,
    Point,
    Provenance,
    Request,
    Series,
    Variant,
    Week,
)
from einlass.findings.rows import data_window, indicator_days, phase, provenance, series

__all__ = [
    "Analysis",
    "Caveat",
    "CityFinding",
    "Estimate",
    "Finding",
    "Limits",
    "OfficeResult",
    "Phase",
    "Point",
    "Provenance",
    "Request",
    "Series",
    "Variant",
    "Week",
    "city",
    "control_chart",
    "data_window",
    "finding",
    "indicator_days",
    "phase",
    "provenance",
    "series",
]
