"""Starts that follow a spike, trends nobody knows, changing visits, looking often, reporting more."""

from __future__ import annotations

import math
from itertools import product

import numpy as np

from bench.calibration import naive
from bench.calibration.cells import Cell, Means, cell
from bench.calibration.generate import Truth, counts, rates, visits
from bench.calibration.grid import add_fit, add_verdict, truth_of
from einlass.stats import guards, windows
from einlass.stats.counts import fit_step
from einlass.stats.series import FloatArray, Series
from einlass.stats.shift import shift_test
from einlass.stats.step import StepFit
from einlass.stats.verdict import Evidence, Verdict, judge

SEARCHED = 52
"""Weeks in which the spike is looked for: the worst four weeks of the last year trigger the measure."""
LAG = 2
"""Weeks from the trigger to the start."""
SHORT_BASELINE = 12
TREND_SD = 0.2
VISIT_CHANGE_SD = 0.15
SERIOUS = 0.3
REPORTED = (0.5, 0.8)
"""Share of minor incidents reported before and after; serious ones always are."""


def cells() -> list[Cell]:
    """All cells of these studies."""
    heavy = {"before": 104, "after": 16}
    triggered = [
        cell("trigger", rho=rho, base=base, **heavy) for rho, base in product((0.0, 0.4, 0.8), (2.0, 6.0))
    ]
    rule = [
        cell("rule", rho=rho, base=base, before=104, after=after, ratio=ratio)
        for rho, base, after, ratio in product((0.0, 0.4, 0.8), (0.5, 2.0, 6.0), (16, 26), (1.0, 0.5))
    ]
    looks = [cell("looks", rho=rho, base=2.0, before=104, after=26) for rho in (0.0, 0.4, 0.8)]
    recording = [cell("recording", rho=0.2, base=base, **heavy) for base in (2.0, 6.0, 12.0)]
    return triggered + rule + looks + recording


def measure(setting: Cell, size: int) -> dict[str, float]:
    """One cell of any of these studies."""
    return {"trigger": _trigger, "rule": _rule, "looks": _looks, "recording": _recording}[setting.study](
        setting, size
    )


def _triggered(rng: np.random.Generator, truth: Truth) -> tuple[Series, float, float]:
    """A series whose start follows its worst four weeks; running number of the trigger and of the start."""
    extra = SEARCHED + LAG
    history = Truth(truth.rho, truth.base, truth.before + extra, truth.after, 1.0, truth.trend)
    rate, attended = rates(rng, history, 1)[0], visits(rng, 1, history.weeks)[0]
    attended[history.before :] *= math.exp(rng.normal(0, VISIT_CHANGE_SD))
    uniform = rng.random(history.weeks)
    plain = _poisson(rate * attended, uniform)
    recent = np.convolve(plain, np.ones(4), "full")[: history.weeks]
    trigger = truth.before - LAG + int(np.argmax(recent[truth.before - LAG : truth.before - LAG + SEARCHED]))
    start = trigger + LAG
    step = (np.arange(history.weeks) >= start).astype(np.float64)
    y = _poisson(rate * attended * np.where(step > 0, truth.ratio, 1.0), uniform)
    window = slice(start - truth.before, start + truth.after)
    times = np.arange(history.weeks, dtype=np.float64)[window]
    return Series.of(y[window], step[window], attended[window], times), float(trigger), float(start)


def _poisson(mean: FloatArray, uniform: FloatArray) -> FloatArray:
    """Poisson counts by inversion: the same luck for every mean, so that only the effect differs."""
    count, term = np.zeros(len(mean)), np.exp(-mean)
    total, k = term.copy(), 0
    while np.any(uniform > total) and k < 1000:
        k += 1
        count[uniform > total] += 1
        term = term * mean / k
        total = total + term
    return count


def _trigger(setting: Cell, size: int) -> dict[str, float]:
    """The ratio seen with 0, 4, 8, 12 weeks left out, trigger known and unknown; 12 weeks as baseline."""
    means, rng, truth = Means(), setting.rng(), truth_of(setting)
    for _ in range(size):
        series, trigger, start = _triggered(rng, truth)
        after = series.step > 0
        short = series.times >= start - SHORT_BASELINE
        means.add(
            short_before=float(series.counts[short & ~after].sum() / series.exposure[short & ~after].sum()),
            short_after=float(series.counts[after].sum() / series.exposure[after].sum()),
        )
        for weeks in windows.SENSITIVITY_WEEKS:
            for name, known in (("known", trigger), ("unknown", None)):
                kept = windows.outside_trigger(series.times, start, known, weeks)
                add_fit(means, f"{name}_{weeks}_left_out", fit_step(series.where(kept)), 1.0)
    found = means.result()
    ratio = found.pop("short_after") / found.pop("short_before")
    return {"ratio_12_week_baseline": round(ratio, 5), **found}


def _rule(setting: Cell, size: int) -> dict[str, float]:
    """The whole rule on triggered starts, random trends, changing visits; two naive claims on the same."""
    means, rng, truth = Means(), setting.rng(), truth_of(setting)
    for _ in range(size):
        trend = rng.normal(0, TREND_SD)
        drifting = Truth(truth.rho, truth.base, truth.before, truth.after, truth.ratio, trend)
        series, trigger, start = _triggered(rng, drifting)
        means.claim("arrow_10_percent", naive.arrow(series))
        means.claim("exact_poisson", naive.exact(series))
        kept = series.where(windows.outside_trigger(series.times, start, trigger))
        fit = fit_step(kept)
        add_fit(means, "e_star_pt", fit, truth.ratio)
        add_verdict(means, judge(_evidence(fit, kept)).verdict)
    return means.result()


def _evidence(fit: StepFit, series: Series) -> Evidence:
    """What the rule looks at; the shift test only where it could matter."""
    matters = fit.interval_95.excludes(1)
    p = shift_test(series).p_value if matters else None
    return Evidence(fit.interval_80, fit.interval_95, fit.tally, shift_p=p, reason=fit.reason)


def _looks(setting: Cell, size: int) -> dict[str, float]:
    """Nineteen weekly looks at the same series without effect: how often is there ever a decrease."""
    means, truth = Means(), truth_of(setting)
    events, attended = counts(setting.rng(), truth, size)
    for y, v in zip(events, attended, strict=True):
        whole = Series.of(y, truth.step, v)
        seen = [whole.where(whole.times < truth.before + weeks) for weeks in range(8, truth.after + 1)]
        verdicts = [judge(_evidence(fit_step(series), series)).verdict for series in seen]
        means.add(
            **{
                "arrow_10_percent.ever": any(naive.arrow(series) < 0 for series in seen),
                "exact_poisson.ever": any(naive.exact(series) < 0 for series in seen),
                "verdict.clear_decrease.ever": Verdict.CLEAR_DECREASE in verdicts,
                "verdict.signs_of_decrease.ever": Verdict.SIGNS_OF_DECREASE in verdicts,
            }
        )
    return means.result()


def _recording(setting: Cell, size: int) -> dict[str, float]:
    """Minor incidents reported 50 → 80 % from the start on, no effect: both outcomes, and the flag."""
    means, rng, truth = Means(), setting.rng(), truth_of(setting)
    after = truth.step > 0
    for _ in range(size):
        attended = visits(rng, 1, truth.weeks)[0]
        mean = rates(rng, truth, 1)[0] * attended
        serious = rng.poisson(mean * SERIOUS).astype(np.float64)
        minor = rng.poisson(mean * (1 - SERIOUS) * np.where(after, REPORTED[1], REPORTED[0])).astype(
            np.float64
        )
        add_fit(means, "all_reports", fit_step(Series.of(serious + minor, truth.step, attended)), 1.0)
        add_fit(means, "serious_only", fit_step(Series.of(serious, truth.step, attended)), 1.0)
        sides = [(float(serious[s].sum()), float((serious + minor)[s].sum())) for s in (~after, after)]
        means.add(serious_share_flag=guards.serious_share(sides[0], sides[1]).is_struck)
    return means.result()
