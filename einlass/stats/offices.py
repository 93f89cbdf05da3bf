"""Offices under a measure together: which model decides, and the evidence that it gives to the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from einlass.stats import control, pooling
from einlass.stats.counts import fit_step
from einlass.stats.guards import Code, Effect, Guard
from einlass.stats.series import Series, Tally, together
from einlass.stats.shift import shift_test
from einlass.stats.step import StepFit, quantiles
from einlass.stats.verdict import COUNTS, POOLED, SEVERAL, Evidence, Judgement, Rules, judge


@dataclass(frozen=True, slots=True, eq=False)
class Decision:
    """A verdict with the evidence and the rules that it was made from; own: what E*pt alone says."""

    own: Evidence
    evidence: Evidence
    rules: Rules
    judgement: Judgement
    is_by_comparison: bool = False


def comparison(own: Series, others: Series | None) -> StepFit | None:
    """D* where there are enough offices without the measure; None where it says nothing at all."""
    if others is None or len(others.offices) < control.LEAST_OFFICES:
        return None
    fit = control.fit_share(own, others).fit
    return None if fit.interval_95.low is None and fit.interval_95.high is None else fit


def shift_p(own: Series, fit: StepFit) -> float | None:
    """Of the shift test, where E*pt shows anything that it could hold back."""
    return shift_test(own).p_value if fit.interval_80.excludes(1.0) else None


def decide(evidence: Evidence, offices: int, compared: StepFit | None) -> Decision:
    """The comparison where the offices without the measure have moved themselves, else the offices' own change.

    evidence: of E*pt of so many offices. compared: D*; it needs no shift test of its own.
    """
    rules = SEVERAL if offices > 1 else COUNTS
    judgement = judge(evidence, rules)
    if not judgement.gives_way or compared is None:
        return Decision(evidence, evidence, rules, judgement)
    others = tuple(one for one in evidence.guards if one.code is not Code.COMPARISON_MOVED)
    shared = Evidence(
        compared.interval_80, compared.interval_95, compared.tally, guards=others, reason=compared.reason
    )
    judgement = replace(judge(shared, POOLED), gives_way=True)
    return Decision(evidence, shared, POOLED, judgement, is_by_comparison=True)


def decide_pooled(
    own: Evidence, fit: StepFit, alone: Sequence[StepFit]
) -> tuple[pooling.Pooled, Evidence, Judgement]:
    """Random effects over the offices' own ratios; the guard rails and the shift test of all together hold.

    own, fit: what E*pt of all offices together says. The pool's 95 % range is at least as wide as that one's: only
    it sees weeks that are bad everywhere.
    """
    effects = [pair for pair in map(pooling.pair, alone) if pair is not None]
    return _pooled(own, fit, effects, [one.tally for one in alone])


def decide_cities(
    every: Series, effects: Sequence[pooling.Pair], tallies: Sequence[Tally], guards: Sequence[Guard]
) -> tuple[pooling.Pooled, Evidence, Judgement]:
    """Random effects over cities by the rules that hold over offices.

    every: the offices of all cities, each its own stratum, the number of a week the same week everywhere. effects,
    tallies: what each city says. guards: of all of them; where one gave way to its comparison that is settled.
    """
    fit = fit_step(every, is_brief=True)
    held = tuple(one for one in guards if one.effect is not Effect.GIVES_WAY)
    own = Evidence(
        fit.interval_80, fit.interval_95, fit.tally, shift_p(every, fit), guards=held, reason=fit.reason
    )
    return _pooled(own, fit, effects, tallies)


def _pooled(
    own: Evidence, fit: StepFit, effects: Sequence[pooling.Pair], tallies: Sequence[Tally]
) -> tuple[pooling.Pooled, Evidence, Judgement]:
    reach = (fit.standard_error or 0.0) * float(quantiles(fit.df)[1]) if fit.df > 0 else 0.0
    pooled = pooling.pool(
        [one[0] for one in effects],
        [one[1] for one in effects],
        least_error=reach / pooling.quantile(len(tallies)),
    )
    evidence = replace(
        own,
        interval_80=pooled.interval_80,
        interval_95=pooled.interval_95,
        tally=together(tallies),
        reason=pooled.reason,
    )
    return pooled, evidence, judge(evidence, SEVERAL)
