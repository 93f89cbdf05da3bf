"""The verdict scale as a table of examples, and the guard rails one by one."""

import numpy as np
import pytest

from bench.calibration.offices import untreated
from einlass.stats import guards
from einlass.stats.control import fit_share, own_ratio
from einlass.stats.counts import fit_step
from einlass.stats.guards import Code, Effect
from einlass.stats.series import Interval, Reason, Series, Tally
from einlass.stats.verdict import POOLED, SCORES, Evidence, Ground, Verdict, judge, tipping_point
from tests.stats.simulate import many

ENOUGH = Tally(104, 16, 200.0, 20.0, 104.0, 16.0)
STRUCK = guards.exposure(has_visits=False)
MARKED = guards.interim(3)

Limits = tuple[float | None, float | None]


def _evidence(narrow: Limits, wide: Limits, **more: object) -> Evidence:
    known = {"tally": ENOUGH, "shift_p": 0.02} | more
    return Evidence(Interval(0.8, *narrow), Interval(0.95, *wide), **known)


DOWN = (0.5, 0.8), (0.4, 0.9)
UP = (1.3, 1.9), (1.1, 2.4)
WEAK = (0.5, 0.95), (0.4, 1.1)

SCALE = {
    "clear decrease": (_evidence(*DOWN), Verdict.CLEAR_DECREASE),
    "clear increase": (_evidence(*UP), Verdict.CLEAR_INCREASE),
    "clear with an open lower side": (_evidence((None, 0.5), (None, 0.7)), Verdict.CLEAR_DECREASE),
    "shift test does not agree": (_evidence(*DOWN, shift_p=0.11), Verdict.SIGNS_OF_DECREASE),
    "no shift test": (_evidence(*DOWN, shift_p=None), Verdict.SIGNS_OF_DECREASE),
    "short before": (_evidence(*DOWN, tally=Tally(51, 16, 99.0, 9.0, 51.0, 16.0)), Verdict.SIGNS_OF_DECREASE),
    "guard rail": (_evidence(*DOWN, guards=(STRUCK,)), Verdict.SIGNS_OF_DECREASE),
    "guard rail on an increase": (_evidence(*UP, guards=(STRUCK,)), Verdict.SIGNS_OF_INCREASE),
    "a mark holds nothing back": (_evidence(*DOWN, guards=(MARKED,)), Verdict.CLEAR_DECREASE),
    "signs": (_evidence(*WEAK), Verdict.SIGNS_OF_DECREASE),
    "signs of an increase": (_evidence((1.05, 2.0), (0.9, 2.4)), Verdict.SIGNS_OF_INCREASE),
    "Holm keeps clear": (_evidence(*DOWN, holm_p=0.04), Verdict.CLEAR_DECREASE),
    "Holm takes clear": (_evidence(*DOWN, holm_p=0.06), Verdict.SIGNS_OF_DECREASE),
    "Holm takes signs": (_evidence(*WEAK, holm_p=0.21), Verdict.CANNOT_TELL),
    "Holm does not turn a change into none": (
        _evidence((0.65, 0.85), (0.6, 0.9), shift_p=None, holm_p=0.3),
        Verdict.CANNOT_TELL,
    ),
    "no large change": (_evidence((0.8, 1.3), (0.6, 1.9)), Verdict.NO_LARGE_CHANGE),
    "no large change among several": (_evidence((0.8, 1.3), (0.6, 1.9), holm_p=1.0), Verdict.NO_LARGE_CHANGE),
    "cannot tell": (_evidence((0.7, 1.2), (0.38, 1.18)), Verdict.CANNOT_TELL),
    "cannot tell, open": (_evidence((None, 1.2), (None, 2.0)), Verdict.CANNOT_TELL),
    "fit failed": (_evidence((None, None), (None, None), reason=Reason.FIT_FAILED), Verdict.CANNOT_TELL),
}


@pytest.mark.parametrize("case", SCALE)
def test_scale(case: str) -> None:
    evidence, verdict = SCALE[case]
    assert judge(evidence).verdict is verdict


@pytest.mark.parametrize(
    ("sums", "ground", "found"),
    [
        (Tally(25, 16, 50.0, 9.0, 25.0, 16.0), Ground.WEEKS_BEFORE, 25),
        (Tally(104, 7, 200.0, 9.0, 104.0, 7.0), Ground.WEEKS_AFTER, 7),
        (Tally(104, 16, 26.0, 9.0, 104.0, 16.0), Ground.EXPECTED_AFTER, 4),
        (Tally(30, 60, 9.0, 9.0, 30.0, 60.0), Ground.EVENTS_BEFORE, 9),
    ],
)
def test_too_little_data_says_what_is_missing(sums: Tally, ground: Ground, found: float) -> None:
    result = judge(_evidence(*DOWN, tally=sums))
    assert result.verdict is Verdict.TOO_LITTLE_DATA
    assert [(g.ground, g.found) for g in result.grounds] == [(ground, found)]


def test_grounds_and_guards_are_named() -> None:
    result = judge(_evidence(*DOWN, guards=(MARKED, STRUCK)))
    assert result.held_back_by == (STRUCK,)
    grounds = {g.ground: (g.is_met, g.found, g.wanted) for g in result.grounds}
    assert grounds[Ground.LIMIT_95] == (True, 0.9, 1.0) and grounds[Ground.SHIFT] == (True, 0.02, 0.1)
    assert grounds[Ground.WEEKS_BEFORE_CLEAR] == (True, 104.0, 52.0) and not grounds[Ground.GUARD][0]
    assert result.tipping_point == pytest.approx(0.1)


def test_tipping_point() -> None:
    assert tipping_point(Interval(0.95, 0.4, 0.8)) == pytest.approx(0.2)
    assert tipping_point(Interval(0.95, 0.4, 1.1)) is tipping_point(Interval(0.95, 0.4, None)) is None


def test_other_scales() -> None:
    delta = Evidence(Interval(0.8, 0.1, 0.25), Interval(0.95, 0.02, 0.32))
    assert judge(delta, SCORES).verdict is Verdict.CLEAR_INCREASE
    missing = Evidence(delta.interval_80, delta.interval_95, reason=Reason.TOO_FEW_WAVES)
    assert judge(missing, SCORES).verdict is Verdict.TOO_LITTLE_DATA
    assert judge(_evidence(*DOWN, shift_p=None), POOLED).verdict is Verdict.CLEAR_DECREASE


FITS = [fit_step(series) for series in many(2, seed=1, ratio=0.4, base=8.0)]
RISE = fit_step(many(1, seed=1, ratio=2.5, base=8.0)[0])
STILL = fit_step(many(1, seed=2, ratio=1.0, base=8.0)[0])

GUARDS = {
    "trigger left in": (guards.trigger(0, 4, 0.9, 0.6), True),
    "trigger left out": (guards.trigger(4, 4, 0.9, 0.6), False),
    "serious share fell": (guards.serious_share((40, 100), (2, 40)), True),
    "serious share stayed": (guards.serious_share((40, 100), (16, 40)), False),
    "nothing after": (guards.serious_share((40, 100), (0, 0)), False),
    "outcomes disagree": (guards.outcomes_disagree(FITS[0], RISE), True),
    "outcomes agree": (guards.outcomes_disagree(FITS[0], FITS[1]), False),
    "recording changed": (guards.recording_change((("weeks", -30),)), True),
    "recording as before": (guards.recording_change(), False),
    "closure": (guards.closure(1), True),
    "no visits": (STRUCK, True),
    "comparison moved": (guards.comparison_moved(FITS[0]), True),
    "comparison disagrees": (guards.comparison_disagrees(FITS[0], RISE), True),
    "comparison alone claims": (guards.comparison_disagrees(STILL, FITS[0]), True),
    "comparison agrees": (guards.comparison_disagrees(FITS[0], FITS[1]), False),
    "comparison's recording": (guards.comparison_recording((("office", "A"),)), True),
    "no spike looked for": (guards.spike(None), False),
    "spike": (guards.spike(RISE), True),
    "windows moved": (guards.windows_moved(contradicts=True), True),
    "overlap": (guards.overlap((("office", "A"),)), True),
    "counted otherwise": (guards.counting((("office", "A"),)), True),
    "asked otherwise": (guards.survey_method(("mode",)), True),
    "what cannot change fell, too": (guards.negative_control(FITS[0], FITS[1]), True),
    "what cannot change did not": (guards.negative_control(FITS[0], STILL), False),
    "stayed after the end": (guards.after_end(FITS[0], FITS[1]), True),
    "went back after the end": (guards.after_end(FITS[0], STILL), False),
    "interim": (MARKED, True),
    "at the date": (guards.interim(0), False),
}


@pytest.mark.parametrize("case", GUARDS)
def test_guard(case: str) -> None:
    guard, is_struck = GUARDS[case]
    assert guard.is_struck is is_struck
    assert guard.numbers or guard.details or not is_struck or guard.code is Code.WINDOWS


def test_guards_carry_the_number_that_struck() -> None:
    assert GUARDS["serious share fell"][0].number("share_after") == 0.05
    p = GUARDS["serious share fell"][0].number("p_value")
    assert p is not None and p < 0.001
    assert GUARDS["recording changed"][0].details == (("weeks", -30),)
    assert {guard.code for guard, _ in GUARDS.values()} == set(Code)
    with pytest.raises(KeyError):
        STRUCK.number("nonsense")


def test_moved_comparison_gives_way_to_d_star() -> None:
    """The whole city falls: single office held back and pointing at D*, which does not call it an effect."""
    offices = many(5, seed=2, ratio=0.4, base=8.0)
    treated = offices[0]
    others = untreated(np.array([o.counts for o in offices[1:]]), np.array([o.exposure for o in offices[1:]]))
    guard = guards.comparison_moved(own_ratio(treated, others))
    assert guard.effect is Effect.GIVES_WAY and guard.is_struck
    fit = fit_step(treated)
    result = judge(Evidence(fit.interval_80, fit.interval_95, fit.tally, shift_p=0.01, guards=(guard,)))
    assert (result.verdict, result.gives_way) == (Verdict.SIGNS_OF_DECREASE, True)
    assert not fit_share(treated, others).fit.interval_95.excludes(1.0)


def test_direction_at_the_border_counts() -> None:
    quiet = many(1, seed=3)[0]
    fit = fit_step(Series.of(quiet.counts * (1 - quiet.step), quiet.step, quiet.exposure))
    assert fit.ratio is None and guards.outcomes_disagree(fit, RISE).is_struck
