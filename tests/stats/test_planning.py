"""Answers a survey needs: checked by drawing surveys, against textbook numbers, and at its ends."""

import numpy as np
import pytest
from scipy.stats import norm

from einlass.stats.planning import answers_per_wave, intraclass_correlation

WAVES_BEFORE = [(45.0, 100.0)] * 8


def test_without_correlation_it_is_the_textbook_number() -> None:
    """Two proportions, 50 against 60 of 100, unpooled: each side 385 answers (z 1.96 and 0.84)."""
    before = [(192.5, 385.0)]
    needed = answers_per_wave(before, 0.10, 1, 0.0)
    z = norm.ppf(0.975) + norm.ppf(0.8)
    known = 0.25 / 385
    assert needed == int(np.ceil(0.24 / ((0.1 / z) ** 2 - known)))
    assert needed in range(370, 390)


@pytest.mark.parametrize(("correlation", "waves"), [(0.0, 3), (0.005, 4), (0.01, 6), (0.01, 12)])
def test_surveys_of_that_size_show_the_difference_four_times_in_five(correlation: float, waves: int) -> None:
    random = np.random.default_rng(20200331)
    needed = answers_per_wave(WAVES_BEFORE, 0.10, waves, correlation)
    assert needed is not None
    seen = sum(_is_seen(random, correlation, waves, needed) for _ in range(3000)) / 3000
    assert 0.77 < seen < 0.86


def _is_seen(random: np.random.Generator, correlation: float, waves: int, answers: int) -> bool:
    """One survey before and one since the start, with the test that knows the variance."""
    before = np.mean([_wave(random, 0.45, correlation, 100) for _ in WAVES_BEFORE])
    after = np.mean([_wave(random, 0.55, correlation, answers) for _ in range(waves)])
    variance = (
        0.45
        * 0.55
        * (
            (correlation + (1 - correlation) / 100) / len(WAVES_BEFORE)
            + (correlation + (1 - correlation) / answers) / waves
        )
    )
    return bool(abs(after - before) > norm.ppf(0.975) * np.sqrt(variance))


def _wave(random: np.random.Generator, share: float, correlation: float, answers: int) -> float:
    """The share of a wave whose own probability is drawn (beta), so that its answers are alike."""
    if correlation:
        total = 1 / correlation - 1
        share = random.beta(share * total, (1 - share) * total)
    return float(random.binomial(answers, share)) / answers


def test_more_waves_need_fewer_answers_each_and_some_never_suffice() -> None:
    needed = [answers_per_wave(WAVES_BEFORE, 0.10, waves, 0.01) for waves in (3, 4, 6, 8, 20)]
    known = [one for one in needed if one is not None]
    assert known == sorted(known, reverse=True) and len(known) >= 3
    assert answers_per_wave(WAVES_BEFORE, 0.10, 3, 0.2) is None
    assert answers_per_wave([(10.0, 20.0)], 0.10, 50, 0.0) is None  # too little is known of before


def test_a_share_cannot_leave_its_room() -> None:
    with pytest.raises(ValueError, match="cannot move"):
        answers_per_wave([(95.0, 100.0)], 0.10, 3, 0.0)
    with pytest.raises(ValueError, match="no answers"):
        answers_per_wave([], 0.10, 3, 0.0)
    assert answers_per_wave([(90.0, 100.0)] * 9, 0.10, 3, 0.0) == 1  # all will agree: one answer tells


@pytest.mark.parametrize("correlation", [0.0, 0.02, 0.1])
def test_the_correlation_of_drawn_waves_is_found_again(correlation: float) -> None:
    random = np.random.default_rng(1)
    size = random.integers(40, 160, 4000)
    yes = [_wave(random, 0.4, correlation, int(one)) * one for one in size]
    assert intraclass_correlation(yes, size) == pytest.approx(correlation, abs=0.005)


def test_one_wave_or_none_tells_no_correlation() -> None:
    assert intraclass_correlation([3], [10]) == 0.0
    assert intraclass_correlation([], []) == 0.0
    assert intraclass_correlation([0, 0], [10, 10]) == 0.0
    assert intraclass_correlation([10, 0], [10, 10]) == pytest.approx(1.0)
