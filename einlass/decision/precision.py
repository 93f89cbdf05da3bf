"""How precise a finding is: the width of its own 95 % interval against the band of "no large change".

An interval as wide as the band can just tell "no large change", a wider one never; half as wide is called precise. The
band is that of the verdict (`stats/verdict.py`), on its scale: ratios for counts, Cliff's delta for answers. To judge
imprecision by the width against what would matter follows GRADE (Guyatt et al. 2011); the two limits are ours.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from einlass.findings import Estimate, Finding
from einlass.stats.verdict import COUNTS, SCORES

PRECISE_PART = 0.5  # of the band


@dataclass(frozen=True)
class Precision:
    """precise | rough | very_rough, with the counts that make it so: events, or answers, before and since the start."""

    finding: Finding
    code: str
    before: float
    after: float


def precision(found: Finding) -> Precision | None:
    """The precision of a finding; None where there is no interval to speak of."""
    width = _width(found)
    if width is None or found.before is None or found.after is None:
        return None
    code = "precise" if width <= PRECISE_PART else "rough" if width <= 1 else "very_rough"
    if found.indicator.kind == "score":
        return Precision(found, code, found.before.answer_count, found.after.answer_count)
    return Precision(found, code, found.before.numerator, found.after.numerator)


def _width(found: Finding) -> float | None:
    """The width of the interval as a part of the band; infinite where a side is open."""
    if found.analysis is None or found.estimate is None:
        return None
    if found.indicator.kind == "score":
        return _part(found.analysis.delta, SCORES.band, is_ratio=False) if found.analysis.delta else None
    return _part(found.estimate, COUNTS.band, is_ratio=True)


def _part(one: Estimate, band: tuple[float, float] | None, *, is_ratio: bool) -> float:
    assert band
    if one.low is None or one.high is None or (is_ratio and one.low <= 0):
        return math.inf
    if is_ratio:
        return math.log(one.high / one.low) / math.log(band[1] / band[0])
    return (one.high - one.low) / (band[1] - band[0])
