"""The parts of the trends page: what is asked, the answer in words, lines or calendar, table, what to know."""

from einlass.ui.trends.asking import Choice, choose
from einlass.ui.trends.calendar import calendar
from einlass.ui.trends.found import Office, found_by_office
from einlass.ui.trends.lines import lines
from einlass.ui.trends.texts import foot, lead, standing, title, why_empty

__all__ = [
    "Choice",
    "Office",
    "calendar",
    "choose",
    "foot",
    "found_by_office",
    "lead",
    "lines",
    "standing",
    "title",
    "why_empty",
]
