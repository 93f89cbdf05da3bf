"""The parts of the page about checks and finds, from the choice of offices and days to tables and files."""

from einlass.ui.checks.asking import Choice, choose
from einlass.ui.checks.cards import cards
from einlass.ui.checks.charts import found, rates
from einlass.ui.checks.heading import head
from einlass.ui.checks.outages import failures
from einlass.ui.checks.spots import spot_checks
from einlass.ui.checks.tables import switch
from einlass.ui.checks.texts import foot

__all__ = [
    "Choice",
    "cards",
    "choose",
    "failures",
    "foot",
    "found",
    "head",
    "rates",
    "spot_checks",
    "switch",
]
