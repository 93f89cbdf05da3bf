"""Guard rails: what keeps a comparison from saying more than it knows, with the numbers that struck."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.stats import fisher_exact

from einlass.stats.step import StepFit

SERIOUS_LEVEL = 0.10
SHIFT_CLEAR = 0.10
"""Largest p of the shift test for "clear"."""
SHIFT_CLEAR_SEVERAL, SHIFT_SIGNS = 0.15, 0.40
"""The same of several offices, for "clear" and for "signs"; tuned on the calibration's towns."""


class Code(StrEnum):
    """One guard rail each; the texts belong to the words."""

    TRIGGER = "trigger"
    SPIKE = "spike"
    WINDOWS = "windows"
    OVERLAP = "overlap"
    SERIOUS_SHARE = "serious_share"
    OUTCOMES_DISAGREE = "outcomes_disagree"
    RECORDING_CHANGE = "recording_change"
    CLOSURE = "closure"
    EXPOSURE = "exposure"
    COUNTING = "counting"
    COMPARISON_MOVED = "comparison_moved"
    COMPARISON_DISAGREES = "comparison_disagrees"
    COMPARISON_RECORDING = "comparison_recording"
    NEGATIVE_CONTROL = "negative_control"
    AFTER_END = "after_end"
    SURVEY_METHOD = "survey_method"
    INTERIM = "interim"


class Effect(StrEnum):
    """What a struck guard rail does to the verdict."""

    CAPS = "caps"
    """At most "signs"."""
    GIVES_WAY = "gives_way"
    """The single-office verdict gives way to D*; until then at most "signs"."""
    WITHHOLDS = "withholds"
    """No change is claimed at all."""
    MARKS = "marks"
    """Only said beside the verdict."""


@dataclass(frozen=True, slots=True)
class Guard:
    """A guard rail that was checked: whether it struck, what that does, and the numbers looked at.

    details: what else its text needs: days, identifiers, codes.
    """

    code: Code
    is_struck: bool
    effect: Effect
    numbers: tuple[tuple[str, float | None], ...] = ()
    details: tuple[tuple[str, object], ...] = ()

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


def spike(ratio: StepFit | None) -> Guard:
    """The time since an older trigger against the time before it: struck when its 80 % interval excludes 1."""
    numbers = (("ratio", ratio.ratio if ratio else None),)
    return Guard(Code.SPIKE, ratio is not None and ratio.interval_80.excludes(1.0), Effect.CAPS, numbers)


def windows_moved(contradicts: bool) -> Guard:
    """Windows that the reader has moved: struck when they contradict the measure."""
    return Guard(Code.WINDOWS, contradicts, Effect.CAPS)


def overlap(details: tuple[tuple[str, object], ...] = ()) -> Guard:
    """Another measure inside the compared time of the same office: struck, with what and when."""
    return Guard(Code.OVERLAP, bool(details), Effect.CAPS, (), details)


def recording_change(details: tuple[tuple[str, object], ...] = ()) -> Guard:
    """Changes of who records or how, from events and from the rows themselves: struck by any."""
    return Guard(Code.RECORDING_CHANGE, bool(details), Effect.CAPS, (), details)


def comparison_recording(details: tuple[tuple[str, object], ...] = ()) -> Guard:
    """The same at the offices compared with."""
    return Guard(Code.COMPARISON_RECORDING, bool(details), Effect.CAPS, (), details)


def counting(details: tuple[tuple[str, object], ...] = ()) -> Guard:
    """Visits counted by another method before than after: struck; the office then answers without visits."""
    return Guard(Code.COUNTING, bool(details), Effect.CAPS, (), details)


def survey_method(changes: tuple[str, ...]) -> Guard:
    """Mode, selection or languages of a survey have changed: struck by any, with their names."""
    return Guard(Code.SURVEY_METHOD, bool(changes), Effect.CAPS, (), (("changes", changes),))


def negative_control(main: StepFit, untouchable: StepFit | None) -> Guard:
    """An outcome the measure cannot touch: struck when it moved the same way (80 % interval)."""
    ratio = untouchable.ratio if untouchable else None
    moved = untouchable is not None and (
        untouchable.interval_80.is_below(1.0) if _sign(main) < 0 else untouchable.interval_80.is_above(1.0)
    )
    events = untouchable.tally.events_before + untouchable.tally.events_after if untouchable else 0.0
    return Guard(Code.NEGATIVE_CONTROL, moved, Effect.CAPS, (("ratio", ratio), ("events", events)))


def after_end(main: StepFit, later: StepFit) -> Guard:
    """The time after a measure's end against the time before it: struck when the change has stayed."""
    stayed = later.interval_80.is_below(1.0) if _sign(main) < 0 else later.interval_80.is_above(1.0)
    sums = later.tally
    numbers = (
        ("ratio", later.ratio),
        ("low_80", later.interval_80.low),
        ("high_80", later.interval_80.high),
        ("events", sums.events_after),
        ("expected", sums.expected_after),
        ("weeks", float(sums.weeks_after)),
    )
    return Guard(Code.AFTER_END, stayed, Effect.MARKS, numbers)


def closure(weeks_left_out: int) -> Guard:
    """Weeks of a closure or another exceptional time, left out: struck, and said, when there are any."""
    numbers = (("weeks_cut", float(weeks_left_out)),)
    return Guard(Code.CLOSURE, weeks_left_out > 0, Effect.MARKS, numbers)


def exposure(has_visits: bool) -> Guard:
    """Struck when there are no visits to divide by: fewer visitors alone look like fewer incidents."""
    return Guard(Code.EXPOSURE, not has_visits, Effect.CAPS, (("has_visits", float(has_visits)),))


def comparison_moved(own: StepFit) -> Guard:
    """The comparison offices' own ratio: struck when its 80 % interval excludes 1."""
    numbers = (("ratio", own.ratio), ("low_80", own.interval_80.low), ("high_80", own.interval_80.high))
    return Guard(Code.COMPARISON_MOVED, own.interval_80.excludes(1.0), Effect.GIVES_WAY, numbers)


def comparison_disagrees(single: StepFit, shared: StepFit, shift_p: float | None = None) -> Guard:
    """E*pt and D*: struck when they differ in sign, or when D* claims more than E*pt shows.

    A decrease that only D* shows (80 % intervals) is none: the others have risen, these have not fallen. shift_p is of
    E*pt's shift test: above 0.40 it shows nothing, above 0.10 (0.15 where its 95 % interval agrees) nothing clear;
    None: not asked. An increase that only D* shows stays a sign: it warns.
    """
    chance = shift_p or 0.0
    most = SHIFT_CLEAR_SEVERAL if single.interval_95.is_below(1.0) else SHIFT_CLEAR
    has_fallen = single.interval_80.is_below(1.0) and chance <= SHIFT_SIGNS
    is_only_compared = shared.interval_80.is_below(1.0) and not has_fallen
    is_clearer = shared.interval_95.is_below(1.0) and chance > most
    rises_alone = shared.interval_95.is_above(1.0) and not single.interval_80.is_above(1.0)
    differ = _sign(single) * _sign(shared) < 0
    numbers = (("ratio", single.ratio), ("ratio_compared", shared.ratio), ("shift_p", shift_p))
    effect = Effect.WITHHOLDS if is_only_compared else Effect.CAPS
    is_struck = differ or is_only_compared or is_clearer or rises_alone
    return Guard(Code.COMPARISON_DISAGREES, is_struck, effect, numbers)


def interim(days_left: int, details: tuple[tuple[str, object], ...] = ()) -> Guard:
    """A look before the day of decision: marked."""
    return Guard(Code.INTERIM, days_left > 0, Effect.MARKS, (("days_left", float(days_left)),), details)


def _sign(fit: StepFit) -> int:
    """Direction of a fit, also at the border; 0 = none."""
    return fit.side if fit.log_ratio is None else (fit.log_ratio > 0) - (fit.log_ratio < 0)
