"""Guard rails: what keeps a comparison from saying more than it knows, with the numbers that struck."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.stats import fisher_exact

from einlass.stats.series import BoolArray
from einlass.stats.step import StepFit

SERIOUS_LEVEL = 0.10


class Code(StrEnum):
    """One guard rail each; the texts belong to the words."""

    TRIGGER = "trigger"
    SERIOUS_SHARE = "serious_share"
    OUTCOMES_DISAGREE = "outcomes_disagree"
    RECORDING_CHANGE = "recording_change"
    CLOSURE = "closure"
    EXPOSURE = "exposure"
    COMPARISON_MOVED = "comparison_moved"
    COMPARISON_DISAGREES = "comparison_disagrees"
    INTERIM = "interim"


class Effect(StrEnum):
    """What a struck guard rail does to the verdict."""

    CAPS = "caps"
    """At most "signs"."""
    GIVES_WAY = "gives_way"
    """The single-office verdict gives way to D*; until then at most "signs"."""
    MARKS = "marks"
    """Only said beside the verdict."""


@dataclass(frozen=True, slots=True)
class Guard:
    """A guard rail that was checked: whether it struck, what that does, and the numbers looked at."""

    code: Code
    is_struck: bool
    effect: Effect
    numbers: tuple[tuple[str, float | None], ...] = ()

    def number(self, name: str) -> float | None:
        """One of the numbers by name. Raises KeyError for an unknown one."""
        return dict(self.numbers)[name]


def trigger(
    weeks_left_out: int, weeks_wanted: int, ratio: float | None, ratio_left_in: float | None
) -> Guard:
    """A start that follows a spike: struck while fewer weeks than wanted are left out before it."""
    numbers = (
        ("weeks_left_out", float(weeks_left_out)),
        ("weeks_wanted", float(weeks_wanted)),
        ("ratio", ratio),
        ("ratio_left_in", ratio_left_in),
    )
    return Guard(Code.TRIGGER, weeks_left_out < weeks_wanted, Effect.CAPS, numbers)


def serious_share(before: tuple[float, float], after: tuple[float, float]) -> Guard:
    """Share of serious incidents (serious, all), before and after: struck when Fisher's exact p < 0.10.

    More minor reports from the same events lower this share; its staying put proves nothing at low counts.
    """
    table = np.array([[side[0], side[1] - side[0]] for side in (before, after)])
    p_value = float(fisher_exact(table).pvalue) if before[1] and after[1] else None
    numbers = (
        ("share_before", before[0] / before[1] if before[1] else None),
        ("share_after", after[0] / after[1] if after[1] else None),
        ("p_value", p_value),
    )
    return Guard(Code.SERIOUS_SHARE, p_value is not None and p_value < SERIOUS_LEVEL, Effect.CAPS, numbers)


def outcomes_disagree(stable: StepFit, reports: StepFit) -> Guard:
    """Severity-stable incidents and all reports: struck when one rises and the other falls."""
    signs = (_sign(stable), _sign(reports))
    numbers = (("ratio_stable", stable.ratio), ("ratio_reports", reports.ratio))
    return Guard(Code.OUTCOMES_DISAGREE, signs[0] * signs[1] < 0, Effect.CAPS, numbers)


def recording_change(weeks_after_start: tuple[float, ...]) -> Guard:
    """Changes of who records or how, in weeks from the start: struck by any."""
    nearest = min(weeks_after_start, key=abs, default=None)
    numbers = (("changes", float(len(weeks_after_start))), ("weeks_from_start", nearest))
    return Guard(Code.RECORDING_CHANGE, bool(weeks_after_start), Effect.CAPS, numbers)


def closure(kept: BoolArray) -> Guard:
    """Weeks from a closure on, cut off (False = cut): struck, and said, when there are any."""
    cut = float((~kept).sum())
    return Guard(Code.CLOSURE, cut > 0, Effect.MARKS, (("weeks_cut", cut),))


def exposure(has_visits: bool) -> Guard:
    """Struck when there are no visits to divide by: fewer visitors alone look like fewer incidents."""
    return Guard(Code.EXPOSURE, not has_visits, Effect.CAPS, (("has_visits", float(has_visits)),))


def comparison_moved(own: StepFit) -> Guard:
    """The comparison offices' own ratio: struck when its 80 % interval excludes 1."""
    numbers = (("ratio", own.ratio), ("low_80", own.interval_80.low), ("high_80", own.interval_80.high))
    return Guard(Code.COMPARISON_MOVED, own.interval_80.excludes(1.0), Effect.GIVES_WAY, numbers)


def comparison_disagrees(single: StepFit, shared: StepFit) -> Guard:
    """E*pt and D*: struck when they differ in sign."""
    numbers = (("ratio", single.ratio), ("ratio_compared", shared.ratio))
    return Guard(Code.COMPARISON_DISAGREES, _sign(single) * _sign(shared) < 0, Effect.CAPS, numbers)


def interim(weeks_to_judgement: float) -> Guard:
    """A look before the declared date of judgement: marked."""
    return Guard(
        Code.INTERIM, weeks_to_judgement > 0, Effect.MARKS, (("weeks_to_judgement", weeks_to_judgement),)
    )


def _sign(fit: StepFit) -> int:
    """Direction of a fit, also at the border; 0 = none."""
    log_ratio = fit.log_ratio if fit.log_ratio is not None else (fit.one_step or (0.0, 0.0))[0]
    return (log_ratio > 0) - (log_ratio < 0)
