"""The room that answers need on both sides of one line: one scale for several pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from einlass import config
from einlass.findings import Phase


@dataclass(frozen=True)
class Room:
    """The largest shares (0 to 1) of those who disagree, agree and stand between: one scale for several charts."""

    left: float
    right: float
    middle: float


def room_of(phases: Sequence[Phase | None]) -> Room:
    """The room that the answers of several phases need; of those with too few answers none is drawn."""
    shares = [
        parts_of(one)
        for one in phases
        if one is not None and one.answer_count >= config.thresholds().share_least
    ]
    return Room(
        max((one[0] + one[1] for one in shares), default=0.3),
        max((one[3] + one[4] for one in shares), default=0.3),
        max((one[2] for one in shares), default=0.3),
    )


def parts_of(phase: Phase) -> tuple[float, ...]:
    """The shares (0 to 1) of the answers 1 to 5."""
    total = phase.answer_count
    return tuple(count / total if total else 0.0 for count in phase.distribution or (0,) * 5)
