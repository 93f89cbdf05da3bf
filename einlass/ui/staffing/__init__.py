"""The parts of the page about guards: cost, the what-if, planned and done hours, days without a guard."""

from einlass.ui.staffing.asking import Choice, choose
from einlass.ui.staffing.cost import cost, relations
from einlass.ui.staffing.hours import by_post, by_week, cover_by_weekday, guards
from einlass.ui.staffing.open_hours import hour_maps
from einlass.ui.staffing.texts import foot, standing, title
from einlass.ui.staffing.what_if import result

__all__ = [
    "Choice",
    "by_post",
    "by_week",
    "choose",
    "cost",
    "cover_by_weekday",
    "foot",
    "guards",
    "hour_maps",
    "relations",
    "result",
    "standing",
    "title",
]
