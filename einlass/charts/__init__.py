"""The only door to Plotly: one look, the same marks for measures and events, the finding as title."""

from plotly.graph_objects import Figure

from einlass.charts.comparison import distribution_chart, phases_chart
from einlass.charts.difference import difference_chart
from einlass.charts.errors import errors_chart
from einlass.charts.heat import DayCell, day_cells, edges_of, heat_chart, swatch
from einlass.charts.look import Look, chart_config, plain, plotly_script, recolouring
from einlass.charts.marks import Mark, closures_of, marks_of, number_of
from einlass.charts.phases import phase_of, shared_phases
from einlass.charts.staffing import CostLine, PlanRow, cost_chart, plans_chart, weeks_chart
from einlass.charts.trends import Around, Panel, small_charts, trend_chart

__all__ = [
    "Around",
    "CostLine",
    "DayCell",
    "Figure",
    "Look",
    "Mark",
    "Panel",
    "PlanRow",
    "chart_config",
    "closures_of",
    "cost_chart",
    "day_cells",
    "difference_chart",
    "distribution_chart",
    "edges_of",
    "errors_chart",
    "heat_chart",
    "marks_of",
    "number_of",
    "phase_of",
    "phases_chart",
    "plain",
    "plans_chart",
    "plotly_script",
    "recolouring",
    "shared_phases",
    "small_charts",
    "swatch",
    "trend_chart",
    "weeks_chart",
]
