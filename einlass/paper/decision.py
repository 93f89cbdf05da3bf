"""Where the page of decision hands over what it knows: ways to decide, and what is not known."""

from __future__ import annotations

from einlass.measures import Measure
from einlass.paper.content import Block, Ways
from einlass.warehouse import DataVersion
from einlass.words import Words


def ways(version: DataVersion, measure: Measure, w: Words) -> Ways | None:
    """The alternatives of one measure with their costs and reasons; None where there are none to offer."""
    return None


def gaps(version: DataVersion, w: Words) -> tuple[Block, ...]:
    """What is not known and what it would take: blocks below a heading of their own; none where nothing is told."""
    return ()
