"""Offices under a measure together: which model decides, and the evidence that it gives to the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from einlass.stats import control, pooling
from einlass.stats.guards import Code, Guard
from einlass.stats.series import Series, together
from einlass.stats.shift import shift_test
from einlass.stats.step import StepFit
from einlass.stats.verdict import COUNTS, POOLED, Evidence, Judgement, Rules, judge


@dataclass(frozen=True, slots=True, eq=False)
class Decision:
    """A verdict with the evidence and the rules that it was made from."""

    evidence: Evidence
    rules: Rules
    judgement: Judgement
    pooled: pooling.Pooled | None = None
    is_by_comparison: bool = False


def own_evidence(series: Series, fit: StepFit, guards: tuple[Guard, ...] = ()) -> Evidence:
    """What E*pt of the offices says; the shift test only where it can matter."""
    shift = shift_test(series).p_value if fit.interval_95.excludes(1.0) else None
    return Evidence(fit.interval_80, fit.interval_95, fit.tally, shift, guards=guards, reason=fit.reason)


def comparison(own: Series, others: Series | None) -> StepFit | None:
    """D* where there are enough offices without the measure; None where it says nothing at all."""
    if others is None or len(others.offices) < control.LEAST_OFFICES:
        return None
    fit = control.fit_share(own, others).fit
    return None if fit.interval_95.low is None and fit.interval_95.high is None else fit


def decide(evidence: Evidence, compared: StepFit | None, alone: Sequence[StepFit] = ()) -> Decision:
    """The comparison where the offices without the measure have moved themselves, else the offices' own change.

    evidence: of E*pt. alone: each office's own fit; from five on random effects over them decide.
    """
    judgement = judge(evidence, COUNTS)
    if judgement.gives_way and compared is not None:
        return _by_comparison(evidence, compared)
    if len(alone) >= pooling.LEAST_OFFICES:
        return by_pooling(evidence, alone)
    return Decision(evidence, COUNTS, judgement)


def _by_comparison(evidence: Evidence, compared: StepFit) -> Decision:
    """No shift test; every guard rail but the one that handed over holds."""
    others = tuple(one for one in evidence.guards if one.code is not Code.COMPARISON_MOVED)
    shared = Evidence(
        compared.interval_80, compared.interval_95, compared.tally, guards=others, reason=compared.reason
    )
    judgement = replace(judge(shared, POOLED), gives_way=True)
    return Decision(shared, POOLED, judgement, is_by_comparison=True)


def by_pooling(evidence: Evidence, alone: Sequence[StepFit]) -> Decision:
    """Random effects over the offices' own ratios; no shift test, the guard rails of all hold."""
    pooled = pooling.pool_fits(tuple(alone))
    shared = replace(
        evidence,
        interval_80=pooled.interval_80,
        interval_95=pooled.interval_95,
        tally=together([one.tally for one in alone]),
        shift_p=None,
        reason=pooled.reason,
    )
    return Decision(shared, POOLED, judge(shared, POOLED), pooled)
