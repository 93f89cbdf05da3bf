"""Figures that are shown inside and would be hidden outside: a paper says so beside each of them."""

from __future__ import annotations

from einlass.findings import Finding, Phase
from einlass.topics.small import is_small as is_small_count
from einlass.topics.small import is_small_agreement
from einlass.words import Words

EVENTS = "events"


def is_small(found: Finding) -> bool:
    """Whether a finding rests on counts that are not for publication."""
    sides = [side for side in (found.before, found.after) if side is not None]
    if found.indicator.kind == "score":
        audience = found.indicator.audience or ""
        return any(is_small_agreement(side.numerator, side.denominator, audience) for side in sides)
    return any(is_small_phase(side) for side in sides)


def is_small_phase(side: Phase) -> bool:
    """Whether a count, or a part of it that is told, is one or two."""
    return any(is_small_count(one) for one in (side.numerator, side.rated, side.unexposed_count))


def has_small_limits(found: Finding) -> bool:
    """Whether what limits a finding tells a number of events that is not for publication."""
    told = [value for one in found.caveats for name, value in one.values if name.startswith(EVENTS)]
    for guard in found.analysis.guards if found.analysis else ():
        told += [value for name, value in guard.numbers if guard.is_struck and name.startswith(EVENTS)]
    return any(isinstance(one, int | float) and is_small_count(one) for one in told)


def marked(text: str, is_quiet: bool, w: Words) -> str:
    """A text of a cell with the quiet sign where its figures are not for publication."""
    return f"{text}\u00a0{w('quiet.sign')}" if is_quiet else text
