"""Which model decides for several offices, and what the shift test and the comparison hold back."""

from dataclasses import replace

import numpy as np
import pytest

from bench.calibration.cells import cell
from bench.calibration.towns import town
from einlass.stats import guards
from einlass.stats.control import own_ratio
from einlass.stats.counts import fit_step
from einlass.stats.guards import Code, Effect, Guard
from einlass.stats.offices import comparison, decide, decide_pooled, shift_p
from einlass.stats.pooling import pool_fits, quantile
from einlass.stats.series import Interval, Tally, stacked
from einlass.stats.step import StepFit, quantiles
from einlass.stats.verdict import COUNTS, POOLED, SEVERAL, Evidence, Verdict, judge
from tests.stats.simulate import many

ENOUGH = Tally(104, 26, 200.0, 20.0, 104.0, 26.0)
DOWN, WEAK, STILL, UP = (0.4, 0.8), (0.5, 1.1), (0.8, 1.2), (1.2, 2.0)


def _evidence(
    narrow: tuple[float, float], wide: tuple[float, float], *struck: Guard, shift: float
) -> Evidence:
    return Evidence(Interval(0.8, *narrow), Interval(0.95, *wide), ENOUGH, shift, guards=struck)


def _fit(narrow: tuple[float, float], wide: tuple[float, float]) -> StepFit:
    middle = float(np.log(narrow).mean())
    return StepFit(ENOUGH, float(np.exp(middle)), Interval(0.8, *narrow), Interval(0.95, *wide), middle)


@pytest.mark.parametrize(
    ("shift", "one", "several"),
    [
        (0.05, Verdict.SIGNS_OF_DECREASE, Verdict.SIGNS_OF_DECREASE),
        (0.40, Verdict.SIGNS_OF_DECREASE, Verdict.SIGNS_OF_DECREASE),
        (0.41, Verdict.SIGNS_OF_DECREASE, Verdict.CANNOT_TELL),
    ],
)
def test_several_offices_have_a_shift_test_of_their_own(shift: float, one: Verdict, several: Verdict) -> None:
    evidence = _evidence((0.5, 0.95), (0.4, 1.1), shift=shift)
    assert (judge(evidence, COUNTS).verdict, judge(evidence, SEVERAL).verdict) == (one, several)
    clear = _evidence(DOWN, DOWN, shift=0.15)
    assert judge(clear, COUNTS).verdict is Verdict.SIGNS_OF_DECREASE
    assert judge(clear, SEVERAL).verdict is Verdict.CLEAR_DECREASE
    assert (decide(evidence, 1, None).rules, decide(evidence, 2, None).rules) == (COUNTS, SEVERAL)


@pytest.mark.parametrize(
    ("own", "shared", "shift", "is_struck", "effect"),
    [
        ((DOWN, DOWN), (DOWN, DOWN), 0.05, False, Effect.CAPS),
        ((STILL, STILL), (DOWN, DOWN), None, True, Effect.WITHHOLDS),  # the others have risen
        ((STILL, STILL), (DOWN, WEAK), None, True, Effect.WITHHOLDS),
        ((DOWN, WEAK), (DOWN, DOWN), 0.05, False, Effect.CAPS),
        ((DOWN, WEAK), (DOWN, DOWN), 0.12, True, Effect.CAPS),  # not clear by itself
        ((DOWN, DOWN), (DOWN, DOWN), 0.12, False, Effect.CAPS),
        ((DOWN, WEAK), (DOWN, DOWN), 0.50, True, Effect.WITHHOLDS),
        ((DOWN, DOWN), (UP, UP), 0.05, True, Effect.CAPS),
        ((STILL, STILL), (UP, UP), None, True, Effect.CAPS),  # an increase warns
        ((STILL, STILL), (STILL, STILL), None, False, Effect.CAPS),
    ],
)
def test_the_comparison_claims_no_decrease_alone(
    own: tuple[tuple[float, float], ...],
    shared: tuple[tuple[float, float], ...],
    shift: float | None,
    is_struck: bool,
    effect: Effect,
) -> None:
    guard = guards.comparison_disagrees(_fit(*own), _fit(*shared), shift)
    assert (guard.is_struck, guard.effect) == (is_struck, effect)


def test_a_withheld_claim_is_none_and_names_the_guard_rail() -> None:
    """E*pt sees nothing, D* a decrease: not a sign of one."""
    own, compared = _fit(STILL, STILL), _fit(DOWN, DOWN)
    moved = guards.comparison_moved(_fit(UP, UP))
    struck = moved, guards.comparison_disagrees(own, compared)
    found = decide(_evidence(STILL, STILL, *struck, shift=0.5), 2, compared)
    assert found.is_by_comparison and found.rules is POOLED
    assert found.judgement.verdict is Verdict.CANNOT_TELL and found.judgement.gives_way
    assert [one.code for one in found.judgement.held_back_by] == [Code.COMPARISON_DISAGREES]
    raised = decide(_evidence(STILL, STILL, moved, shift=0.5), 2, _fit(UP, UP))
    assert raised.judgement.verdict is Verdict.CLEAR_INCREASE


def test_the_pool_reaches_as_far_as_the_common_model() -> None:
    series = many(6, seed=3, ratio=0.5, base=4.0, after=26)
    alone, fit = [fit_step(one) for one in series], fit_step(stacked(series))
    assert fit.standard_error is not None
    own = Evidence(fit.interval_80, fit.interval_95, fit.tally, shift_p(stacked(series), fit))
    pooled, evidence, judgement = decide_pooled(own, fit, alone)
    plain = pool_fits(tuple(alone))
    assert pooled.log_ratio == plain.log_ratio and evidence.shift_p == own.shift_p
    reach = fit.standard_error * quantiles(fit.df)[1] / quantile(6)
    assert pooled.standard_error == pytest.approx(max(plain.standard_error or 0.0, reach))
    assert judgement.verdict is Verdict.CLEAR_DECREASE
    assert judge(replace(evidence, shift_p=0.41), SEVERAL).verdict is Verdict.CANNOT_TELL


def test_two_comparison_offices_are_too_few_and_the_shift_test_is_asked_only_where_it_matters() -> None:
    series = many(4, seed=2, ratio=1.0, base=4.0)
    assert comparison(series[0], None) is comparison(series[0], stacked(series[1:3])) is None
    assert comparison(series[0], stacked(series[1:4])) is not None
    fit = fit_step(series[0])
    assert (shift_p(series[0], fit) is None) == (not fit.interval_80.excludes(1.0))


def test_a_town_that_lacks_visits_is_compared_office_by_office() -> None:
    """One seed a kind: the weeks that the kind takes away are away, and no other."""
    for kind, weeks in (("tidy", (143, 143)), ("missing_3", (130, 143)), ("missing_6", (117, 143))):
        one = town(
            np.random.default_rng(3), cell("towns", kind=kind, treated=2, compared=0, rho=0.0, ratio=1.0)
        )
        assert sorted(len(office.times) for office in one.offices()) == list(weeks)
        assert one.others() is None
    lacks = cell("towns", kind="comparison_lacks", treated=2, compared=4, rho=0.0, ratio=1.0)
    others = town(np.random.default_rng(3), lacks).others()
    assert others is not None and len(others.offices) == 3
    moves = town(
        np.random.default_rng(3),
        cell("towns", kind="comparison_moves", treated=2, compared=4, rho=0.0, ratio=1.0),
    )
    own, compared = stacked(moves.offices()), moves.others()
    assert compared is not None and own_ratio(own, compared).interval_80.is_above(1.0)
