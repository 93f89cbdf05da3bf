"""Offices, measures and events as the exports tell them, and the windows that each episode of a measure makes."""

from einlass.measures.history import Measure, events, history, measure, measures, offices, spells
from einlass.measures.records import Episode, Event, Office, OfficeHistory, Window, monday_from, monday_until
from einlass.measures.windows import (
    TRIGGER_REASONS,
    LeftOut,
    Windows,
    bounded,
    hull,
    moved,
    until_break,
    windows,
)

__all__ = [
    "TRIGGER_REASONS",
    "Episode",
    "Event",
    "LeftOut",
    "Measure",
    "Office",
    "OfficeHistory",
    "Window",
    "Windows",
    "bounded",
    "events",
    "history",
    "hull",
    "measure",
    "measures",
    "monday_from",
    "monday_until",
    "moved",
    "offices",
    "spells",
    "until_break",
    "windows",
]
