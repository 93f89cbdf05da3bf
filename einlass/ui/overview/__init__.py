"""The overview in its order of thoughts: answer, when what was done, matrix, what is new, city, data."""

from einlass.ui.overview.answer import answer, countdown, standing
from einlass.ui.overview.city import city_table
from einlass.ui.overview.matrix import matrix
from einlass.ui.overview.news import data_line, news
from einlass.ui.overview.timeline import timeline

__all__ = [
    "answer",
    "city_table",
    "countdown",
    "data_line",
    "matrix",
    "news",
    "standing",
    "timeline",
]
