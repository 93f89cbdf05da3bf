"""The only door to Plotly: one look, the same marks for measures and events, the finding as title."""

from plotly.graph_objects import Figure

from einlass.charts.comparison import difference_chart, distribution_chart, phases_chart
from einlass.charts.errors import errors_chart
from einlass.charts.look import Look, chart_config, plain, plotly_script, recolouring
from einlass.charts.marks import Mark, marks_of
from einlass.charts.phases import phase_of, shared_phases
from einlass.charts.trends import trend_chart

__all__ = [
    "Figure",
    "Look",
    "Mark",
    "chart_config",
    "difference_chart",
    "distribution_chart",
    "errors_chart",
    "marks_of",
    "phase_of",
    "phases_chart",
    "plain",
    "plotly_script",
    "recolouring",
    "shared_phases",
    "trend_chart",
]
