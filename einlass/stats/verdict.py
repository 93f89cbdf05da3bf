"""The verdict scale: seven words, the rules that choose one, and the grounds on which it was chosen."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum

from einlass.stats.guards import SHIFT_CLEAR, SHIFT_CLEAR_SEVERAL, SHIFT_SIGNS, Effect, Guard
from einlass.stats.series import Interval, Reason, Tally


class Verdict(StrEnum):
    """In the order of the scale."""

    TOO_LITTLE_DATA = "too_little_data"
    CLEAR_DECREASE = "clear_decrease"
    SIGNS_OF_DECREASE = "signs_of_decrease"
    NO_LARGE_CHANGE = "no_large_change"
    CANNOT_TELL = "cannot_tell"
    SIGNS_OF_INCREASE = "signs_of_increase"
    CLEAR_INCREASE = "clear_increase"


class Ground(StrEnum):
    """A condition that decided; each comes with the number found and the number wanted."""

    WEEKS_BEFORE = "weeks_before"
    WEEKS_AFTER = "weeks_after"
    EXPECTED_AFTER = "expected_after"
    EVENTS_BEFORE = "events_before"
    NO_FIT = "no_fit"
    LIMIT_95 = "limit_95"
    LIMIT_80 = "limit_80"
    SHIFT = "shift"
    WEEKS_BEFORE_CLEAR = "weeks_before_clear"
    HOLM = "holm"
    GUARD = "guard"
    WITHIN_BAND = "within_band"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: what was found, what was wanted (None = does not apply), and whether it was met."""

    ground: Ground
    is_met: bool
    found: float | None = None
    wanted: float | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """Thresholds of the scale; by default those of counts. null and band are on the interval's scale."""

    null: float = 1.0
    band: tuple[float, float] | None = (0.5, 2.0)
    weeks_before: int = 26
    weeks_after: int = 8
    expected_after: float = 5.0
    events_before: float = 10.0
    weeks_before_clear: int = 52
    shift_p: float | None = SHIFT_CLEAR
    shift_p_signs: float | None = None
    """For "signs", too, where it is asked for and the test can be made."""
    holm_clear: float = 0.05
    holm_signs: float = 0.20


COUNTS = Rules()
SEVERAL = Rules(shift_p=SHIFT_CLEAR_SEVERAL, shift_p_signs=SHIFT_SIGNS)
"""Several offices, in one model or pooled. The 80 % interval alone would call one town in ten a decrease that is none;
the shift test of all together sees a time that is unusual everywhere."""
POOLED = Rules(shift_p=None)
"""D*: what E*pt and its shift test say is a guard rail."""
SCORES = Rules(null=0.0, band=(-0.33, 0.33), weeks_before_clear=0, shift_p=None, holm_signs=0.10)
"""Cliff's delta: below 0.33 is called small (Romano et al. 2006); the wave rules sit in scores.py."""
AMOUNTS = Rules(null=0.0, band=None, weeks_before_clear=0, shift_p=None, holm_signs=0.10)
"""Differences in euros, hours or minutes have no band that is small everywhere."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the rules look at. tally None = the data minimum was checked elsewhere (scores: wave rules)."""

    interval_80: Interval
    interval_95: Interval
    tally: Tally | None = None
    shift_p: float | None = None
    holm_p: float | None = None
    guards: tuple[Guard, ...] = ()
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, the conditions looked at, the guard rails that held it back, and where it would tip."""

    verdict: Verdict
    grounds: tuple[Condition, ...]
    held_back_by: tuple[Guard, ...] = ()
    gives_way: bool = False
    """The verdict of D* goes before this one."""
    tipping_point: float | None = None
    """A decrease holds unless more than this share (0–1) of incidents is no longer reported."""


def judge(evidence: Evidence, rules: Rules = COUNTS) -> Judgement:
    """Apply the scale: data minimum first, then clear, signs, no large change, else cannot tell."""
    missing = _missing(evidence, rules)
    gives_way = any(g.is_struck and g.effect is Effect.GIVES_WAY for g in evidence.guards)
    if missing:
        return Judgement(Verdict.TOO_LITTLE_DATA, missing, gives_way=gives_way)
    if evidence.interval_95.low is None and evidence.interval_95.high is None:
        return Judgement(Verdict.CANNOT_TELL, (Condition(Ground.NO_FIT, False),), gives_way=gives_way)
    found = _either(evidence, rules, gives_way)
    if found is not None:
        return found
    if evidence.holm_p is not None and _either(replace(evidence, holm_p=None), rules, gives_way):
        # A change seen alone and lost among many is open; that there was no large change is another claim.
        grounds = (Condition(Ground.HOLM, False, evidence.holm_p, rules.holm_signs),)
        return Judgement(Verdict.CANNOT_TELL, grounds, gives_way=gives_way)
    return Judgement(*_undirected(evidence, rules), gives_way=gives_way)


def _either(evidence: Evidence, rules: Rules, gives_way: bool) -> Judgement | None:
    """Clear or signs in either direction, or None."""
    sides = (_directed(evidence, rules, _Side(sign), gives_way) for sign in (-1, 1))
    return next((found for found in sides if found is not None), None)


def tipping_point(interval: Interval, null: float = 1.0) -> float | None:
    """1 − upper limit: share (0–1) of reports that may be lost before this is no decrease."""
    return 1.0 - interval.high / null if interval.high is not None and interval.high < null else None


@dataclass(frozen=True, slots=True)
class _Side:
    """A direction: −1 decrease, +1 increase."""

    sign: int

    def limit(self, interval: Interval) -> float | None:
        """The limit nearest to no change."""
        return interval.high if self.sign < 0 else interval.low

    def is_shown(self, interval: Interval, null: float) -> bool:
        """Whether the whole range lies on this side."""
        return interval.is_below(null) if self.sign < 0 else interval.is_above(null)

    @property
    def clear(self) -> Verdict:
        return Verdict.CLEAR_DECREASE if self.sign < 0 else Verdict.CLEAR_INCREASE

    @property
    def signs(self) -> Verdict:
        return Verdict.SIGNS_OF_DECREASE if self.sign < 0 else Verdict.SIGNS_OF_INCREASE


def _missing(evidence: Evidence, rules: Rules) -> tuple[Condition, ...]:
    """The data minimum that is not met, each with its number."""
    sums = evidence.tally
    if sums is None:
        return (Condition(Ground.NO_FIT, False),) if evidence.reason is not None else ()
    conditions = (
        (Ground.WEEKS_BEFORE, float(sums.weeks_before), float(rules.weeks_before)),
        (Ground.WEEKS_AFTER, float(sums.weeks_after), float(rules.weeks_after)),
        (Ground.EXPECTED_AFTER, sums.expected_after, rules.expected_after),
        (Ground.EVENTS_BEFORE, sums.events_before, rules.events_before),
    )
    return tuple(
        Condition(ground, False, found, wanted) for ground, found, wanted in conditions if found < wanted
    )


def _directed(evidence: Evidence, rules: Rules, side: _Side, gives_way: bool) -> Judgement | None:
    """Clear or signs in one direction, or None."""
    clear = _clear_conditions(evidence, rules, side)
    guards = tuple(g for g in evidence.guards if g.is_struck and g.effect is not Effect.MARKS)
    holds = all(c.is_met for c in clear)
    tips = tipping_point(evidence.interval_95, rules.null) if side.sign < 0 and rules.null > 0 else None
    if holds and not guards:
        return Judgement(side.clear, clear, tipping_point=tips)
    limit = side.limit(evidence.interval_80)
    signs = [Condition(Ground.LIMIT_80, side.is_shown(evidence.interval_80, rules.null), limit, rules.null)]
    if rules.shift_p_signs is not None and evidence.shift_p is not None:
        is_seldom = evidence.shift_p <= rules.shift_p_signs
        signs.append(Condition(Ground.SHIFT, is_seldom, evidence.shift_p, rules.shift_p_signs))
    is_corrected = evidence.holm_p is None or evidence.holm_p <= rules.holm_signs
    if not holds and not (all(c.is_met for c in signs) and is_corrected):
        return None
    grounds = (*clear, *signs, Condition(Ground.GUARD, not guards, float(len(guards)), 0.0))
    withholding = tuple(g for g in guards if g.effect is Effect.WITHHOLDS)
    if withholding:
        return Judgement(Verdict.CANNOT_TELL, grounds, withholding, gives_way)
    return Judgement(side.signs, grounds, guards if holds else (), gives_way, tips)


def _clear_conditions(evidence: Evidence, rules: Rules, side: _Side) -> tuple[Condition, ...]:
    """Everything "clear" asks for except the guard rails."""
    interval, p = evidence.interval_95, evidence.shift_p
    found = [
        Condition(Ground.LIMIT_95, side.is_shown(interval, rules.null), side.limit(interval), rules.null)
    ]
    if rules.shift_p is not None:
        found.append(Condition(Ground.SHIFT, p is not None and p <= rules.shift_p, p, rules.shift_p))
    if evidence.tally is not None:
        weeks, wanted = evidence.tally.weeks_before, rules.weeks_before_clear
        found.append(Condition(Ground.WEEKS_BEFORE_CLEAR, weeks >= wanted, float(weeks), float(wanted)))
    if evidence.holm_p is not None:
        is_met = evidence.holm_p <= rules.holm_clear
        found.append(Condition(Ground.HOLM, is_met, evidence.holm_p, rules.holm_clear))
    return tuple(found)


def _undirected(evidence: Evidence, rules: Rules) -> tuple[Verdict, tuple[Condition, ...]]:
    """No large change when the 95 % range stays within the band, else cannot tell."""
    low, high = evidence.interval_95.low, evidence.interval_95.high
    if rules.band is not None and low is not None and high is not None:
        if low >= rules.band[0] and high <= rules.band[1]:
            return Verdict.NO_LARGE_CHANGE, (Condition(Ground.WITHIN_BAND, True, low, rules.band[0]),)
        widest = low if math.fabs(low - rules.null) > math.fabs(high - rules.null) else high
        return Verdict.CANNOT_TELL, (Condition(Ground.WITHIN_BAND, False, widest, None),)
    return Verdict.CANNOT_TELL, (Condition(Ground.OPEN, False),)
