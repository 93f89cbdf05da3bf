"""Whole towns that are not tidy: what the product's own rule says of several offices, truth known.

Every town has offices that differ in their rates by a factor of four, each with its own season. A cell is one kind of
town; the verdict is made as on the page of the city (einlass.stats.offices), and, for comparison, as up to
version 0.1.0, which added the offices up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from bench.calibration.cells import Cell, Means, cell
from bench.calibration.generate import gamma_factor, season, visits
from bench.calibration.offices import SPREAD, shocks
from einlass.stats import guards
from einlass.stats.control import fit_share, own_ratio
from einlass.stats.counts import fit_step
from einlass.stats.offices import Decision, comparison, decide, decide_pooled, shift_p
from einlass.stats.pooling import LEAST_OFFICES as LEAST_POOLED
from einlass.stats.pooling import pool_fits
from einlass.stats.series import FloatArray, Interval, Series, stacked, together
from einlass.stats.shift import shift_test
from einlass.stats.step import StepFit
from einlass.stats.verdict import COUNTS, POOLED, Evidence, Rules, Verdict, judge

BEFORE, AFTER = 104, 39
"""Weeks of each side; with six months of visits missing after the start, three remain."""
RATES = 0.5, 2.0
"""Lowest and highest rate of the offices under the measure, in units of the cell's base."""
STAGGER = 26
"""Weeks from the first office's start to the last one's."""
GAP = 26
MIX = 2.5
"""From the start on, visits grow by this factor at every other office and shrink by it at the rest."""
MISSING = {"missing_3": 13, "missing_6": 26}
"""Weeks without a count of visits at one office, from the start on."""
KINDS = ("tidy", "staggered", *MISSING, "opens_later", "mix", "shocks")
COMPARED_KINDS = ("comparison_moves", "comparison_lacks")
SIZES = ((2, 0), (4, 4), (6, 0))
"""Offices under the measure, and others."""
BEFORE_KINDS = ("tidy", *MISSING)


def cells() -> list[Cell]:
    """Kinds of towns by offices and dependence, without an effect and with a halving."""
    plain = [*product(KINDS, SIZES), ("tidy", (2, 4)), ("tidy", (4, 0))]
    towns = product([*plain, *product(COMPARED_KINDS, ((2, 4), (4, 4)))], (0.0, 0.4), (1.0, 0.5))
    strong = product(product(("tidy",), SIZES), (0.8,), (1.0, 0.5))
    return [
        cell("towns", kind=kind, treated=treated, compared=others, rho=rho, ratio=ratio)
        for (kind, (treated, others)), rho, ratio in (*towns, *strong)
    ]


@dataclass(frozen=True, slots=True, eq=False)
class Town:
    """Counts and visits of the offices under the measure and of the others, (offices, weeks); steps of the former."""

    counts: FloatArray
    exposure: FloatArray
    steps: FloatArray
    other_counts: FloatArray
    other_exposure: FloatArray

    def offices(self) -> list[Series]:
        """Each office under the measure in its weeks; those with too little time leave, as in findings.gather."""
        rows = zip(self.counts, self.steps, self.exposure, strict=True)
        every = [Series.of(*row).usable() for row in rows]
        enough = [one for one in every if _is_enough(one)]
        return enough or every

    def others(self) -> Series | None:
        """The offices without the measure that have weeks on both sides."""
        begun = self.steps.any(axis=0)
        rows = zip(self.other_counts, self.other_exposure, strict=True)
        every = [Series.of(y, np.zeros(len(y)), v).usable() for y, v in rows]
        both = [one for one in every if 0 < begun[one.times.astype(int)].sum() < len(one.times)]
        return stacked(both) if both else None

    def summed(self) -> tuple[Series, Series | None]:
        """As version 0.1.0 added them: all offices that have visits in a week, one start, the last one's."""
        step = self.steps.min(axis=0)
        kept = np.isfinite(self.other_exposure).all(axis=0)
        other = Series.of(self.other_counts.sum(axis=0), 0 * step, self.other_exposure.sum(axis=0)).where(
            kept
        )
        return _added(self.counts, self.exposure, step), other if len(self.other_counts) else None


def _is_enough(series: Series) -> bool:
    after = int((series.step > 0).sum())
    return len(series.step) - after >= COUNTS.weeks_before and after >= COUNTS.weeks_after


def _added(counts: FloatArray, exposure: FloatArray, step: FloatArray) -> Series:
    known = np.isfinite(exposure)
    return Series.of(
        np.where(known, counts, 0.0).sum(axis=0), step, np.where(known, exposure, 0.0).sum(axis=0)
    )


def town(rng: np.random.Generator, setting: Cell) -> Town:
    """One town of the cell's kind."""
    kind, treated, others = (
        setting.text("kind"),
        int(setting.number("treated")),
        int(setting.number("compared")),
    )
    offices, weeks, ratio = treated + others, BEFORE + AFTER, setting.number("ratio")
    low, high = RATES
    level = np.concatenate([np.geomspace(low, high, treated), np.exp(rng.normal(0, SPREAD, others))])
    attended = visits(rng, offices, weeks)
    if kind == "mix":
        attended[:, BEFORE:] *= (MIX ** np.where(np.arange(offices) % 2, 1.0, -1.0))[:, None]
    mean = level[:, None] * setting.number("base", 1.0) * attended * season(rng, offices, weeks)
    mean *= gamma_factor(rng, offices, weeks, setting.number("rho"))
    if kind == "shocks":
        mean *= shocks(rng, weeks)
    late = np.linspace(STAGGER, 0, treated) if kind == "staggered" else np.zeros(treated)
    steps = (np.arange(weeks) >= BEFORE - np.round(late)[:, None]).astype(np.float64)
    mean[:treated] *= ratio**steps
    if kind == "comparison_moves":
        mean[treated:, BEFORE:] *= 2.0
    counts = rng.poisson(mean).astype(np.float64)
    _leave_out(rng, kind, treated, attended)
    return Town(counts[:treated], attended[:treated], steps, counts[treated:], attended[treated:])


def _leave_out(rng: np.random.Generator, kind: str, treated: int, attended: FloatArray) -> None:
    """Visits that nobody counted."""
    office = int(rng.integers(treated))
    if kind in MISSING:
        attended[office, BEFORE : BEFORE + MISSING[kind]] = np.nan
    elif kind == "opens_later":
        attended[office, : BEFORE - int(rng.integers(COUNTS.weeks_before, 79))] = np.nan
    elif kind == "comparison_lacks":
        first = int(rng.integers(BEFORE + AFTER - GAP))
        attended[treated, :BEFORE] = np.nan
        attended[treated + 1, first : first + GAP] = np.nan


def measure(setting: Cell, size: int) -> dict[str, float]:
    """Verdicts and coverage of the rule; in tidy towns and where visits are missing also as of version 0.1.0.

    Fewer series where there is an effect, and of six offices, where the limits are far.
    """
    means, rng, ratio = Means(), setting.rng(), setting.number("ratio")
    kind = setting.text("kind")
    treated = setting.number("treated")
    for _ in range(round(size * (1.0 if ratio == 1 else 0.4) * (1.0 if treated < LEAST_POOLED else 0.5))):
        one = town(rng, setting)
        alone = [fit_step(office) for office in one.offices()] if len(one.counts) >= LEAST_POOLED else []
        decision, verdict, wide = _verdict(stacked(one.offices()), one.others(), alone)
        is_told_by_others = kind == "comparison_moves" and decision.is_by_comparison
        _record(means, "rule", verdict, wide, ratio / 2 if is_told_by_others else ratio)
        means.add(**{"rule.by_comparison": decision.is_by_comparison})
        if kind in BEFORE_KINDS:
            _record(means, "before", *_verdict_before(*one.summed(), alone), ratio)
    return means.result()


def _verdict(own: Series, others: Series | None, alone: list[StepFit]) -> tuple[Decision, Verdict, Interval]:
    """As the city says it, without the guard rails that no simulated town can strike."""
    fit, compared = fit_step(own), comparison(own, others)
    shift = shift_p(own, fit)
    struck: tuple[guards.Guard, ...] = ()
    if compared is not None and others is not None:
        moved = guards.comparison_moved(own_ratio(own, others))
        struck = (moved, guards.comparison_disagrees(fit, compared, shift))
    evidence = Evidence(fit.interval_80, fit.interval_95, fit.tally, shift, guards=struck, reason=fit.reason)
    found = decide(evidence, len(own.offices), compared)
    evidence, judgement = found.evidence, found.judgement
    if len(alone) >= LEAST_POOLED and not found.is_by_comparison:
        _, evidence, judgement = decide_pooled(found.own, fit, alone)
    return found, judgement.verdict, evidence.interval_95


def _verdict_before(own: Series, others: Series | None, alone: list[StepFit]) -> tuple[Verdict, Interval]:
    """As version 0.1.0 (commit 413b713) said it: the sum of the offices, from five on random effects alone."""
    if len(alone) >= LEAST_POOLED:
        pooled = pool_fits(tuple(alone))
        sums = together([one.tally for one in alone])
        return _judged(Evidence(pooled.interval_80, pooled.interval_95, sums), POOLED)
    fit = fit_step(own)
    shift = shift_test(own).p_value if fit.interval_95.excludes(1) else None
    evidence = Evidence(fit.interval_80, fit.interval_95, fit.tally, shift, reason=fit.reason)
    if others is None:
        return _judged(evidence, COUNTS)
    compared = fit_share(own, others, 1).fit
    differ = (fit.log_ratio or -1) * (compared.log_ratio or -1) < 0
    disagree = guards.Guard(guards.Code.COMPARISON_DISAGREES, differ, guards.Effect.CAPS)
    if own_ratio(own, others).interval_80.excludes(1):
        evidence, rules = Evidence(compared.interval_80, compared.interval_95, fit.tally), POOLED
    else:
        rules = COUNTS
    return _judged(replace(evidence, guards=(disagree,)), rules)


def _judged(evidence: Evidence, rules: Rules) -> tuple[Verdict, Interval]:
    return judge(evidence, rules).verdict, evidence.interval_95


def _record(means: Means, name: str, verdict: Verdict, wide: Interval, truth: float) -> None:
    clear = {Verdict.CLEAR_DECREASE, Verdict.CLEAR_INCREASE}
    signs = clear | {Verdict.SIGNS_OF_DECREASE, Verdict.SIGNS_OF_INCREASE}
    down = {Verdict.CLEAR_DECREASE, Verdict.SIGNS_OF_DECREASE}
    means.add(
        **{
            f"{name}.clear": verdict in clear,
            f"{name}.clear_down": verdict is Verdict.CLEAR_DECREASE,
            f"{name}.any": verdict in signs,
            f"{name}.any_down": verdict in down,
            f"{name}.covers": not wide.excludes(truth),
        }
    )
