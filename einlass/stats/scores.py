"""L*: did the answers on a scale move; the wave or week is the unit, not the single answer."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from einlass.stats.means import MeanStep, mean_step
from einlass.stats.series import BoolArray, FloatArray, Interval, Reason, vector
from einlass.stats.strata import Labels, both_sides, rows_in_order

WAVES_WANTED = (4, 3)
WEEKS_WANTED = (8, 8)
"""Waves, or weeks of continuous asking, before and after below which there is no verdict."""
WAVE_LEVEL_LIMIT, WEEK_LEVEL_LIMIT = 0.90, 0.99
"""Upper limit of the autocorrelation that is reckoned with. So few waves or weeks hardly show it: by their estimate
alone, weeks with dependence 0.6 are called a change in 7–14 % where nothing changed, with the limit in 1–3 %
(waves with 0.3: 5–11 %, with the limit 3–6 %; bench/calibration: weekly, waves)."""


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """Share (0–1) of each value of the scale, with the two best and the two worst values summed."""

    answers: int
    shares: FloatArray
    top: float | None
    bottom: float | None


@dataclass(frozen=True, slots=True, eq=False)
class ScoreFit:
    """Cliff's delta (−1 to 1) and difference of means with intervals, all shares, what the answer rests on.

    before, after: raw shares of the answers used; where offices were asked in another mix they differ by more
    than anyone's opinion. balanced_before, balanced_after: the offices' shares in one mix for both sides;
    their difference is that of top and bottom. used: rows of the table that count (waves, offices with both
    sides). waves: different times. reason: why there is no verdict; the numbers are there all the same as far
    as they go.
    """

    delta: MeanStep
    mean: MeanStep
    before: Shares
    after: Shares
    top: MeanStep
    bottom: MeanStep
    waves_before: int
    waves_after: int
    reason: Reason | None
    balanced_before: Shares
    balanced_after: Shares
    used: BoolArray


@dataclass(frozen=True, slots=True, eq=False)
class _Waves:
    """Answers (N, values) by wave and office; place: number of the office (N,); used: which rows of the table."""

    rows: FloatArray
    after: BoolArray
    times: FloatArray
    place: Labels
    used: BoolArray
    left_out: int
    is_weekly: bool

    @classmethod
    def of(
        cls,
        answers: npt.ArrayLike,
        step: npt.ArrayLike,
        times: npt.ArrayLike | None,
        is_weekly: bool,
        strata: npt.ArrayLike | None,
    ) -> _Waves:
        """The rows used, offices numbered from 0; offices asked but without any row used are left out."""
        table = np.asarray(answers, dtype=np.float64)
        if table.ndim != 2:
            raise ValueError(f"answers must have shape (waves, values), it has {table.shape}")
        after = vector(step, "step", len(table)) > 0
        when, names = rows_in_order(len(table), times, strata)
        asked = table.sum(axis=1) > 0
        used = _used(asked, after, names)
        place = np.unique(names[used], return_inverse=True)[1]
        left_out = len(np.setdiff1d(names[asked], names[used]))
        return cls(table[used], after[used], when[used], place, used, left_out, is_weekly)

    @property
    def offices(self) -> list[BoolArray]:
        """Rows of each office."""
        return [self.place == number for number in np.unique(self.place)]

    def step(self, points: list[FloatArray]) -> MeanStep:
        """The step of the mean of each office's points (values,); scale at least the variance of one answer."""
        size = self.rows.sum(axis=1)
        means, floor = np.zeros(len(size)), np.zeros(len(size))
        for office, worth in zip(self.offices, points, strict=True):
            means[office] = self.rows[office] @ worth / size[office]
            spread = float((self.rows[office] * (worth[None, :] - means[office, None]) ** 2).sum())
            answers, waves = float(size[office].sum()), int(office.sum())
            floor[office] = spread / (answers - waves) if answers > waves else 0.0
        limit = WEEK_LEVEL_LIMIT if self.is_weekly else WAVE_LEVEL_LIMIT
        found = mean_step(means, size, self.after, self.times, floor, self.place, level_limit=limit)
        return replace(found, strata_left_out=found.strata_left_out + self.left_out)

    def delta(self) -> MeanStep:
        """Cliff's delta."""
        return _clipped(self.step([_mid_ranks(self.rows[office]) for office in self.offices]))

    def waves(self, side: BoolArray) -> int:
        """Different times on one side."""
        return len(np.unique(self.times[side]))

    def balanced(self, side: BoolArray) -> FloatArray:
        """Answers of one side, each office's weighted so that it has the same part in both sides."""
        counts = np.zeros(self.rows.shape[1])
        for office in self.offices:
            here, there = self.rows[office & side].sum(axis=0), self.rows[office & ~side].sum()
            if there:
                counts += here * there / (here.sum() + there)
        return counts


def compare_scores(
    answers: npt.ArrayLike,
    step: npt.ArrayLike,
    times: npt.ArrayLike | None = None,
    is_weekly: bool = False,
    strata: npt.ArrayLike | None = None,
) -> ScoreFit:
    """Compare answers before and after, repeated cross-sections, each office with itself.

    answers: counts of shape (N, values), values ascending (1 … 5), a row per wave and office; step 0/1 (N,);
    times: running number of the wave or week, the same in all offices, None = the row (one office only);
    strata: number of the office (N,), None = one. Rows in the order of office and time, each once. Offices
    without answers on both sides are left out. Mean mid-rank within the office (all its answers) per row
    regressed on before/after with an intercept per office and weights n; scale = max(residual variance, HAC
    ratio, residual variance × AR inflation at the upper limit of the autocorrelation, variance of one
    answer's rank); t(waves − 2). Cliff's delta = 2b/N,
    averaged over offices with weights n_before·n_after/N: those of van Elteren but for N + 1 in place of N.
    Raises ValueError for shapes and order, nothing for reasons of data.
    Source: Cliff 1993; Brunner and Munzel 2000 (mid-ranks); van Elteren 1960 (strata); scale: methods page.
    """
    waves = _Waves.of(answers, step, times, is_weekly, strata)
    count, offices = waves.rows.shape[1], len(waves.offices)
    points, width = np.arange(1.0, count + 1), min(2, count // 2)
    boxes = [(points > count - width).astype(np.float64), (points <= width).astype(np.float64)]
    delta = waves.delta()
    sides = ~waves.after, waves.after
    raw = [waves.rows[one].sum(axis=0) for one in sides]
    before, after = (_shares(counts, counts.sum(), width) for counts in raw)
    balanced = [
        _shares(waves.balanced(one), counts.sum(), width) for one, counts in zip(sides, raw, strict=True)
    ]
    waves_before, waves_after = (waves.waves(one) for one in sides)
    return ScoreFit(
        delta=delta,
        mean=waves.step([points] * offices),
        before=before,
        after=after,
        top=waves.step([boxes[0]] * offices),
        bottom=waves.step([boxes[1]] * offices),
        waves_before=waves_before,
        waves_after=waves_after,
        reason=_hindrance(delta, waves_before, waves_after, is_weekly),
        balanced_before=balanced[0],
        balanced_after=balanced[1],
        used=waves.used,
    )


def difference_of_means(
    answers: npt.ArrayLike,
    step: npt.ArrayLike,
    times: npt.ArrayLike | None = None,
    is_weekly: bool = False,
    strata: npt.ArrayLike | None = None,
) -> MeanStep:
    """The difference of means alone, as `compare_scores` gives it. Raises the same."""
    waves = _Waves.of(answers, step, times, is_weekly, strata)
    return waves.step([np.arange(1.0, waves.rows.shape[1] + 1)] * len(waves.offices))


def cliffs_delta(
    answers: npt.ArrayLike,
    step: npt.ArrayLike,
    times: npt.ArrayLike | None = None,
    is_weekly: bool = False,
    strata: npt.ArrayLike | None = None,
) -> MeanStep:
    """The delta of compare_scores without the rest."""
    return _Waves.of(answers, step, times, is_weekly, strata).delta()


def _used(asked: BoolArray, after: BoolArray, names: Labels) -> BoolArray:
    """Rows with answers of offices that have some on both sides; where no office has, all with answers."""
    used = asked.copy()
    used[asked] = both_sides(after[asked], names[asked])
    return used if used.any() else asked


def _mid_ranks(rows: FloatArray) -> FloatArray:
    """Mid-rank of each value among all N answers times 2/N, shape (values,)."""
    counts = rows.sum(axis=0)
    ranks: FloatArray = np.cumsum(counts) - counts + (counts + 1) / 2
    return ranks * (2 / float(counts.sum()))


def _clipped(delta: MeanStep) -> MeanStep:
    """Limits within −1 … 1, where Cliff's delta lives; ranks of the sides say nothing by themselves."""

    def clip(interval: Interval) -> Interval:
        if interval.low is None or interval.high is None:
            return interval
        return Interval(interval.level, max(interval.low, -1.0), min(interval.high, 1.0))

    return replace(
        delta,
        interval_80=clip(delta.interval_80),
        interval_95=clip(delta.interval_95),
        before=None,
        after=None,
        balanced_before=None,
        balanced_after=None,
    )


def _shares(counts: FloatArray, answers: float, width: int) -> Shares:
    """Shares over the (weighted) counts of one side."""
    total = counts.sum()
    if total == 0:
        return Shares(int(answers), np.full(len(counts), np.nan), None, None)
    shares = counts / total
    return Shares(int(answers), shares, float(shares[-width:].sum()), float(shares[:width].sum()))


def _hindrance(delta: MeanStep, before: int, after: int, is_weekly: bool) -> Reason | None:
    """The wave rules."""
    wanted = WEEKS_WANTED if is_weekly else WAVES_WANTED
    if before == 0 or after == 0:
        return Reason.NO_ANSWERS
    if delta.reason is Reason.NO_STRATUM_BOTH:
        return delta.reason
    if before == 1 and after == 1:
        return Reason.ONE_WAVE_EACH
    return Reason.TOO_FEW_WAVES if before < wanted[0] or after < wanted[1] else None
