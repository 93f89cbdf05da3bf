"""The parts of the before/after page: what is asked, the answer, its charts, its table, what disturbs it."""

from einlass.ui.comparison.answer import (
    answer,
    definition,
    disturbances,
    explanation,
    foot,
    not_offered,
    standing,
)
from einlass.ui.comparison.asking import choose_measure, choose_request
from einlass.ui.comparison.charts import difference, series_chart, variants_table
from einlass.ui.comparison.numbers import numbers_table

__all__ = [
    "answer",
    "choose_measure",
    "choose_request",
    "definition",
    "difference",
    "disturbances",
    "explanation",
    "foot",
    "not_offered",
    "numbers_table",
    "series_chart",
    "standing",
    "variants_table",
]
