"""The chart of a figure as SVG: answers on both sides of a line, or bars with their ranges; wide, or for a phone.

frame    the picture with its name and notes      bars, answers    the two kinds of charts
look     sizes, colours                           lettering        widths of text
"""

from einlass.release.bundle.charts.answers import has_answers
from einlass.release.bundle.charts.bars import bars
from einlass.release.bundle.charts.frame import bare, inline, standalone
from einlass.release.bundle.charts.look import COLOURS, NARROW, WIDE

__all__ = ["COLOURS", "NARROW", "WIDE", "bare", "bars", "has_answers", "inline", "standalone"]
