"""Reported incidents: who reported what, where, when and how soon; rates by office; the answer for some offices."""

from einlass.topics.incidents.answer import Answer, answer_of
from einlass.topics.incidents.counts import (
    Delays,
    Hours,
    Month,
    consequences,
    delays,
    final_until,
    hours,
    kinds,
    levels,
    months,
    places,
    reporters,
    visits_by_weekday,
)
from einlass.topics.incidents.rates import OfficeRate, Rate, firm_offices, rates, windows_beside
from einlass.topics.incidents.reports import INDICATORS, Report, chosen, reports

__all__ = [
    "INDICATORS",
    "Answer",
    "Delays",
    "Hours",
    "Month",
    "OfficeRate",
    "Rate",
    "Report",
    "answer_of",
    "chosen",
    "consequences",
    "delays",
    "final_until",
    "firm_offices",
    "hours",
    "kinds",
    "levels",
    "months",
    "places",
    "rates",
    "reporters",
    "reports",
    "visits_by_weekday",
    "windows_beside",
]
