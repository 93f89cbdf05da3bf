"""Which weeks count."""

import numpy as np
import pytest

from bench.calibration.generate import Truth
from bench.calibration.starts import _triggered
from einlass.stats.counts import fit_step
from einlass.stats.series import Series, stacked
from einlass.stats.windows import outside_trigger, placebo, same_weeks_last_year

TIMES = np.arange(200.0, 260.0)


@pytest.mark.parametrize(
    ("trigger", "weeks", "first", "last"),
    [(246.0, None, 242, 247), (None, None, 240, 247), (246.0, 12, 234, 247), (None, 4, 244, 247)],
)
def test_trigger_window(trigger: float | None, weeks: int | None, first: int, last: int) -> None:
    gone = TIMES[~outside_trigger(TIMES, 248.0, trigger, weeks)]
    assert (gone[0], gone[-1], len(gone)) == (first, last, last - first + 1)


def test_nothing_left_out() -> None:
    assert outside_trigger(TIMES, 248.0, 246.0, 0).all()


def test_same_weeks_of_the_year_before() -> None:
    series = Series.of(np.ones(120), np.arange(120) >= 110)
    kept = same_weeks_last_year(series)
    assert kept.times.tolist() == [*range(58, 68), *range(110, 120)]


def test_placebo_uses_only_the_weeks_before() -> None:
    series = Series.of(np.arange(120.0), np.arange(120) >= 100)
    fake = placebo(series, 26)
    assert fake.times[-1] == 99.0 and fake.times[fake.step > 0][0] == 74.0


def test_each_office_by_its_own_start() -> None:
    both = stacked([Series.of(np.ones(120), np.arange(120) >= start) for start in (110, 100)])
    assert [
        len(same_weeks_last_year(both).where(same_weeks_last_year(both).office == n).times) for n in (0, 1)
    ] == [20, 40]
    fake = placebo(both, 26)
    assert [fake.times[(fake.office == n) & (fake.step > 0)][0] for n in (0, 1)] == [84.0, 74.0]


def test_leaving_the_trigger_in_looks_like_an_effect() -> None:
    """60 measures that follow a spike and do nothing: mean log ratio below 0 with it, near 0 without."""
    rng, truth = np.random.default_rng(9), Truth(0.2, 6.0, 104, 16)
    found = []
    for _ in range(60):
        series, trigger, start = _triggered(rng, truth)
        kept = series.where(outside_trigger(series.times, start, trigger))
        found.append([fit_step(s).log_ratio for s in (series, kept)])
    values = np.array(found, dtype=float)
    error = values.std(axis=0, ddof=1) / np.sqrt(60)
    assert (values[:, 0] - values[:, 1]).mean() < -0.05
    assert abs(values[:, 1].mean()) < 3.3 * error[1]
