"""The parts of the before/after page: what is asked, the answer, its charts, its table, what disturbs it."""

from einlass.ui.comparison.answer import (
    answer,
    definition,
    disturbances,
    explanation,
    foot,
    needs,
    not_offered,
    standing,
)
from einlass.ui.comparison.asking import choose_measure, choose_request
from einlass.ui.comparison.charts import answers_chart, difference, series_chart
from einlass.ui.comparison.numbers import numbers_table
from einlass.ui.comparison.other_cities import limits, rows
from einlass.ui.comparison.robustness import robustness

__all__ = [
    "answer",
    "answers_chart",
    "choose_measure",
    "choose_request",
    "definition",
    "difference",
    "disturbances",
    "explanation",
    "foot",
    "limits",
    "needs",
    "not_offered",
    "numbers_table",
    "robustness",
    "rows",
    "series_chart",
    "standing",
]
