"""Figures that are shown inside and would be hidden outside: a paper says so beside each of them."""

from __future__ import annotations

from einlass.findings import Finding, Phase
from einlass.topics.incidents.small import is_small as is_small_count
from einlass.topics.sentiment import is_hidden_outside
from einlass.words import Words


def is_small(found: Finding) -> bool:
    """Whether a finding rests on counts that are not for publication."""
    sides = [side for side in (found.before, found.after) if side is not None]
    if found.indicator.kind == "score":
        audience = found.indicator.audience or ""
        return any(is_hidden_outside(side.numerator, side.denominator, audience) for side in sides)
    return any(is_small_phase(side) for side in sides)


def is_small_phase(side: Phase) -> bool:
    """Whether a count is one or two."""
    return is_small_count(side.numerator)


def marked(text: str, is_quiet: bool, w: Words) -> str:
    """A text of a cell with the quiet sign where its figures are not for publication."""
    return f"{text} {w('incidents.quiet.sign')}" if is_quiet else text
