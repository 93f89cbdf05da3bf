"""The simulated truth: functions that return rows (German header -> plain value), still without faults."""

from model.base import Row, Visits, stream
from model.checks import checks
from model.incidents import incidents
from model.reference import events, measures, offices
from model.roster import shifts
from model.surveys import surveys
from model.visits import visit_rows, visits

__all__ = [
    "Row",
    "Visits",
    "checks",
    "events",
    "incidents",
    "measures",
    "offices",
    "shifts",
    "stream",
    "surveys",
    "visit_rows",
    "visits",
]
