"""The parts of the page on reported incidents: what is asked, the answer, rates by office, counts, tables."""

from einlass.ui.incidents.answer import heading, outcomes
from einlass.ui.incidents.asking import Choice, choose, found
from einlass.ui.incidents.bars import bars
from einlass.ui.incidents.charts import delay, months
from einlass.ui.incidents.hours import hours_map
from einlass.ui.incidents.rates import rates_table
from einlass.ui.incidents.tables import menu, tables
from einlass.ui.incidents.texts import foot

__all__ = [
    "Choice",
    "bars",
    "choose",
    "delay",
    "foot",
    "found",
    "heading",
    "hours_map",
    "menu",
    "months",
    "outcomes",
    "rates_table",
    "tables",
]
