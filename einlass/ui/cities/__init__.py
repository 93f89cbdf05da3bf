"""Several cities beside each other: the measures of each by outcome, then reported incidents of all together."""

from einlass.ui.cities.rows import matrices, overall, rows
from einlass.ui.cities.together import answer, together

__all__ = ["answer", "matrices", "overall", "rows", "together"]
