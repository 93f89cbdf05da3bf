"""Indicator × measure × offices × windows → one frozen Finding, worn by charts, sentences and files alike."""

from einlass.findings.changes import VerdictChange, verdict_changes
from einlass.findings.check_ways import checked_both_ways, since_in_both_ways, under_any_in_both_ways
from einlass.findings.cities import CitiesFinding, CityResult, cities
from einlass.findings.city import city
from einlass.findings.control import Limits, Signal, control_chart, signals, without_limits_since
from einlass.findings.days import data_window, indicator_rows, provenance
from einlass.findings.last_year import Latest, last_year, latest
from einlass.findings.make import finding
from einlass.findings.other_city import OtherCity, beside_other_city
from einlass.findings.phases import phase, series, since_any_start, since_start, since_starts
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
from einlass.findings.whole import closed_days

__all__ = [
    "Analysis",
    "Caveat",
    "CitiesFinding",
    "CityFinding",
    "CityResult",
    "Estimate",
    "Finding",
    "Latest",
    "Limits",
    "OfficeResult",
    "OfficeUse",
    "OtherCity",
    "Phase",
    "Point",
    "Provenance",
    "Request",
    "Series",
    "Signal",
    "Variant",
    "VerdictChange",
    "Week",
    "beside_other_city",
    "checked_both_ways",
    "cities",
    "city",
    "closed_days",
    "control_chart",
    "data_window",
    "finding",
    "indicator_rows",
    "last_year",
    "latest",
    "phase",
    "provenance",
    "series",
    "signals",
    "since_any_start",
    "since_in_both_ways",
    "since_start",
    "since_starts",
    "under_any_in_both_ways",
    "verdict_changes",
    "without_limits_since",
]
