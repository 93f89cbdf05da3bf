"""The parts of the sentiment page in its order of thoughts."""

from einlass.ui.sentiment.asking import Choice, choose
from einlass.ui.sentiment.how import how
from einlass.ui.sentiment.offices import offices_table
from einlass.ui.sentiment.others import check, others
from einlass.ui.sentiment.panels import panels
from einlass.ui.sentiment.texts import Shown, foot, is_empty, lead, shown, standing, title, tone, verdict_code
from einlass.ui.sentiment.waves import waves

__all__ = [
    "Choice",
    "Shown",
    "check",
    "choose",
    "foot",
    "how",
    "is_empty",
    "lead",
    "offices_table",
    "others",
    "panels",
    "shown",
    "standing",
    "title",
    "tone",
    "verdict_code",
    "waves",
]
